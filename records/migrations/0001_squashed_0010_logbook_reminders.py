import django.db.models.deletion
import records.models.document
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('records', '0001_initial'), ('records', '0002_kept_files'), ('records', '0003_document_kinds'), ('records', '0004_attendance_sheet'), ('records', '0005_reminders'), ('records', '0006_training_agreement'), ('records', '0007_invitation_account'), ('records', '0008_patient_data'), ('records', '0009_reminder_of_a_paper'), ('records', '0010_logbook_reminders')]

    initial = True

    dependencies = [
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=13, unique=True, verbose_name='code')),
                ('kind', models.CharField(choices=[('module_attestation', 'attestation de module'), ('certificate', 'certificat de réalisation'), ('hours_statement', 'relevé d’heures'), ('attendance_sheet', 'feuille d’émargement'), ('training_agreement', 'convention de formation')], max_length=30, verbose_name='nature')),
                ('source_key', models.CharField(max_length=160, verbose_name='origine')),
                ('title', models.CharField(max_length=200, verbose_name='titre')),
                ('holder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to=settings.AUTH_USER_MODEL)),
                ('issuer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('issued_at', models.DateTimeField(verbose_name='délivrée le')),
                ('content', models.JSONField(verbose_name='contenu figé')),
                ('pdf', models.FileField(max_length=200, storage=records.models.document.private_storage, upload_to='documents/', verbose_name='fichier')),
                ('sha256', models.CharField(max_length=64, verbose_name='empreinte')),
                ('renderer', models.CharField(max_length=40, verbose_name='version du rendu')),
                ('state', models.CharField(choices=[('in_force', 'en vigueur'), ('revoked', 'révoquée')], default='in_force', max_length=10, verbose_name='état')),
                ('shared_with', models.ManyToManyField(blank=True, related_name='+', to='people.organisation')),
            ],
            options={
                'verbose_name': 'document',
                'ordering': ['-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'in_force')), fields=('kind', 'source_key'), name='document_in_force_once', violation_error_message='Ce document est déjà délivré.'), models.CheckConstraint(condition=models.Q(('state__in', ['in_force', 'revoked'])), name='document_state_known', violation_error_message='État inconnu.')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, verbose_name='adresse électronique')),
                ('first_name', models.CharField(max_length=150, verbose_name='prénom')),
                ('last_name', models.CharField(max_length=150, verbose_name='nom')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('role', models.CharField(choices=[('learner', 'assistant'), ('trainer', 'formateur'), ('companion', 'accompagnateur'), ('lead', 'responsable pédagogique'), ('employer', 'employeur'), ('funder', 'financeur'), ('juror', 'juré'), ('admin', 'administrateur')], max_length=20, verbose_name='rôle')),
                ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.membership')),
                ('invited_at', models.DateTimeField(verbose_name='envoyée le')),
                ('expires_at', models.DateTimeField(verbose_name='expire le')),
                ('accepted_at', models.DateTimeField(blank=True, null=True, verbose_name='acceptée le')),
            ],
            options={
                'verbose_name': 'invitation',
                'ordering': ['-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('accepted_at__isnull', True)), fields=('email', 'organisation', 'role'), name='invitation_open_once', violation_error_message='Cette personne est déjà invitée.'), models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('invited_at'))), name='invitation_expires_later', violation_error_message='L’invitation expire avant d’être envoyée.')],
            },
        ),
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('task', models.CharField(max_length=80, verbose_name='tâche')),
                ('key', models.CharField(max_length=160, unique=True, verbose_name='clé')),
                ('payload', models.JSONField(blank=True, default=dict)),
                ('state', models.CharField(choices=[('waiting', 'en attente'), ('running', 'en cours'), ('done', 'fait'), ('failed', 'en échec')], default='waiting', max_length=10, verbose_name='état')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='essais')),
                ('error', models.TextField(blank=True, verbose_name='erreur')),
                ('created_at', models.DateTimeField(verbose_name='créé le')),
                ('touched_at', models.DateTimeField(verbose_name='changé le')),
            ],
            options={
                'verbose_name': 'travail',
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['state', 'touched_at'], name='records_job_state_cc8987_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'running', 'done', 'failed'])), name='job_state_known', violation_error_message='État inconnu.')],
            },
        ),
        migrations.CreateModel(
            name='KeptFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='clé')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('about', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('kind', models.CharField(max_length=4, verbose_name='genre')),
                ('file', models.FileField(max_length=200, storage=records.models.document.private_storage, upload_to='pieces/', verbose_name='fichier')),
                ('size', models.PositiveIntegerField(verbose_name='octets')),
                ('sha256', models.CharField(max_length=64, verbose_name='empreinte')),
                ('handed_in_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.membership')),
                ('handed_in_at', models.DateTimeField(verbose_name='déposé le')),
            ],
            options={
                'verbose_name': 'pièce',
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['pdf', 'jpg', 'png'])), name='kept_file_kind_known', violation_error_message='Une pièce est un PDF ou une image.'), models.CheckConstraint(condition=models.Q(('size__gt', 0)), name='kept_file_not_empty', violation_error_message='Une pièce n’est pas vide.')],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=160, unique=True, verbose_name='clé')),
                ('to', models.EmailField(max_length=254, verbose_name='à')),
                ('subject', models.CharField(max_length=200, verbose_name='objet')),
                ('body', models.TextField(blank=True, verbose_name='texte')),
                ('secret', models.BooleanField(default=False, verbose_name='texte secret')),
                ('created_at', models.DateTimeField(verbose_name='créé le')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='envoyé le')),
            ],
            options={
                'verbose_name': 'message',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='PatientDataConfirmation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source_key', models.CharField(max_length=160, verbose_name='à propos de')),
                ('kinds', models.JSONField(verbose_name='natures')),
                ('why', models.CharField(max_length=300, verbose_name='raison')),
                ('confirmed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.membership')),
                ('confirmed_at', models.DateTimeField(verbose_name='confirmé le')),
            ],
            options={
                'verbose_name': 'confirmation sans patient',
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['source_key'], name='records_pat_source__1a55b5_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('why', ''), _negated=True), name='patient_data_confirmation_why', violation_error_message='Une confirmation a une raison.')],
            },
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to=settings.AUTH_USER_MODEL)),
                ('kind', models.CharField(choices=[('session', 'une séance demain'), ('sheet', 'une présence ou une feuille à signer'), ('threshold', 'un palier d’heures, ou un retard sur le plan'), ('deadline', 'une échéance à 6, 3 et 1 mois, un certificat qui expire'), ('debt', 'des heures à rattraper'), ('paper', 'un justificatif d’absence à remettre ou à obtenir'), ('logbook', 'le livret de la semaine, les livrets en retard')], max_length=12, verbose_name='genre')),
                ('key', models.CharField(max_length=120, unique=True, verbose_name='clé')),
                ('subject', models.CharField(max_length=160, verbose_name='objet')),
                ('text', models.CharField(max_length=500, verbose_name='texte')),
                ('path', models.CharField(max_length=200, verbose_name='adresse')),
                ('channel', models.CharField(choices=[('mail', 'par courriel et sur le site'), ('site', 'sur le site seulement'), ('none', 'jamais')], max_length=6, verbose_name='moyen')),
                ('rhythm', models.CharField(choices=[('at_once', 'aussitôt'), ('daily', 'une fois par jour'), ('weekly', 'une fois par semaine, le lundi')], max_length=8, verbose_name='rythme')),
                ('made_at', models.DateTimeField(verbose_name='fait le')),
                ('told_at', models.DateTimeField(blank=True, null=True, verbose_name='envoyé le')),
                ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='lu le')),
            ],
            options={
                'verbose_name': 'rappel',
                'ordering': ['-pk'],
                'indexes': [models.Index(condition=models.Q(('channel', 'mail'), ('told_at', None)), fields=['user'], name='reminder_waiting')],
            },
        ),
        migrations.CreateModel(
            name='ReminderChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminder_choices', to=settings.AUTH_USER_MODEL)),
                ('kind', models.CharField(choices=[('session', 'une séance demain'), ('sheet', 'une présence ou une feuille à signer'), ('threshold', 'un palier d’heures, ou un retard sur le plan'), ('deadline', 'une échéance à 6, 3 et 1 mois, un certificat qui expire'), ('debt', 'des heures à rattraper'), ('paper', 'un justificatif d’absence à remettre ou à obtenir'), ('logbook', 'le livret de la semaine, les livrets en retard')], max_length=12, verbose_name='genre')),
                ('channel', models.CharField(choices=[('mail', 'par courriel et sur le site'), ('site', 'sur le site seulement'), ('none', 'jamais')], max_length=6, verbose_name='moyen')),
                ('rhythm', models.CharField(choices=[('at_once', 'aussitôt'), ('daily', 'une fois par jour'), ('weekly', 'une fois par semaine, le lundi')], max_length=8, verbose_name='rythme')),
            ],
            options={
                'verbose_name': 'choix de rappel',
                'constraints': [models.UniqueConstraint(fields=('user', 'kind'), name='reminder_choice_once_a_kind', violation_error_message='Ce genre de rappel est déjà réglé.'), models.CheckConstraint(condition=models.Q(('channel__in', ['mail', 'site', 'none']), ('kind__in', ['session', 'sheet', 'threshold', 'deadline', 'debt', 'paper', 'logbook']), ('rhythm__in', ['at_once', 'daily', 'weekly'])), name='reminder_choice_known', violation_error_message='Ce choix n’est pas connu.')],
            },
        ),
        migrations.CreateModel(
            name='DocumentEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='records.document')),
                ('state', models.CharField(choices=[('in_force', 'en vigueur'), ('revoked', 'révoquée')], max_length=10, verbose_name='état')),
                ('at', models.DateTimeField(verbose_name='le')),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.membership')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='raison')),
            ],
            options={
                'verbose_name': 'événement d’un document',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('document', 'state'), name='document_event_once', violation_error_message='C’est déjà fait.')],
            },
        ),
        migrations.CreateModel(
            name='DocumentLooks',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='looks', to='records.document')),
                ('day', models.DateField(verbose_name='jour')),
                ('count', models.PositiveIntegerField(default=0, verbose_name='consultations')),
            ],
            options={
                'verbose_name': 'consultations d’un document',
                'constraints': [models.UniqueConstraint(fields=('document', 'day'), name='looks_once_a_day')],
            },
        ),
        migrations.CreateModel(
            name='FileFact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='facts', to='records.keptfile')),
                ('act', models.CharField(choices=[('quarantined', 'mise en quarantaine'), ('cleared', 'confirmée sans patient'), ('purged', 'effacée')], max_length=12, verbose_name='acte')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='raison')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.membership')),
                ('at', models.DateTimeField(verbose_name='le')),
            ],
            options={
                'verbose_name': 'fait d’une pièce',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('file', 'act'), name='file_fact_once', violation_error_message='C’est déjà fait.'), models.CheckConstraint(condition=models.Q(('act__in', ['quarantined', 'cleared', 'purged'])), name='file_fact_known', violation_error_message='Acte inconnu.')],
            },
        ),
    ]
