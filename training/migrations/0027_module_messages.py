"""Messages of the contact to a cohort; and each practice of a post accepts for itself."""

import django.db.models.deletion
from django.db import migrations, models


def of_whom_it_was(apps, schema_editor):
    """Until now the main practice alone accepted, by somebody who acted for it."""
    rows = apps.get_model("training", "CommitmentAcceptance").objects.filter(side="practice")
    for row in rows.select_related("accepted_by"):
        row.practice_id = row.accepted_by.organisation_id
        row.save(update_fields=["practice"])
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    dependencies = [
        ("curricula", "0021_mission_conditions"),
        ("people", "0001_initial"),
        ("training", "0026_adaptation_taken_back"),
    ]

    operations = [
        migrations.CreateModel(
            name="ModuleMessage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=2000, verbose_name="texte")),
                ("form_key", models.CharField(max_length=40, verbose_name="jeton du formulaire")),
                ("written_at", models.DateTimeField(verbose_name="écrit le")),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="module_messages",
                        to="training.cohort",
                    ),
                ),
                (
                    "module",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="curricula.module",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.membership",
                    ),
                ),
            ],
            options={
                "verbose_name": "message à une promotion",
                "ordering": ["written_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("form_key", "module"),
                        name="module_message_once_a_form",
                        violation_error_message="Ce message est déjà écrit dans ce module.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="module_message_has_a_text",
                        violation_error_message="Un message a un texte.",
                    ),
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name="commitmentacceptance",
            name="commitments_accepted_once_a_side",
        ),
        migrations.AddField(
            model_name="commitmentacceptance",
            name="practice",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.organisation",
            ),
        ),
        # No way back: once two practices of a post have accepted, one acceptance a side would have
        # to lose one of them, and facts are not erased. Django says so before it changes anything.
        migrations.RunPython(of_whom_it_was),
        migrations.AddConstraint(
            model_name="commitmentacceptance",
            constraint=models.UniqueConstraint(
                condition=models.Q(("practice", None)),
                fields=("enrolment", "commitments", "side"),
                name="commitments_accepted_once_a_side",
                violation_error_message="Cette partie a déjà accepté cette version.",
            ),
        ),
        migrations.AddConstraint(
            model_name="commitmentacceptance",
            constraint=models.UniqueConstraint(
                fields=("enrolment", "commitments", "practice"),
                name="commitments_accepted_once_a_practice",
                violation_error_message="Ce cabinet a déjà accepté cette version.",
            ),
        ),
        migrations.AddConstraint(
            model_name="commitmentacceptance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("practice__isnull", False), ("side", "practice")),
                    models.Q(models.Q(("side", "practice"), _negated=True), ("practice", None)),
                    _connector="OR",
                ),
                name="commitments_practice_of_its_side",
                violation_error_message="Un cabinet accepte pour lui-même, et lui seul est nommé.",
            ),
        ),
        migrations.AlterField(
            model_name='hoursentry',
            name='state',
            field=models.CharField(choices=[('submitted', 'en attente'), ('accepted', 'vérifiées')], max_length=10, verbose_name='état'),
        ),
    ]
