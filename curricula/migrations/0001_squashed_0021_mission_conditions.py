import curricula.blocks
import django.core.validators
import django.db.models.deletion
import records.migration_operations
import uuid
import wagtail.fields
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('curricula', '0001_initial'), ('curricula', '0002_reference_versions'), ('curricula', '0003_question_kinds'), ('curricula', '0004_search'), ('curricula', '0005_offer'), ('curricula', '0006_track_plans'), ('curricula', '0012_search_source'), ('curricula', '0014_lesson_blocks'), ('curricula', '0016_import_progress'), ('curricula', '0017_question_origin'), ('curricula', '0018_source_of_blocks_and_activities'), ('curricula', '0019_glossary_words'), ('curricula', '0020_carers_route'), ('curricula', '0021_mission_conditions')]

    initial = True

    dependencies = [
        ('people', '0001_initial'),
        ('wagtailadmin', '0006_formstate'),
        ('wagtailcore', '0098_apitoken'),
        ('wagtaildocs', '0014_alter_document_file_size'),
        ('wagtailembeds', '0009_embed_cache_until'),
        ('wagtailforms', '0005_alter_formsubmission_form_data'),
        ('wagtailimages', '0027_image_description'),
        ('wagtailredirects', '0008_add_verbose_name_plural'),
        ('wagtailsearch', '0010_add_text_fields'),
        ('wagtailusers', '0015_userprofile_keyboard_shortcuts'),
    ]

    operations = [
        records.migration_operations.CreateModels(
            models=[migrations.CreateModel(
                name='LessonIndexPage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ],
                options={
                    'verbose_name': 'rayon des leçons',
                },
                bases=('wagtailcore.page',),
            ), migrations.CreateModel(
                name='LessonPage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                    ('code', models.CharField(max_length=10, unique=True, verbose_name='code')),
                    ('minutes', models.PositiveSmallIntegerField(help_text='Durée moyenne déclarée de l’activité à distance (Code du travail, D6313-3-1).', validators=[django.core.validators.MinValueValidator(1)], verbose_name='durée moyenne en minutes')),
                    ('summary', models.CharField(max_length=300, verbose_name='résumé')),
                    ('reviewed_on', models.DateField(verbose_name='relue le')),
                    ('body', wagtail.fields.StreamField([('heading', 0), ('text', 1), ('key_point', 2), ('fact', 7), ('list', 11), ('definition', 15), ('word', 16), ('case', 20), ('checklist', 24), ('table', 26), ('picture', 31), ('video', 35), ('audio', 37), ('document', 40), ('question', 41), ('reflection', 43)], block_lookup={0: ('wagtail.blocks.CharBlock', (), {'icon': 'title', 'label': 'Titre de partie', 'template': 'curricula/lesson/blocks/heading.html'}), 1: ('wagtail.blocks.TextBlock', (), {'icon': 'pilcrow', 'label': 'Texte', 'template': 'curricula/lesson/blocks/text.html'}), 2: ('wagtail.blocks.TextBlock', (), {'icon': 'pick', 'label': 'À retenir', 'template': 'curricula/lesson/blocks/key_point.html'}), 3: ('wagtail.blocks.TextBlock', (), {'label': 'fait'}), 4: ('wagtail.blocks.CharBlock', (), {'label': 'source', 'max_length': 300}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'date', 'max_length': 60}), 6: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('verified', 'vérifié'), ('to_check', 'à vérifier'), ('history', 'historique')], 'label': 'état'}), 7: ('wagtail.blocks.StructBlock', [[('text', 3), ('source', 4), ('date', 5), ('status', 6)]], {}), 8: ('wagtail.blocks.BooleanBlock', (), {'label': 'numérotée', 'required': False}), 9: ('wagtail.blocks.TextBlock', (), {'label': 'élément'}), 10: ('wagtail.blocks.ListBlock', (9,), {'label': 'éléments'}), 11: ('wagtail.blocks.StructBlock', [[('ordered', 8), ('items', 10)]], {}), 12: ('wagtail.blocks.CharBlock', (), {'label': 'terme', 'max_length': 120}), 13: ('wagtail.blocks.TextBlock', (), {'label': 'définition'}), 14: ('wagtail.blocks.CharBlock', (), {'label': 'source', 'max_length': 300, 'required': False}), 15: ('wagtail.blocks.StructBlock', [[('term', 12), ('text', 13), ('source', 14)]], {}), 16: ('wagtail.blocks.ChoiceBlock', [], {'choices': curricula.blocks.word_choices, 'help_text': 'Un mot déjà défini dans une leçon publiée, avec sa définition d’aujourd’hui.', 'icon': 'openquote', 'label': 'Mot du glossaire', 'template': 'curricula/lesson/blocks/word.html'}), 17: ('wagtail.blocks.TextBlock', (), {'label': 'situation'}), 18: ('wagtail.blocks.TextBlock', (), {'label': 'question'}), 19: ('wagtail.blocks.TextBlock', (), {'label': 'une réponse possible'}), 20: ('wagtail.blocks.StructBlock', [[('situation', 17), ('question', 18), ('answer', 19)]], {}), 21: ('wagtail.blocks.CharBlock', (), {'label': 'titre', 'max_length': 150}), 22: ('wagtail.blocks.TextBlock', (), {'label': 'point'}), 23: ('wagtail.blocks.ListBlock', (22,), {'label': 'points'}), 24: ('wagtail.blocks.StructBlock', [[('title', 21), ('items', 23)]], {}), 25: ('wagtail.blocks.TextBlock', (), {'label': 'Texte', 'required': False}), 26: ('wagtail.contrib.typed_table_block.blocks.TypedTableBlock', [[('text', 25)]], {'icon': 'table', 'label': 'Tableau', 'template': 'curricula/lesson/blocks/table.html'}), 27: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'image'}), 28: ('wagtail.blocks.CharBlock', (), {'help_text': 'Ce que l’image montre, pour qui ne la voit pas.', 'label': 'texte de remplacement', 'max_length': 300}), 29: ('wagtail.blocks.CharBlock', (), {'label': 'légende', 'max_length': 300, 'required': False}), 30: ('wagtail.blocks.CharBlock', (), {'help_text': 'De qui est l’image, et sous quelle licence.', 'label': 'crédit', 'max_length': 200}), 31: ('wagtail.blocks.StructBlock', [[('picture', 27), ('alternative', 28), ('caption', 29), ('credit', 30)]], {}), 32: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'vidéo (mp4 ou webm)'}), 33: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'sous-titres (WebVTT)'}), 34: ('wagtail.blocks.TextBlock', (), {'label': 'transcription'}), 35: ('wagtail.blocks.StructBlock', [[('title', 21), ('file', 32), ('captions', 33), ('transcript', 34)]], {}), 36: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'son (mp3 ou ogg)'}), 37: ('wagtail.blocks.StructBlock', [[('title', 21), ('file', 36), ('transcript', 34)]], {}), 38: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'document (pdf)'}), 39: ('wagtail.blocks.TextBlock', (), {'label': 'ce que l’on y trouve', 'required': False}), 40: ('wagtail.blocks.StructBlock', [[('title', 21), ('file', 38), ('note', 39)]], {}), 41: ('wagtail.blocks.ChoiceBlock', [], {'choices': curricula.blocks.question_choices, 'help_text': 'Une question de cette leçon. Elle n’est pas notée ici.', 'icon': 'help', 'label': 'Question de la leçon', 'template': 'curricula/lesson/blocks/question.html'}), 42: ('wagtail.blocks.TextBlock', (), {'label': 'invitation à écrire'}), 43: ('wagtail.blocks.StructBlock', [[('prompt', 42)]], {})}, verbose_name='contenu')),
                    ('source_checksum', models.CharField(blank=True, editable=False, max_length=64, verbose_name='empreinte du fichier chargé')),
                ],
                options={
                    'verbose_name': 'leçon',
                },
                bases=('wagtailcore.page',),
            ), migrations.CreateModel(
                name='Mission',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(max_length=4, unique=True, verbose_name='code')),
                    ('text', models.TextField(verbose_name='mission')),
                    ('moment', models.CharField(blank=True, choices=[('avant', 'avant la consultation'), ('pendant', 'pendant la consultation'), ('apres', 'après la consultation')], max_length=10, verbose_name='moment')),
                    ('domain', models.CharField(blank=True, choices=[('administratif', 'administratif'), ('consultation', 'aide à la consultation'), ('coordination', 'organisation et coordination')], max_length=20, verbose_name='domaine')),
                    ('essential_percent', models.DecimalField(decimal_places=1, max_digits=4, verbose_name='indispensable, %')),
                    ('essential_count', models.PositiveSmallIntegerField(verbose_name='indispensable')),
                    ('useful_percent', models.DecimalField(decimal_places=1, max_digits=4, verbose_name='utile, %')),
                    ('useful_count', models.PositiveSmallIntegerField(verbose_name='utile')),
                    ('accessory_percent', models.DecimalField(decimal_places=1, max_digits=4, verbose_name='accessoire, %')),
                    ('accessory_count', models.PositiveSmallIntegerField(verbose_name='accessoire')),
                    ('source', models.CharField(max_length=300, verbose_name='source')),
                    ('established', models.BooleanField(verbose_name='établie comme autorisée')),
                    ('note', models.TextField(blank=True, verbose_name='note')),
                ],
                options={
                    'verbose_name': 'mission',
                    'ordering': ['code'],
                },
            ), migrations.CreateModel(
                name='Qualification',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('identifier', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='identifiant')),
                    ('code', models.SlugField(max_length=60, verbose_name='code')),
                    ('version', models.CharField(max_length=40, verbose_name='version')),
                    ('title', models.CharField(max_length=300, verbose_name='titre')),
                    ('official', models.BooleanField(default=False, verbose_name='officiel')),
                    ('status_note', models.TextField(blank=True, verbose_name='mention de statut')),
                    ('source', models.TextField(blank=True, verbose_name='source')),
                    ('field_of_work', models.CharField(blank=True, max_length=300, verbose_name='domaine')),
                    ('certifier', models.CharField(blank=True, max_length=300, verbose_name='certificateur')),
                    ('valid_from', models.DateField(blank=True, null=True, verbose_name='valable du')),
                    ('valid_until', models.DateField(blank=True, null=True, verbose_name='valable jusqu’au')),
                    ('state', models.CharField(choices=[('draft', 'brouillon'), ('published', 'publiée'), ('retired', 'retirée')], default='draft', max_length=10, verbose_name='état')),
                    ('revision', models.PositiveIntegerField(default=0, verbose_name='écritures')),
                    ('verified_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.membership', verbose_name='vérifié par')),
                    ('verified_on', models.DateField(blank=True, null=True, verbose_name='vérifié le')),
                ],
                options={
                    'verbose_name': 'référentiel',
                    'ordering': ['title', 'version'],
                    'constraints': [models.UniqueConstraint(fields=('code', 'version'), name='qualification_version_once', violation_error_message='Cette version du référentiel existe déjà.'), models.CheckConstraint(condition=models.Q(models.Q(('verified_by__isnull', True), ('verified_on__isnull', True)), models.Q(('verified_by__isnull', False), ('verified_on__isnull', False)), _connector='OR'), name='qualification_verified_by_and_on', violation_error_message='Une vérification a un auteur et un jour.'), models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='qualification_valid_in_order', violation_error_message='La fin de validité précède le début.')],
                },
            ), migrations.CreateModel(
                name='RemovedQuestion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(max_length=20, unique=True, verbose_name='code')),
                    ('removed_at', models.DateTimeField(verbose_name='retirée le')),
                ],
                options={
                    'verbose_name': 'question retirée',
                    'ordering': ['code'],
                },
            ), migrations.CreateModel(
                name='Rubric',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.SlugField(max_length=60, unique=True, verbose_name='code')),
                    ('title', models.CharField(max_length=200, verbose_name='titre')),
                ],
                options={
                    'verbose_name': 'grille',
                    'ordering': ['code'],
                },
            ), migrations.CreateModel(
                name='Track',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.SlugField(max_length=40, unique=True, verbose_name='code')),
                    ('title', models.CharField(max_length=160, verbose_name='titre')),
                    ('audience', models.CharField(blank=True, max_length=300, verbose_name='public')),
                    ('for_carers', models.BooleanField(default=False, verbose_name='réservé aux soignants diplômés')),
                ],
                options={
                    'verbose_name': 'parcours',
                    'ordering': ['code'],
                },
            ), migrations.CreateModel(
                name='Activity',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('identifier', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='identifiant')),
                    ('qualification', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='activities', to='curricula.qualification')),
                    ('code', models.CharField(max_length=60, verbose_name='code')),
                    ('title', models.CharField(max_length=500, verbose_name='titre')),
                    ('source', models.CharField(blank=True, max_length=500, verbose_name='source')),
                    ('order', models.PositiveSmallIntegerField(verbose_name='rang')),
                ],
                options={
                    'verbose_name': 'activité',
                    'ordering': ['order'],
                    'constraints': [models.UniqueConstraint(fields=('qualification', 'code'), name='activity_code_once')],
                },
            ), migrations.CreateModel(
                name='Block',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('identifier', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='identifiant')),
                    ('qualification', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='blocks', to='curricula.qualification')),
                    ('code', models.CharField(max_length=60, verbose_name='code')),
                    ('title', models.CharField(max_length=500, verbose_name='titre')),
                    ('source', models.CharField(blank=True, max_length=500, verbose_name='source')),
                    ('note', models.TextField(blank=True, verbose_name='note')),
                    ('order', models.PositiveSmallIntegerField(verbose_name='rang')),
                ],
                options={
                    'verbose_name': 'bloc',
                    'ordering': ['order'],
                    'constraints': [models.UniqueConstraint(fields=('qualification', 'code'), name='block_code_once', violation_error_message='Ce code de bloc existe déjà.')],
                },
            ), migrations.CreateModel(
                name='MissionCondition',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('mission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='conditions', to='curricula.mission', verbose_name='mission')),
                    ('diplomas', models.CharField(max_length=40, verbose_name='diplômes qui ouvrent la mission')),
                    ('quote', models.TextField(max_length=1000, verbose_name='ce que dit le texte')),
                    ('source', models.CharField(max_length=300, verbose_name='source')),
                    ('link', models.URLField(max_length=500, verbose_name='adresse de la source')),
                    ('read_on', models.DateField(verbose_name='source lue le')),
                    ('status', models.CharField(choices=[('verified', 'vérifié'), ('to_check', 'à vérifier'), ('history', 'historique')], max_length=10, verbose_name='certitude')),
                    ('since', models.DateField(verbose_name='à partir du')),
                    ('until', models.DateField(blank=True, null=True, verbose_name='dernier jour')),
                    ('form_key', models.CharField(max_length=40, unique=True, verbose_name='jeton du formulaire')),
                    ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.membership')),
                    ('written_at', models.DateTimeField(verbose_name='notée le')),
                    ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.membership')),
                    ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='retirée le')),
                    ('withdrawn_because', models.CharField(blank=True, max_length=300, verbose_name='motif du retrait')),
                ],
                options={
                    'verbose_name': 'condition d’une mission',
                    'verbose_name_plural': 'conditions des missions',
                    'ordering': ['mission__code', '-since', '-pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('diplomas__in', ['nurse', 'care', 'childcare', 'nurse,care', 'nurse,childcare', 'care,childcare', 'nurse,care,childcare'])), name='mission_condition_names_known_diplomas', violation_error_message='Une condition nomme au moins un des trois diplômes.'), models.CheckConstraint(condition=models.Q(('status__in', ['verified', 'to_check'])), name='mission_condition_status_known', violation_error_message='Une condition est vérifiée ou à vérifier.'), models.CheckConstraint(condition=models.Q(models.Q(('quote', ''), _negated=True), models.Q(('source', ''), _negated=True)), name='mission_condition_has_its_source', violation_error_message='Une condition cite son texte et nomme sa source.'), models.CheckConstraint(condition=models.Q(('link__startswith', 'https://'), ('link__startswith', 'http://'), _connector='OR'), name='mission_condition_link_is_on_the_web', violation_error_message='L’adresse de la source est une adresse du web.'), models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('since')), _connector='OR'), name='mission_condition_ends_after_it_begins', violation_error_message='Le dernier jour vient avant le premier.'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), ('withdrawn_because', ''), ('withdrawn_by__isnull', True)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False), models.Q(('withdrawn_because', ''), _negated=True)), _connector='OR'), name='mission_condition_withdrawn_whole', violation_error_message='Un retrait a un auteur, un jour et un motif.')],
                },
            ), migrations.CreateModel(
                name='Offer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('track', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='offers', to='curricula.track')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='track_offers', to='people.organisation')),
                    ('prerequisites', models.TextField(blank=True, verbose_name='prérequis')),
                    ('delay', models.TextField(blank=True, verbose_name='délai d’accès')),
                    ('price', models.TextField(blank=True, verbose_name='tarif')),
                    ('contact', models.TextField(blank=True, verbose_name='contact')),
                    ('accessibility', models.TextField(blank=True, verbose_name='accessibilité aux personnes handicapées')),
                    ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                    ('changed_at', models.DateTimeField(verbose_name='renseignée le')),
                ],
                options={
                    'verbose_name': 'offre de formation',
                    'ordering': ['organisation__name', 'pk'],
                    'constraints': [models.UniqueConstraint(fields=('track', 'organisation'), name='offer_once_a_track', violation_error_message='Cet organisme a déjà renseigné ce parcours.')],
                },
            ), migrations.CreateModel(
                name='ReferenceImport',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.membership')),
                    ('form_key', models.CharField(max_length=40, unique=True, verbose_name='jeton du formulaire')),
                    ('kind', models.CharField(max_length=40, verbose_name='genre')),
                    ('file_name', models.CharField(max_length=200, verbose_name='fichier')),
                    ('content', models.BinaryField(default=bytes, verbose_name='contenu')),
                    ('state', models.CharField(choices=[('reading', 'en lecture'), ('shown', 'en aperçu'), ('writing', 'en cours d’enregistrement'), ('written', 'enregistré'), ('unreadable', 'illisible'), ('abandoned', 'abandonné')], default='reading', max_length=10, verbose_name='état')),
                    ('attempt', models.PositiveIntegerField(default=1, verbose_name='travaux')),
                    ('step', models.PositiveSmallIntegerField(default=0, verbose_name='étapes faites')),
                    ('reason', models.TextField(blank=True, verbose_name='motif')),
                    ('about', models.CharField(blank=True, max_length=400, verbose_name='titre et version')),
                    ('counts', models.JSONField(blank=True, default=dict, verbose_name='lignes par devenir')),
                    ('base', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='curricula.qualification')),
                    ('replaces', models.BooleanField(default=False, verbose_name='remplace un brouillon')),
                    ('seen', models.CharField(blank=True, max_length=60, verbose_name='comparé à')),
                    ('created_at', models.DateTimeField(verbose_name='déposé le')),
                    ('committed_at', models.DateTimeField(blank=True, null=True, verbose_name='enregistré le')),
                    ('draft', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='imports', to='curricula.qualification')),
                ],
                options={
                    'verbose_name': 'import d’un référentiel',
                    'ordering': ['-pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['reading', 'shown', 'writing', 'written', 'unreadable', 'abandoned'])), name='reference_import_state_known', violation_error_message='État inconnu.')],
                },
            ), migrations.CreateModel(
                name='SearchEntry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('definition', 'définition'), ('lesson', 'leçon'), ('mission', 'mission')], max_length=10, verbose_name='genre')),
                    ('key', models.CharField(max_length=60, unique=True, verbose_name='clé')),
                    ('lesson', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='search_entries', to='curricula.lessonpage')),
                    ('mission', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='search_entries', to='curricula.mission')),
                    ('title', models.TextField(verbose_name='titre')),
                    ('text', models.TextField(blank=True, verbose_name='texte')),
                    ('source', models.TextField(blank=True, verbose_name='source')),
                    ('title_stems', models.TextField(verbose_name='radicaux du titre')),
                    ('stems', models.TextField(verbose_name='radicaux du titre et du texte')),
                ],
                options={
                    'verbose_name': 'entrée de la recherche',
                    'ordering': ['pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('lesson__isnull', False), ('mission__isnull', True)), models.Q(('lesson__isnull', True), ('mission__isnull', False)), _connector='OR'), name='search_entry_one_source', violation_error_message='Une entrée vient d’une leçon ou d’une mission.')],
                },
            ), migrations.CreateModel(
                name='TrackVersion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('track', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='curricula.track')),
                    ('number', models.PositiveSmallIntegerField(verbose_name='numéro')),
                    ('qualification', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='track_versions', to='curricula.qualification')),
                    ('minutes', models.PositiveIntegerField(verbose_name='durée en minutes')),
                    ('note', models.TextField(blank=True, verbose_name='note')),
                    ('source', models.TextField(blank=True, verbose_name='source')),
                    ('state', models.CharField(choices=[('draft', 'brouillon'), ('published', 'publiée'), ('retired', 'retirée')], default='draft', max_length=10, verbose_name='état')),
                    ('revision', models.PositiveIntegerField(default=0, verbose_name='révision')),
                    ('work_analysis', models.TextField(blank=True, verbose_name='analyse du travail')),
                    ('work_tutor', models.TextField(blank=True, verbose_name='formateur-tuteur désigné')),
                    ('work_reflection', models.TextField(blank=True, verbose_name='phases réflexives')),
                    ('work_evaluation', models.TextField(blank=True, verbose_name='évaluations de la situation de travail')),
                ],
                options={
                    'verbose_name': 'version de parcours',
                    'ordering': ['track__code', 'number'],
                    'constraints': [models.UniqueConstraint(fields=('track', 'number'), name='track_version_once', violation_error_message='Cette version du parcours existe déjà.'), models.CheckConstraint(condition=models.Q(('minutes__gt', 0)), name='track_version_minutes_positive', violation_error_message='La durée doit être positive.')],
                },
            ), migrations.CreateModel(
                name='CategoryCap',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('track_version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='caps', to='curricula.trackversion')),
                    ('category', models.CharField(choices=[('in_person', 'présentiel'), ('virtual', 'classe virtuelle'), ('distance', 'à distance'), ('work', 'en situation de travail'), ('evaluation', 'évaluation'), ('support', 'livret et accompagnement')], max_length=10, verbose_name='catégorie')),
                    ('minutes', models.PositiveIntegerField(verbose_name='plafond en minutes')),
                ],
                options={
                    'verbose_name': 'plafond d’une catégorie',
                    'ordering': ['pk'],
                    'constraints': [models.UniqueConstraint(fields=('track_version', 'category'), name='category_cap_once', violation_error_message='Cette catégorie a déjà un plafond.')],
                },
            ), migrations.CreateModel(
                name='Competency',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('identifier', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='identifiant')),
                    ('block', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='competencies', to='curricula.block')),
                    ('code', models.CharField(max_length=60, verbose_name='code')),
                    ('text', models.TextField(verbose_name='énoncé')),
                    ('origin', models.CharField(blank=True, max_length=300, verbose_name='origine')),
                    ('source', models.CharField(blank=True, max_length=500, verbose_name='source')),
                    ('note', models.TextField(blank=True, verbose_name='note')),
                    ('order', models.PositiveSmallIntegerField(verbose_name='rang')),
                    ('missions', models.ManyToManyField(blank=True, related_name='competencies', to='curricula.mission', verbose_name='missions')),
                ],
                options={
                    'verbose_name': 'compétence',
                    'ordering': ['block__order', 'order'],
                    'constraints': [models.UniqueConstraint(fields=('block', 'code'), name='competency_code_once', violation_error_message='Ce code de compétence existe déjà.')],
                },
            ), migrations.CreateModel(
                name='ImportLine',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('waiting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='curricula.referenceimport')),
                    ('rank', models.PositiveIntegerField(verbose_name='rang')),
                    ('place', models.TextField(blank=True, verbose_name='place dans le fichier')),
                    ('name', models.TextField(blank=True, verbose_name='nom')),
                    ('verdict', models.CharField(max_length=40, verbose_name='devenir')),
                    ('text', models.TextField(blank=True, verbose_name='début du texte')),
                    ('reasons', models.JSONField(blank=True, default=list, verbose_name='refusée parce que')),
                    ('remarks', models.JSONField(blank=True, default=list, verbose_name='remarques')),
                    ('fields', models.TextField(blank=True, verbose_name='ce qui change')),
                ],
                options={
                    'verbose_name': 'ligne d’un aperçu',
                    'ordering': ['rank'],
                    'constraints': [models.UniqueConstraint(fields=('waiting', 'rank'), name='import_line_rank_once')],
                },
            ), migrations.CreateModel(
                name='Task',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('identifier', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='identifiant')),
                    ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tasks', to='curricula.activity')),
                    ('code', models.CharField(max_length=60, verbose_name='code')),
                    ('level', models.CharField(blank=True, max_length=60, verbose_name='niveau')),
                    ('text', models.TextField(verbose_name='énoncé')),
                    ('optional', models.BooleanField(default=False, verbose_name='facultative')),
                    ('source', models.CharField(blank=True, max_length=500, verbose_name='source')),
                    ('order', models.PositiveSmallIntegerField(verbose_name='rang')),
                ],
                options={
                    'verbose_name': 'tâche',
                    'ordering': ['activity__order', 'order'],
                    'constraints': [models.UniqueConstraint(fields=('activity', 'code'), name='task_code_once')],
                },
            ), migrations.CreateModel(
                name='AcceptedAbsence',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('track_version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='absences', to='curricula.trackversion')),
                    ('competency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='curricula.competency')),
                    ('reason', models.TextField(verbose_name='motif')),
                    ('accepted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.membership')),
                    ('accepted_at', models.DateTimeField(verbose_name='acceptée le')),
                ],
                options={
                    'verbose_name': 'absence acceptée',
                    'ordering': ['pk'],
                    'constraints': [models.UniqueConstraint(fields=('track_version', 'competency'), name='absence_once', violation_error_message='Cette absence est déjà acceptée.')],
                },
            ), migrations.CreateModel(
                name='Criterion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('identifier', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='identifiant')),
                    ('competency', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='own_criteria', to='curricula.competency')),
                    ('code', models.CharField(max_length=60, verbose_name='code')),
                    ('text', models.TextField(verbose_name='énoncé')),
                    ('source', models.CharField(blank=True, max_length=500, verbose_name='source')),
                    ('order', models.PositiveSmallIntegerField(verbose_name='rang')),
                ],
                options={
                    'verbose_name': 'critère d’une compétence',
                    'ordering': ['order'],
                    'constraints': [models.UniqueConstraint(fields=('competency', 'code'), name='competency_criterion_code_once', violation_error_message='Ce code de critère existe déjà.')],
                },
            ), migrations.CreateModel(
                name='Module',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('track_version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='modules', to='curricula.trackversion')),
                    ('code', models.CharField(max_length=20, verbose_name='code')),
                    ('title', models.CharField(max_length=200, verbose_name='titre')),
                    ('summary', models.TextField(blank=True, verbose_name='résumé')),
                    ('domain', models.CharField(blank=True, choices=[('administratif', 'administratif'), ('consultation', 'aide à la consultation'), ('coordination', 'organisation et coordination')], max_length=20, verbose_name='domaine')),
                    ('minutes', models.PositiveIntegerField(verbose_name='durée en minutes')),
                    ('order', models.PositiveSmallIntegerField(verbose_name='rang')),
                    ('spacing_days', models.PositiveSmallIntegerField(default=0, verbose_name='jours entre deux séances')),
                    ('refresh_weeks', models.PositiveSmallIntegerField(default=0, verbose_name='rappel après, en semaines')),
                    ('competencies', models.ManyToManyField(related_name='modules', to='curricula.competency', verbose_name='compétences visées')),
                ],
                options={
                    'verbose_name': 'module',
                    'ordering': ['order'],
                    'constraints': [models.UniqueConstraint(fields=('track_version', 'code'), name='module_code_once', violation_error_message='Ce code de module existe déjà.')],
                },
            ), migrations.CreateModel(
                name='Question',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('lesson', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='curricula.lessonpage', verbose_name='leçon')),
                    ('code', models.CharField(max_length=20, unique=True, verbose_name='code')),
                    ('kind', models.CharField(choices=[('single', 'choix unique'), ('multiple', 'choix multiple'), ('true_false', 'vrai ou faux'), ('matching', 'association'), ('short', 'réponse courte'), ('numeric', 'nombre'), ('open', 'réponse libre')], default='single', max_length=10, verbose_name='genre')),
                    ('text', models.TextField(verbose_name='question')),
                    ('tolerance', models.DecimalField(decimal_places=6, default=Decimal('0'), max_digits=15, verbose_name='tolérance')),
                    ('unit', models.CharField(blank=True, max_length=20, verbose_name='unité')),
                    ('feedback', models.TextField(blank=True, help_text='Pour une réponse libre, la réponse modèle.', verbose_name='retour général')),
                    ('source', models.CharField(max_length=300, verbose_name='source')),
                    ('certainty', models.CharField(choices=[('A', 'A'), ('B', 'B')], max_length=1, verbose_name='certitude')),
                    ('difficulty', models.PositiveSmallIntegerField(blank=True, choices=[(1, '1, facile'), (2, '2, moyenne'), (3, '3, difficile')], null=True, verbose_name='difficulté')),
                    ('competency', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='questions', to='curricula.competency', verbose_name='compétence')),
                    ('order', models.PositiveSmallIntegerField(verbose_name='rang')),
                    ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                    ('changed_on_site', models.BooleanField(default=False, help_text='Les fichiers de contenu ne la changent plus.', verbose_name='écrite ou modifiée sur le site')),
                ],
                options={
                    'verbose_name': 'question',
                    'ordering': ['order'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('certainty__in', ['A', 'B'])), name='question_rests_on_sure_fact', violation_error_message='Une question notée repose sur un fait sûr (A ou B).'), models.CheckConstraint(condition=models.Q(('kind__in', ['single', 'multiple', 'true_false', 'matching', 'short', 'numeric', 'open'])), name='question_kind_known', violation_error_message='Ce genre de question n’existe pas.'), models.CheckConstraint(condition=models.Q(('difficulty__in', [1, 2, 3]), ('difficulty__isnull', True), _connector='OR'), name='question_difficulty_from_1_to_3', violation_error_message='La difficulté va de 1 à 3.'), models.CheckConstraint(condition=models.Q(('tolerance__gte', 0)), name='question_tolerance_not_negative', violation_error_message='La tolérance est un nombre positif.')],
                },
            ), migrations.CreateModel(
                name='RubricCriterion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('rubric', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='criteria', to='curricula.rubric')),
                    ('code', models.CharField(max_length=20, verbose_name='code')),
                    ('title', models.CharField(max_length=300, verbose_name='critère')),
                    ('levels', models.JSONField(verbose_name='niveaux décrits, de 0 à 3')),
                    ('order', models.PositiveSmallIntegerField(verbose_name='rang')),
                    ('competencies', models.ManyToManyField(blank=True, related_name='criteria', to='curricula.competency', verbose_name='compétences')),
                ],
                options={
                    'verbose_name': 'critère',
                    'ordering': ['order'],
                    'constraints': [models.UniqueConstraint(fields=('rubric', 'code'), name='criterion_code_once')],
                },
            ), migrations.CreateModel(
                name='TaskLink',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('identifier', models.UUIDField(editable=False, unique=True, verbose_name='identifiant')),
                    ('task', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='curricula.task')),
                    ('competency', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='task_links', to='curricula.competency')),
                    ('source', models.CharField(blank=True, max_length=500, verbose_name='source')),
                    ('order', models.PositiveSmallIntegerField(verbose_name='rang')),
                ],
                options={
                    'verbose_name': 'lien entre une tâche et une compétence',
                    'ordering': ['order'],
                    'constraints': [models.UniqueConstraint(fields=('task', 'competency'), name='task_link_once', violation_error_message='Cette tâche est déjà reliée à cette compétence.')],
                },
            ), migrations.CreateModel(
                name='Assignment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('module', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='assignment', to='curricula.module', verbose_name='module')),
                    ('rubric', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='curricula.rubric')),
                    ('title', models.CharField(max_length=200, verbose_name='titre')),
                    ('prompt', models.TextField(verbose_name='consigne')),
                    ('min_words', models.PositiveSmallIntegerField(verbose_name='mots, au moins')),
                    ('max_words', models.PositiveSmallIntegerField(verbose_name='mots, au plus')),
                ],
                options={
                    'verbose_name': 'écrit de synthèse',
                    'constraints': [models.CheckConstraint(condition=models.Q(('max_words__gt', models.F('min_words'))), name='assignment_words_in_order', violation_error_message='Le maximum de mots doit dépasser le minimum.')],
                },
            ), migrations.CreateModel(
                name='Choice',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='choices', to='curricula.question')),
                    ('text', models.TextField(blank=True, verbose_name='réponse')),
                    ('correct', models.BooleanField(default=False, verbose_name='juste')),
                    ('feedback', models.TextField(blank=True, verbose_name='retour')),
                    ('match', models.TextField(blank=True, verbose_name='à associer avec')),
                    ('order', models.PositiveSmallIntegerField(verbose_name='rang')),
                ],
                options={
                    'verbose_name': 'réponse',
                    'ordering': ['order'],
                },
            ), migrations.CreateModel(
                name='ModuleBudget',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('module', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='budgets', to='curricula.module')),
                    ('category', models.CharField(choices=[('in_person', 'présentiel'), ('virtual', 'classe virtuelle'), ('distance', 'à distance'), ('work', 'en situation de travail'), ('evaluation', 'évaluation'), ('support', 'livret et accompagnement')], max_length=10, verbose_name='catégorie')),
                    ('minutes', models.PositiveIntegerField(verbose_name='minutes')),
                ],
                options={
                    'verbose_name': 'heures d’un module par catégorie',
                    'ordering': ['pk'],
                    'constraints': [models.UniqueConstraint(fields=('module', 'category'), name='module_budget_once', violation_error_message='Cette catégorie est déjà dans le module.'), models.CheckConstraint(condition=models.Q(('minutes__gt', 0)), name='module_budget_minutes_positive', violation_error_message='Une durée est d’au moins une minute.')],
                },
            ), migrations.CreateModel(
                name='ModuleLesson',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('module', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='module_lessons', to='curricula.module')),
                    ('lesson', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='module_lessons', to='curricula.lessonpage')),
                    ('order', models.PositiveSmallIntegerField(verbose_name='rang')),
                ],
                options={
                    'verbose_name': 'leçon d’un module',
                    'ordering': ['order'],
                    'constraints': [models.UniqueConstraint(fields=('module', 'lesson'), name='module_lesson_once')],
                },
            ), migrations.CreateModel(
                name='Prerequisite',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('module', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='prerequisites', to='curricula.module')),
                    ('required', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='opens', to='curricula.module')),
                    ('mastery', models.CharField(choices=[('advised', 'conseillé avant'), ('quiz', 'quiz réussi'), ('all', 'quiz et écrit réussis')], max_length=10, verbose_name='exigence')),
                ],
                options={
                    'verbose_name': 'prérequis',
                    'ordering': ['pk'],
                    'constraints': [models.UniqueConstraint(fields=('module', 'required'), name='prerequisite_once', violation_error_message='Ce prérequis est déjà noté.'), models.CheckConstraint(condition=models.Q(('module', models.F('required')), _negated=True), name='prerequisite_is_another_module', violation_error_message='Un module ne se demande pas lui-même.')],
                },
            )],
        ),
        migrations.AddField(
            model_name='Module',
            name='lessons',
            field=models.ManyToManyField(related_name='modules', through='curricula.ModuleLesson', to='curricula.lessonpage'),
        ),
    ]
