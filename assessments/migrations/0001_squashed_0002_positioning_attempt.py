import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('assessments', '0001_initial'), ('assessments', '0002_positioning_attempt')]

    initial = True

    dependencies = [
        ('curricula', '0001_squashed_0021_mission_conditions'),
        ('people', '0001_initial'),
        ('training', '0001_squashed_0029_activity_media'),
    ]

    operations = [
        migrations.CreateModel(
            name='PositioningAttempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='positioning_attempts', to='training.enrolment')),
                ('module', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='curricula.module')),
                ('form_key', models.CharField(max_length=40, unique=True, verbose_name='jeton du formulaire')),
                ('asked', models.JSONField(verbose_name='questions telles que posées')),
                ('answers', models.JSONField(verbose_name='réponses données')),
                ('points', models.PositiveSmallIntegerField(verbose_name='points')),
                ('out_of', models.PositiveSmallIntegerField(verbose_name='sur')),
                ('submitted_at', models.DateTimeField(verbose_name='fait le')),
            ],
            options={
                'verbose_name': 'essai de positionnement',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('enrolment', 'module'), name='positioning_attempt_once_a_module', violation_error_message='Le quiz de positionnement de ce module est déjà fait.'), models.CheckConstraint(condition=models.Q(('points__lte', models.F('out_of'))), name='positioning_points_within_total', violation_error_message='Plus de points que de questions.')],
            },
        ),
        migrations.CreateModel(
            name='QuizAttempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='quiz_attempts', to='training.enrolment')),
                ('module', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='curricula.module')),
                ('form_key', models.CharField(max_length=40, unique=True, verbose_name='jeton du formulaire')),
                ('asked', models.JSONField(verbose_name='questions telles que posées')),
                ('answers', models.JSONField(verbose_name='réponses données')),
                ('points', models.PositiveSmallIntegerField(verbose_name='points')),
                ('out_of', models.PositiveSmallIntegerField(verbose_name='sur')),
                ('passed', models.BooleanField(verbose_name='réussi')),
                ('submitted_at', models.DateTimeField(verbose_name='fait le')),
            ],
            options={
                'verbose_name': 'essai de quiz',
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('points__lte', models.F('out_of'))), name='quiz_points_within_total', violation_error_message='Plus de points que de questions.')],
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='training.enrolment')),
                ('assignment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='curricula.assignment')),
                ('attempt', models.PositiveSmallIntegerField(default=1, verbose_name='dépôt')),
                ('text', models.TextField(blank=True, verbose_name='texte')),
                ('state', models.CharField(choices=[('draft', 'brouillon'), ('submitted', 'remis'), ('graded', 'corrigé')], default='draft', max_length=10, verbose_name='état')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                ('saved_at', models.DateTimeField(verbose_name='enregistré le')),
                ('submitted_at', models.DateTimeField(blank=True, null=True, verbose_name='remis le')),
            ],
            options={
                'verbose_name': 'écrit remis',
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['state', 'submitted_at'], name='submission_queue')],
                'constraints': [models.UniqueConstraint(fields=('enrolment', 'assignment', 'attempt'), name='submission_attempt_once', violation_error_message='Ce dépôt existe déjà.'), models.UniqueConstraint(condition=models.Q(('state', 'graded'), _negated=True), fields=('enrolment', 'assignment'), name='submission_one_open', violation_error_message='Un dépôt est déjà ouvert pour cet écrit.'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'submitted', 'graded'])), name='submission_state_known', violation_error_message='État inconnu.'), models.CheckConstraint(condition=models.Q(('state', 'draft'), ('submitted_at__isnull', False), _connector='OR'), name='submission_handed_in_has_date', violation_error_message='Un écrit remis porte sa date.')],
            },
        ),
        migrations.CreateModel(
            name='GradeChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grades', to='assessments.submission')),
                ('scores', models.JSONField(verbose_name='niveaux par critère')),
                ('points', models.PositiveSmallIntegerField(verbose_name='points')),
                ('out_of', models.PositiveSmallIntegerField(verbose_name='sur')),
                ('passed', models.BooleanField(verbose_name='réussi')),
                ('comment', models.TextField(blank=True, verbose_name='commentaire')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='raison du changement')),
                ('graded_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.membership')),
                ('graded_at', models.DateTimeField(verbose_name='corrigé le')),
                ('form_key', models.CharField(max_length=40, unique=True, verbose_name='jeton du formulaire')),
            ],
            options={
                'verbose_name': 'note',
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['graded_by', 'graded_at'], name='grades_of_a_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(('points__lte', models.F('out_of'))), name='grade_points_within_total', violation_error_message='Plus de points que le maximum.')],
            },
        ),
    ]
