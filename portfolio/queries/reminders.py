"""What people of a training body are to be reminded of around the livret; constant queries."""

from collections.abc import Iterator
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from people.enums import Role
from people.models import Membership, Organisation, User
from portfolio.enums import CareAct
from portfolio.models import CareFact, PracticeAnswer
from portfolio.permissions import CARE_ROLES
from portfolio.queries.care import Kept, Late, kept_by, last_acts, late_ones, running
from portfolio.queries.week_facts import with_week_facts
from portfolio.rules.care import catches_up, is_list_day, nudged
from portfolio.rules.practice import LINK_TOLD
from portfolio.rules.weeks import IsoWeek, week_label, week_of
from records.enums import ReminderKind
from records.rules.french import elided
from records.services.reminders import Due
from training.models import Enrolment
from training.queries.reminders import members_with

LOGBOOK = ReminderKind.LOGBOOK
NAMED = 5


def logbook_reminders(body: Organisation, now: datetime) -> Iterator[Due]:
    """The week to hand in, the list of Monday, help (docs/rules/care.md), and links that were used
    (docs/rules/livret.md, Links); at most eight queries.
    """
    today = timezone.localdate(now)
    people = running(Enrolment.objects.filter(cohort__organisation=body), today)
    everybody = list(with_week_facts(people.select_related("learner", "cohort")))
    kept = kept_by(everybody)
    for one in everybody:
        yield from _friday(one, kept[one.pk], now)
    accompany = members_with(body.pk, CARE_ROLES, today)
    late = late_ones(everybody, kept, today)
    yield from (
        _help(behind)
        for behind in late
        if behind.needs_help and not catches_up(kept[behind.enrolment.pk].last, now)
    )
    if late and is_list_day(today):
        for user in accompany:
            if others := [one for one in late if one.enrolment.learner_id != user.pk]:
                yield _monday(body, others, user, today)
    yield from _answers(everybody, accompany)
    yield from _links(body, now)


def _friday(one: Enrolment, kept: Kept, now: datetime) -> Iterator[Due]:
    week = nudged(kept.keeping, kept.handed_in, now)
    if week:
        yield Due(
            one.learner, LOGBOOK, f"livret:{one.pk}:{week.year}-{week.number}:{one.learner_id}",
            "Votre semaine de livret est à remettre",
            f"La semaine {week_label(week)} n’est pas remise. Une situation d’une phrase suffit ; "
            "une semaine sans travail se remet telle quelle.",
            reverse("portfolio:week", args=[week.year, week.number]) + f"?inscription={one.pk}",
        )  # fmt: skip


def _help(late: Late) -> Due:
    """Once for each stretch of missed weeks: its first week is in the key."""
    one, first = late.enrolment, late.missed[0]
    return Due(
        one.learner, LOGBOOK, f"livret-aide:{one.pk}:{first.year}-{first.number}:{one.learner_id}",
        "Besoin d’aide pour votre livret ?",
        f"{len(late.missed)} semaines de suite ne sont pas remises. Si quelque chose bloque, "
        "dites-le : quelqu’un de la formation vous répondra.",
        reverse("portfolio:own_care") + f"?inscription={one.pk}",
    )  # fmt: skip


def _monday(body: Organisation, late: list[Late], user: User, today: date) -> Due:
    week, helped = week_of(today), [one for one in late if one.needs_help]
    offer = f" Depuis deux semaines ou plus : {_names(helped)}. Proposez votre aide."
    return Due(
        user, LOGBOOK, f"livrets-en-retard:{body.pk}:{week.year}-{week.number}:{user.pk}",
        f"{len(late)} livrets en retard" if len(late) > 1 else f"Livret en retard : {_names(late)}",
        f"La semaine passée n’est pas remise : {_names(late)}.{offer if helped else ''}",
        reverse("portfolio:late_logbooks"),
    )  # fmt: skip


def _names(late: list[Late]) -> str:
    """As many as the text holds; the page that it leads to has them all."""
    names = [str(one.enrolment.learner) for one in late[:NAMED]]
    more = len(late) - len(names)
    return ", ".join(names) + (f" et {more} autre{'s' if more > 1 else ''}" if more else "")


def _answers(everybody: list[Enrolment], accompany: list[User]) -> Iterator[Due]:
    """An offer is told to the person, a wish for help to those who accompany."""
    acts = last_acts(one.pk for one in everybody)
    for one in everybody:
        last = acts.get(one.pk)
        if last and last.act == CareAct.OFFERED:
            yield _offered(one, last)
        if last and last.act == CareAct.WANTED:
            yield from (_wanted(one, last, user) for user in accompany if user != one.learner)


def _offered(one: Enrolment, last: CareFact) -> Due:
    return Due(
        one.learner, LOGBOOK, f"aide:{last.pk}:{one.learner_id}",
        f"{last.noted_by.user} vous propose de l’aide", last.note or "Pour votre livret.",
        reverse("portfolio:own_care") + f"?inscription={one.pk}",
    )  # fmt: skip


def _wanted(one: Enrolment, last: CareFact, user: User) -> Due:
    return Due(
        user, LOGBOOK, f"aide:{last.pk}:{user.pk}", f"{one.learner} demande de l’aide",
        f"Pour le livret {elided('de', one.learner)}. {last.note}".strip(),
        reverse("portfolio:care", args=[one.pk]),
    )  # fmt: skip


def _links(body: Organisation, now: datetime) -> Iterator[Due]:
    """The employers of a practice are told once of each answer that was given by a link."""
    given = PracticeAnswer.objects.filter(
        week__enrolment__cohort__organisation=body, link__isnull=False, at__gt=now - LINK_TOLD
    )
    rows = list(given.select_related("week__enrolment__learner", "practice").order_by("pk"))
    if not rows:
        return
    employers = Membership.objects.active(timezone.localdate(now)).filter(
        role=Role.EMPLOYER, organisation__in={row.practice_id for row in rows}
    )
    others = list(employers.select_related("user").order_by("pk"))
    for row in rows:
        for one in others:
            mine = one.organisation_id == row.practice_id
            if mine and one.user_id != row.week.enrolment.learner_id:
                yield _link_used(row, one.user)


def _link_used(row: PracticeAnswer, user: User) -> Due:
    learner = row.week.enrolment.learner
    page, key = (
        ("portfolio:answer_entry", row.entry_id)
        if row.entry_id
        else ("portfolio:answer_week", row.week_id)
    )
    return Due(
        user, LOGBOOK, f"lien-cabinet:{row.pk}:{user.pk}",
        f"{row.who} a répondu au nom de votre cabinet",
        f"Par un lien, pour le livret {elided('de', learner)}, "
        f"{week_label(IsoWeek(row.week.iso_year, row.week.iso_week))} : {row.get_kind_display()}. "
        "Si ce n’est pas quelqu’un de chez vous, dites-le à l’organisme de formation.",
        reverse(page, args=[key]),
    )  # fmt: skip
