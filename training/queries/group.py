"""Whom a session concerns. Rule and worked table: docs/rules/attendance.md."""

from collections.abc import Iterable

from training.models import Attendance, Enrolment, MakeUp, TrainingSession


def groups(sessions: Iterable[TrainingSession]) -> dict[int, list[Enrolment]]:
    """The enrolments that each session concerns, with their learner; by session, three queries.

    The flag is the one of the sessions given: what a session was before a change can be asked too.
    `TrainingSession.objects.by_person()` says the same to the database.
    """
    asked = list(sessions)
    by_cohort: dict[int, list[Enrolment]] = {}
    people = Enrolment.objects.filter(cohort__in={one.cohort_id for one in asked})
    for person in people.select_related("learner").order_by("pk"):
        by_cohort.setdefault(person.cohort_id, []).append(person)
    here = {"session__in": {one.pk for one in asked if one.make_up_only}}
    named = MakeUp.objects.filter(withdrawn_at=None, **here).values_list("session", "enrolment")
    noted = Attendance.objects.filter(**here).values_list("session", "enrolment")
    kept = {*named, *noted}
    return {
        one.pk: [
            person
            for person in by_cohort.get(one.cohort_id, [])
            if not one.make_up_only or (one.pk, person.pk) in kept
        ]
        for one in asked
    }
