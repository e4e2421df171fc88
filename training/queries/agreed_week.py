"""The weeks agreed with each practice of a post, read from what all three parties signed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import combinations

from django.db.models import Count, F

from people.models import Organisation
from training.enums import AgreementSide, Situation
from training.models import Cohort, Enrolment, PracticeAgreement, SharedPost
from training.rules.agreed_week import (
    InCommon,
    Part,
    Shares,
    hours_in_common,
    minutes_on,
    week_of,
)
from training.rules.contract import Share
from training.rules.timetable import Slot

PARTIES = len(AgreementSide)


def parts_of(enrolments: Iterable[int], written: bool = False) -> dict[int, list[Part]]:
    """By enrolment, what is agreed with each practice; at most three queries.

    With `written`, a newest version that waits for signatures counts as if it were signed.
    """
    rows = PracticeAgreement.objects.filter(enrolment__in=list(enrolments))
    rows = rows.annotate(parties=Count("signatures"), main=F("enrolment__practice"))
    versions: dict[tuple[int, int, bool], list[tuple[date, list[Slot]]]] = defaultdict(list)
    read = set()
    for one in rows.order_by("enrolment", "practice", "-number"):
        place = (one.enrolment_id, one.practice_id, one.practice_id == one.main)
        if one.parties == PARTIES or (written and place not in read):
            versions[place].append((one.since, one.timetable))
        read.add(place)
    shares = _shares({enrolment for enrolment, _, is_main in versions if not is_main})
    found: dict[int, list[Part]] = defaultdict(list)
    for (enrolment, practice, is_main), agreed in versions.items():
        own = None if is_main else tuple(shares.get((enrolment, practice), ()))
        found[enrolment].append(Part(practice, agreed, own))
    return found


def _shares(enrolments: Iterable[int]) -> Mapping[tuple[int, int], list[Share]]:
    found = defaultdict(list)
    if wanted := list(enrolments):
        for post in SharedPost.objects.filter(enrolment__in=wanted).prefetch_related("ends"):
            found[post.enrolment_id, post.practice_id].append(post.share)
    return found


def shares_of(enrolment: Enrolment, practice_id: int) -> Shares:
    """Of a further practice; None for the main one. At most two queries."""
    if practice_id == enrolment.practice_id:
        return None
    posts = enrolment.shared_posts.filter(practice=practice_id).prefetch_related("ends")
    return tuple(post.share for post in posts)


def agreed_week(enrolment: Enrolment, practice: Organisation, day: date) -> Sequence[Slot] | None:
    """The week at a practice that holds on a day; None without a version that all three signed.

    A practice that has no part in the post on that day has no agreed week; at most three queries.
    """
    part = _part(enrolment, practice)
    return week_of(part, day) if part else None


def agreed_minutes(enrolment: Enrolment, practice: Organisation, day: date) -> int | None:
    """Minutes agreed with a practice on a day; None if none of its versions holds then."""
    part = _part(enrolment, practice)
    return minutes_on(part, day) if part else None


def _part(enrolment: Enrolment, practice: Organisation) -> Part | None:
    parts = parts_of([enrolment.pk]).get(enrolment.pk, [])
    return next((part for part in parts if part.practice == practice.pk), None)


def practice_weeks(cohort: Cohort) -> dict[int, list[Part]]:
    """What is agreed for each learner of a cohort in training; at most four queries."""
    following = cohort.enrolments.filter(situation=Situation.ACTIVE)
    learners = dict(following.values_list("pk", "learner_id"))
    return {learners[enrolment]: parts for enrolment, parts in parts_of(learners).items()}


# --- Hours of two practices -----------------------------------------------------------------------


def problem_if_written(
    enrolment: Enrolment, practice: Organisation, since: date, slots: Sequence[Slot]
) -> str:
    """Why a further version cannot be written, in French: its hours are those of another practice.

    What the others proposed counts as well. Empty if it can.
    """
    parts = parts_of([enrolment.pk], written=True).get(enrolment.pk, [])
    found = _with_version(enrolment, practice.pk, since, slots, parts)
    if not found:
        return ""
    other = Organisation.objects.get(pk=found.practice)
    return (
        f"{_hours(found.own)} : ces heures chevauchent celles de la convention avec {other} "
        f"({found.other.words})."
    )


def problem_if_signed(agreement: PracticeAgreement) -> str:
    """Why a version cannot be signed, in French: its hours are agreed with another practice.

    Names that practice, not its hours: an employer may read this. Empty if it can.
    """
    enrolment = agreement.enrolment
    parts = parts_of([enrolment.pk]).get(enrolment.pk, [])
    found = _with_version(
        enrolment, agreement.practice_id, agreement.since, agreement.timetable, parts
    )
    if not found:
        return ""
    other = Organisation.objects.get(pk=found.practice)
    return (
        f"{_hours(found.own)} : ces heures chevauchent celles d’une convention signée avec "
        f"{other}. L’organisme de formation écrit une nouvelle version de l’une ou de l’autre."
    )


def problem_of_shares(enrolment: Enrolment) -> str:
    """Why a share cannot stand as it is noted, in French: it brings two signed weeks together."""
    for one, other in combinations(parts_of([enrolment.pk]).get(enrolment.pk, []), 2):
        first = min(since for since, _ in (*one.agreed, *other.agreed))
        if found := hours_in_common(one, [other], first):
            names = Organisation.objects.filter(pk__in=(one.practice, other.practice))
            both = " et ".join(str(name) for name in names.order_by("pk"))
            return f"{_hours(found.own)} : les conventions signées avec {both} se chevaucheraient."
    return ""


def _with_version(
    enrolment: Enrolment,
    practice_id: int,
    since: date,
    slots: Sequence[Slot],
    parts: Iterable[Part],
) -> InCommon | None:
    """What a version would have in common with the other practices, were it signed."""
    others = [part for part in parts if part.practice != practice_id]
    if not others:
        return None
    wanted = Part(practice_id, [(since, slots)], shares_of(enrolment, practice_id))
    return hours_in_common(wanted, others, since)


def _hours(slot: Slot) -> str:
    return f"{slot.day_name.capitalize()}, {slot.words}"
