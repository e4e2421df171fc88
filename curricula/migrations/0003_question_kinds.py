import django.db.models.deletion
from decimal import Decimal
from django.db import migrations, models


def kind_from_multiple(apps, schema_editor):
    questions = apps.get_model('curricula', 'Question').objects.using(schema_editor.connection.alias)
    questions.filter(multiple=True).update(kind='multiple')
    questions.filter(multiple=False).update(kind='single')


def multiple_from_kind(apps, schema_editor):
    questions = apps.get_model('curricula', 'Question').objects.using(schema_editor.connection.alias)
    questions.filter(kind='multiple').update(multiple=True)


class Migration(migrations.Migration):

    dependencies = [
        ('curricula', '0002_reference_versions'),
    ]

    operations = [
        migrations.AddField(
            model_name='choice',
            name='match',
            field=models.TextField(blank=True, verbose_name='à associer avec'),
        ),
        migrations.AddField(
            model_name='question',
            name='competency',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='questions', to='curricula.competency', verbose_name='compétence'),
        ),
        migrations.AddField(
            model_name='question',
            name='difficulty',
            field=models.PositiveSmallIntegerField(blank=True, choices=[(1, '1, facile'), (2, '2, moyenne'), (3, '3, difficile')], null=True, verbose_name='difficulté'),
        ),
        migrations.AddField(
            model_name='question',
            name='feedback',
            field=models.TextField(blank=True, help_text='Pour une réponse libre, la réponse modèle.', verbose_name='retour général'),
        ),
        migrations.AddField(
            model_name='question',
            name='kind',
            field=models.CharField(choices=[('single', 'choix unique'), ('multiple', 'choix multiple'), ('true_false', 'vrai ou faux'), ('matching', 'association'), ('short', 'réponse courte'), ('numeric', 'nombre'), ('open', 'réponse libre')], default='single', max_length=10, verbose_name='genre'),
        ),
        migrations.AddField(
            model_name='question',
            name='tolerance',
            field=models.DecimalField(decimal_places=6, default=Decimal('0'), max_digits=15, verbose_name='tolérance'),
        ),
        migrations.AddField(
            model_name='question',
            name='unit',
            field=models.CharField(blank=True, max_length=20, verbose_name='unité'),
        ),
        migrations.AlterField(
            model_name='choice',
            name='feedback',
            field=models.TextField(blank=True, verbose_name='retour'),
        ),
        migrations.AlterField(
            model_name='choice',
            name='text',
            field=models.TextField(blank=True, verbose_name='réponse'),
        ),
        migrations.RunPython(kind_from_multiple, multiple_from_kind),
        migrations.RemoveField(
            model_name='question',
            name='multiple',
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['single', 'multiple', 'true_false', 'matching', 'short', 'numeric', 'open'])), name='question_kind_known', violation_error_message='Ce genre de question n’existe pas.'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(('difficulty__in', [1, 2, 3]), ('difficulty__isnull', True), _connector='OR'), name='question_difficulty_from_1_to_3', violation_error_message='La difficulté va de 1 à 3.'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(('tolerance__gte', 0)), name='question_tolerance_not_negative', violation_error_message='La tolérance est un nombre positif.'),
        ),
    ]
