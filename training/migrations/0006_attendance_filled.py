"""What was noted before: by the trainer of the session, when it was recorded, from its start to its end."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def fill(apps, schema_editor):
    Attendance = apps.get_model("training", "Attendance")
    Session = apps.get_model("training", "TrainingSession")
    Interval = apps.get_model("training", "HeldInterval")
    session = Session.objects.filter(pk=OuterRef("session"))
    Attendance.objects.update(
        marked_by=Subquery(session.values("trainer")[:1]),
        marked_at=Subquery(session.values("recorded_at")[:1]),
    )
    rows = Attendance.objects.values_list(
        "session", "enrolment", "enrolment__learner", "session__starts_at", "session__ends_at",
        "session__title",
    )
    Interval.objects.bulk_create(
        (
            Interval(
                learner_id=learner, starts_at=start, ends_at=end, label=title,
                source_key=f"training.session:{session}:{enrolment}",
            )
            for session, enrolment, learner, start, end, title in rows.iterator()
        ),
        batch_size=500,
    )


class Migration(migrations.Migration):

    dependencies = [
        ('training', '0005_attendance_facts'),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
