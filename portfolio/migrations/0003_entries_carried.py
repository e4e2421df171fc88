from django.db import migrations
from django.db.models import OuterRef, Subquery

CLAIMS = """
INSERT INTO portfolio_entryclaim (entry_id, competency_id)
SELECT logbookentry_id, competency_id FROM portfolio_logbookentry_competencies ORDER BY id
"""


def name_practices(apps, schema_editor):
    """A situation from before was written at the main practice of its enrolment."""
    entries = apps.get_model("portfolio", "LogbookEntry").objects
    weeks = apps.get_model("portfolio", "LogbookWeek").objects.filter(pk=OuterRef("week"))
    entries.update(practice=Subquery(weeks.values("enrolment__practice")[:1]))


class Migration(migrations.Migration):
    dependencies = [("portfolio", "0002_entries")]
    operations = [
        migrations.RunSQL(CLAIMS, migrations.RunSQL.noop),
        migrations.RunPython(name_practices, migrations.RunPython.noop),
    ]
