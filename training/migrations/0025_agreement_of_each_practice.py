"""Each practice of a post has its own agreement; until now every one was with the main practice."""

import django.db.models.deletion
from django.db import migrations, models


def with_the_main_practice(apps, schema_editor):
    """What is printed already keeps the reference that it bears."""
    for name in ("PracticeAgreement", "AgreementFact"):
        for row in apps.get_model("training", name).objects.select_related("enrolment"):
            row.practice_id = row.enrolment.practice_id
            if name == "PracticeAgreement":
                row.reference = f"CAB-{row.enrolment_id}-v{row.number}"
            row.save()
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def practice(null):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation",
        null=null,
    )


class Migration(migrations.Migration):

    dependencies = [
        ("training", "0024_trainer_weeks"),
    ]

    operations = [
        migrations.AddField("practiceagreement", "practice", practice(null=True)),
        migrations.AddField("agreementfact", "practice", practice(null=True)),
        migrations.AddField(
            "practiceagreement", "reference",
            models.CharField(max_length=60, null=True, verbose_name="référence"),
        ),
        migrations.RunPython(with_the_main_practice, migrations.RunPython.noop),
        migrations.AlterField("practiceagreement", "practice", practice(null=False)),
        migrations.AlterField("agreementfact", "practice", practice(null=False)),
        migrations.AlterField(
            "practiceagreement", "reference",
            models.CharField(max_length=60, unique=True, verbose_name="référence"),
        ),
        migrations.AlterModelOptions(
            "practiceagreement",
            {"ordering": ["-number", "pk"], "verbose_name": "convention du cabinet"},
        ),
        migrations.RemoveConstraint("practiceagreement", "agreement_number_once"),
        migrations.AddConstraint(
            "practiceagreement",
            models.UniqueConstraint(
                fields=("enrolment", "practice", "number"), name="agreement_number_once",
                violation_error_message="Cette version de la convention existe déjà.",
            ),
        ),
    ]
