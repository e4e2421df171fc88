import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('curricula', '0020_carers_route'),
        ('people', '0001_initial'),
        ('portfolio', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='logbookentry',
            name='audience',
            field=models.CharField(choices=[('self', 'Moi seul'), ('support', 'Accompagnateur et responsable'), ('training', 'Toute la formation'), ('employer', 'La formation et mon employeur')], default='training', max_length=10, verbose_name='lue par'),
        ),
        migrations.AddField(
            model_name='logbookentry',
            name='autonomy',
            field=models.CharField(blank=True, choices=[('watched', 'j’ai observé'), ('helped', 'avec de l’aide'), ('alone', 'sans aide'), ('taught', 'j’ai montré à quelqu’un')], max_length=10, verbose_name='autonomie'),
        ),
        migrations.AddField(
            model_name='logbookentry',
            name='axis_job',
            field=models.BooleanField(default=False, verbose_name='touche l’emploi'),
        ),
        migrations.AddField(
            model_name='logbookentry',
            name='axis_organisation',
            field=models.BooleanField(default=False, verbose_name='touche l’organisation'),
        ),
        migrations.AddField(
            model_name='logbookentry',
            name='axis_person',
            field=models.BooleanField(default=False, verbose_name='touche la personne'),
        ),
        migrations.AddField(
            model_name='logbookentry',
            name='context',
            field=models.TextField(blank=True, verbose_name='le contexte'),
        ),
        migrations.AddField(
            model_name='logbookentry',
            name='feeling',
            field=models.TextField(blank=True, verbose_name='ce que j’ai ressenti'),
        ),
        migrations.AddField(
            model_name='logbookentry',
            name='learnt',
            field=models.TextField(blank=True, verbose_name='ce que j’ai appris'),
        ),
        migrations.AddField(
            model_name='logbookentry',
            name='missions',
            field=models.ManyToManyField(blank=True, related_name='+', to='curricula.mission', verbose_name='missions'),
        ),
        migrations.AddField(
            model_name='logbookentry',
            name='moment',
            field=models.CharField(blank=True, choices=[('avant', 'avant la consultation'), ('pendant', 'pendant la consultation'), ('apres', 'après la consultation')], max_length=10, verbose_name='moment'),
        ),
        migrations.AddField(
            model_name='logbookentry',
            name='practice',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation'),
        ),
        migrations.AddField(
            model_name='logbookentry',
            name='result',
            field=models.TextField(blank=True, verbose_name='le résultat'),
        ),
        migrations.AlterField(
            model_name='logbookentry',
            name='kind',
            field=models.CharField(choices=[('practice', 'Pratique'), ('obstacle', 'Situation d’empêchement'), ('event', 'Événement'), ('good_practice', 'Bonne pratique'), ('question', 'Question')], max_length=15, verbose_name='genre'),
        ),
        migrations.CreateModel(
            name='EntryClaim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.PositiveSmallIntegerField(blank=True, choices=[(1, 'en cours'), (2, 'acquis'), (3, 'exemplaire')], null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(3)], verbose_name='niveau')),
                ('competency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='curricula.competency')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='claims', to='portfolio.logbookentry')),
            ],
            options={
                'verbose_name': 'compétence d’une situation',
                'ordering': ['pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='logbookentry',
            constraint=models.CheckConstraint(condition=models.Q(('audience__in', ['self', 'support', 'training', 'employer'])), name='entry_audience_known', violation_error_message='Ces lecteurs ne sont pas connus.'),
        ),
        migrations.AddConstraint(
            model_name='logbookentry',
            constraint=models.CheckConstraint(condition=models.Q(('autonomy__in', ['', 'watched', 'helped', 'alone', 'taught'])), name='entry_autonomy_known', violation_error_message='Cette autonomie n’est pas connue.'),
        ),
        migrations.AddConstraint(
            model_name='logbookentry',
            constraint=models.CheckConstraint(condition=models.Q(('moment__in', ['', 'avant', 'pendant', 'apres'])), name='entry_moment_known', violation_error_message='Ce moment n’est pas connu.'),
        ),
        migrations.AddConstraint(
            model_name='entryclaim',
            constraint=models.UniqueConstraint(fields=('entry', 'competency'), name='claim_once_an_entry', violation_error_message='Cette compétence est déjà cochée.'),
        ),
        migrations.AddConstraint(
            model_name='entryclaim',
            constraint=models.CheckConstraint(condition=models.Q(('level', None), ('level__in', [1, 2, 3]), _connector='OR'), name='claim_level_known', violation_error_message='Ce niveau n’est pas connu.'),
        ),
    ]
