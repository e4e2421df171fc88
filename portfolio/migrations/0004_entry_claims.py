import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("portfolio", "0003_entries_carried")]
    operations = [
        migrations.RemoveField("logbookentry", "competencies"),
        migrations.AddField(
            "logbookentry",
            "competencies",
            models.ManyToManyField(
                related_name="logbook_entries",
                through="portfolio.EntryClaim",
                to="curricula.competency",
                verbose_name="compétences",
            ),
        ),
        migrations.AlterField(
            "logbookentry",
            "practice",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.organisation",
            ),
        ),
    ]
