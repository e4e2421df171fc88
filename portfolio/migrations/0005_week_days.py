import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0001_initial'),
        ('portfolio', '0004_entry_claims'),
        ('training', '0023_make_up_group'),
    ]

    operations = [
        migrations.CreateModel(
            name='WeekDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='jour')),
                ('kind', models.CharField(choices=[('worked', 'au cabinet'), ('training', 'en formation'), ('leave', 'congé'), ('holiday', 'jour férié'), ('absent', 'absent')], max_length=10, verbose_name='genre')),
                ('minutes', models.PositiveSmallIntegerField(default=0, verbose_name='minutes')),
            ],
            options={
                'verbose_name': 'jour d’une semaine du livret',
                'ordering': ['day', 'pk'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='logbookweek',
            name='week_minutes_fit',
        ),
        migrations.AddField(
            model_name='logbookweek',
            name='collective_minutes',
            field=models.PositiveIntegerField(default=0, verbose_name='minutes en groupe'),
        ),
        migrations.AddField(
            model_name='logbookweek',
            name='logbook_minutes',
            field=models.PositiveIntegerField(default=0, verbose_name='minutes pour le livret'),
        ),
        migrations.AddConstraint(
            model_name='logbookweek',
            constraint=models.CheckConstraint(condition=models.Q(('practice_minutes__lte', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.Value(10080), '-', models.F('logbook_minutes')), '-', models.F('collective_minutes')))), name='week_minutes_fit', violation_error_message='Une semaine n’a que 168 heures.'),
        ),
        migrations.AddField(
            model_name='weekday',
            name='practice',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation'),
        ),
        migrations.AddField(
            model_name='weekday',
            name='week',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='days', to='portfolio.logbookweek'),
        ),
        migrations.AddConstraint(
            model_name='weekday',
            constraint=models.UniqueConstraint(fields=('week', 'day', 'practice'), name='day_once_a_practice', violation_error_message='Ce jour est déjà noté.'),
        ),
        migrations.AddConstraint(
            model_name='weekday',
            constraint=models.UniqueConstraint(condition=models.Q(('practice', None)), fields=('week', 'day'), name='day_off_once', violation_error_message='Ce jour est déjà noté.'),
        ),
        migrations.AddConstraint(
            model_name='weekday',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'worked'), ('minutes__gte', 1), ('minutes__lte', 1440), ('practice__isnull', False)), models.Q(('kind__in', ['training', 'leave', 'holiday', 'absent']), ('minutes', 0), ('practice__isnull', True)), _connector='OR'), name='day_worked_or_off', violation_error_message='Un jour au cabinet a des heures, un autre n’en a pas.'),
        ),
    ]
