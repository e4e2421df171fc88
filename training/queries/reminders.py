"""What people of a training body are to be reminded of now; a constant number of queries."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from people.enums import LEADING_ROLES, Role
from people.models import Membership, Organisation, User
from records.enums import ReminderKind
from records.rules.french import clock, countdown, duration, elided, long_date
from records.services.reminders import Due
from training.enums import CertificateState, SessionState, Situation
from training.models import (
    Attendance,
    Enrolment,
    ExternalCertificate,
    SharedPost,
    TrainingSession,
)
from training.queries.debt import debts_by_enrolment, made_up_later
from training.queries.group import groups
from training.queries.paper_wanted import papers_asked
from training.queries.sheet import sheet_waits
from training.queries.totals import learners_totals
from training.queries.weeks import standings
from training.rules.certificates import SOON_DAYS, certificate_state
from training.rules.reminders import (
    AHEAD_DAYS,
    PAPER_DAYS,
    UNSIGNED_WEEKS,
    NearDeadline,
    all_accepted,
    deadlines,
    debt_step,
    is_ahead,
    is_tomorrow,
    paper_step,
    recruited_since,
    share_step,
    still_owed,
    unsigned_step,
)
from training.rules.totals import Five

# Of each deadline: how its key begins, what it is of, what is to be done.
DEADLINE_WORDS = {
    "follow": ("deadline", "formation", "suivre"),
    "qualify": ("qualify", "qualification", "obtenir"),
}


def reminders_due(body: Organisation, now: datetime) -> Iterator[Due]:
    """Everything of a training body: sessions, signatures, hours, deadlines, debts."""
    today = timezone.localdate(now)
    everybody = _everybody(body, today)
    follow = [one for one in everybody if one.follows]
    people = [one for one in follow if today <= one.cohort.ends_on]
    near = [one for one in everybody if deadlines(one.delays, followed=False, today=today)]
    owing = [one for one in follow if still_owed(one.cohort.ends_on, one.delays, today)]
    totals = learners_totals({one.pk: one for one in (*people, *near)}.values())
    leads = members_with(body.pk, LEADING_ROLES, today)
    yield from _sessions(body, people, now)
    yield from _unsigned(body, now)
    yield from _hours(people, totals, leads, today)
    yield from _deadlines(near, totals, leads, today)
    yield from _certificates(people, leads, today)
    yield from _debts(owing, leads, today)
    yield from _papers(body, leads, now)


def _everybody(body: Organisation, today: date) -> list[Enrolment]:
    """Those who have not left, while their cohort lasts or a delay may run; one query."""
    runs = Q(cohort__ends_on__gte=today) | Q(recruited_on__gte=recruited_since(today))
    found = Enrolment.objects.filter(runs, cohort__organisation=body)
    return list(found.exclude(situation=Situation.LEFT).for_screen())


def members_with(organisation: int, roles: Iterable[Role], today: date) -> list[User]:
    """Whose account is open and who holds one of these roles today; one query."""
    held = Membership.objects.active(today).filter(organisation=organisation, role__in=list(roles))
    return list(User.objects.filter(memberships__in=held, is_active=True).distinct())


def _sessions(body: Organisation, people: list[Enrolment], now: datetime) -> Iterator[Due]:
    coming = TrainingSession.objects.filter(
        cohort__organisation=body, state=SessionState.ANNOUNCED, starts_at__gt=now,
        starts_at__lt=now + timedelta(days=AHEAD_DAYS + 2),
    )  # fmt: skip
    rows = coming.select_related("trainer__user", "room")
    ahead = [one for one in rows if is_ahead(one.starts_at, now)]
    concerned, following = groups(ahead), {one.pk for one in people}
    teaching = _still_there(ahead, now)
    for session in ahead:
        group = [one.learner for one in concerned[session.pk] if one.pk in following]
        users = {user.pk: user for user in group}
        if session.trainer and session.trainer_id in teaching:
            users[session.trainer.user_id] = session.trainer.user
        start = timezone.localtime(session.starts_at)
        place = f", {session.room}" if session.room else ""
        eve = is_tomorrow(session.starts_at, now)
        day = "Demain" if eve else long_date(start.date()).capitalize()
        for user in users.values():
            yield Due(
                user, ReminderKind.SESSION, f"session:{session.pk}:{start.date()}:{user.pk}",
                f"{day} : {session.title}",
                f"{long_date(start.date()).capitalize()} à {clock(start)}{place}.",
                reverse("training:agenda"), early=not eve,
            )  # fmt: skip


def _still_there(sessions: Iterable[TrainingSession], now: datetime) -> set[int]:
    """The memberships of their trainers that are not over today; one query."""
    held = Membership.objects.active(timezone.localdate(now))
    trainers = {one.trainer_id for one in sessions if one.trainer_id}
    return set(held.filter(pk__in=trainers).values_list("pk", flat=True))


def _unsigned(body: Organisation, now: datetime) -> Iterator[Due]:
    """Presences that the learner, and sessions that the trainer, left without a signature."""
    today, oldest = timezone.localdate(now), now - timedelta(weeks=UNSIGNED_WEEKS, days=1)
    marks = (
        Attendance.objects.attended()
        .filter(
            session__cohort__organisation=body, session__ends_at__gt=oldest, signature=None,
            session__state=SessionState.HELD, enrolment__situation=Situation.ACTIVE,
        )
        .select_related("session", "enrolment__learner")
    )  # fmt: skip
    for mark in marks:
        step = unsigned_step(timezone.localdate(mark.session.ends_at), today)
        if step is not None:
            user = mark.enrolment.learner
            yield Due(
                user, ReminderKind.SHEET, f"mark:{mark.pk}:{step}:{user.pk}",
                f"À signer : {mark.session.title}",
                f"Votre présence du {long_date(timezone.localdate(mark.session.starts_at))} "
                "attend votre signature, ou votre contestation.",
                reverse("training:own_attendance"),
            )  # fmt: skip
    over = TrainingSession.objects.filter(
        cohort__organisation=body, ends_at__gt=oldest, ends_at__lt=now,
        trainer__in=Membership.objects.active(today),
        state__in=(SessionState.ANNOUNCED, SessionState.HELD),
    )  # fmt: skip
    # A sheet that was signed and waits again, since a mark was corrected, is told again.
    waiting = sheet_waits(over).annotate(signatures=Count("sheet_signatures"))
    for session in waiting.select_related("trainer__user"):
        step = unsigned_step(timezone.localdate(session.ends_at), today)
        if step is not None and session.trainer:
            held = session.state == SessionState.HELD
            name = "training:signatures" if held else "training:roll_call"
            what = "la signature de la feuille" if held else "l’appel"
            user = session.trainer.user
            yield Due(
                user, ReminderKind.SHEET,
                f"sheet:{session.pk}:{session.state}:{step}:{user.pk}"
                + (f":{session.signatures}" if session.signatures else ""),
                f"Feuille à finir : {session.title}",
                f"La séance du {long_date(timezone.localdate(session.starts_at))} attend {what}.",
                reverse(name, args=[session.pk]),
            )  # fmt: skip


def _hours(
    people: list[Enrolment], totals: dict[int, Five], leads: list[User], today: date
) -> Iterator[Due]:
    for one in people:
        five = totals[one.pk]
        step = share_step(five.accepted, five.minimum)
        if step is not None:
            yield Due(
                one.learner, ReminderKind.THRESHOLD, f"share:{one.pk}:{step}:{one.learner_id}",
                f"{step} % de vos heures sont acceptées",
                f"{duration(five.accepted)} acceptées sur {duration(five.minimum)}.",
                reverse("training:hours", args=[one.pk]),
            )  # fmt: skip
    for standing in standings(people, today):
        if standing.alert:
            yield from _late(standing.enrolment, leads, today)


def _late(one: Enrolment, leads: list[User], today: date) -> Iterator[Due]:
    """To those who lead, once a month for each person."""
    for user in leads:
        yield Due(
            user, ReminderKind.THRESHOLD, f"late:{one.pk}:{today:%Y-%m}:{user.pk}",
            f"À regarder : {one.learner}",
            f"Les heures {elided('de', one.learner)} sont en retard sur le plan "
            f"de « {one.cohort} », ou ne peuvent plus atteindre le total sans rattrapage.",
            reverse("training:hours", args=[one.pk]),
        )  # fmt: skip


def _deadlines(
    near: list[Enrolment], totals: dict[int, Five], leads: list[User], today: date
) -> Iterator[Due]:
    """Of those whose delay may be near; to the person, their practices and those who lead."""
    employers = _employers(near, today)
    for one in near:
        five = totals[one.pk]
        users = [one.learner, *employers[one.pk], *leads]
        for found in deadlines(one.delays, all_accepted(five.accepted, five.minimum), today):
            for user in {user.pk: user for user in users}.values():
                yield _deadline(one, found, user, today)


def _deadline(one: Enrolment, found: NearDeadline, user: User, today: date) -> Due:
    key, noun, doing = DEADLINE_WORDS[found.what]
    return Due(
        user, ReminderKind.DEADLINE, f"{key}:{one.pk}:{found.by}:{found.step}:{user.pk}",
        f"Échéance de la {noun} {countdown(found.by, today)} : {one.learner}",
        f"La {noun} {elided('de', one.learner)} est à {doing} au plus tard "
        f"le {long_date(found.by)} ({one.delays.regime.source}).",
        reverse("training:rights", args=[one.pk]),
    )  # fmt: skip


def _certificates(people: list[Enrolment], leads: list[User], today: date) -> Iterator[Due]:
    """One that will end soon, then that it has ended."""
    by_pk = {one.pk: one for one in people}
    held = ExternalCertificate.objects.filter(
        enrolment__in=people, withdrawn_at=None, expires_on__gte=today - timedelta(days=SOON_DAYS)
    )
    for row in held:
        state = certificate_state(row.expires_on, today)
        if state == CertificateState.VALID or row.expires_on is None:
            continue
        one = by_pk[row.enrolment_id]
        for user in {user.pk: user for user in (one.learner, *leads)}.values():
            yield Due(
                user, ReminderKind.DEADLINE, f"certificate:{row.pk}:{state}:{user.pk}",
                f"Certificat à renouveler : {row.title}",
                f"{row.title}, {one.learner} : valable jusqu’au {long_date(row.expires_on)}.",
                reverse("training:rights", args=[one.pk]),
            )  # fmt: skip


def _employers(people: list[Enrolment], today: date) -> dict[int, list[User]]:
    """By enrolment, those of the main practice and of those that share the post; two queries."""
    practices = {one.pk: {one.practice_id} for one in people}
    posts = SharedPost.objects.on(today).filter(enrolment__in=people)
    for enrolment, practice in posts.values_list("enrolment", "practice"):
        practices[enrolment].add(practice)
    held = Membership.objects.active(today).filter(
        organisation__in=set().union(*practices.values()), role=Role.EMPLOYER, user__is_active=True
    )
    found: dict[int, list[User]] = {}
    for membership in held.select_related("user"):
        found.setdefault(membership.organisation_id, []).append(membership.user)
    return {
        pk: [user for practice in sorted(mine) for user in found.get(practice, [])]
        for pk, mine in practices.items()
    }


def _debts(people: list[Enrolment], leads: list[User], today: date) -> Iterator[Due]:
    """Hours owed, but for those that a session still to come is named to make up for."""
    ids = [one.pk for one in people]
    owed, coming = debts_by_enrolment(ids), made_up_later(ids, today)
    for one in people:
        debts = [debt for debt in owed.get(one.pk, []) if debt.left]
        left = [debt for debt in debts if (one.pk, debt.missed.session_id) not in coming]
        if not left:
            continue
        oldest = left[0].missed
        step = debt_step(timezone.localdate(oldest.starts_at), today)
        if step is None:
            continue
        minutes = duration(sum(debt.left for debt in left))
        for user in {user.pk: user for user in (one.learner, *leads)}.values():
            yield Due(
                user, ReminderKind.DEBT,
                f"debt:{one.pk}:{oldest.session_id}:{step}:{user.pk}",
                f"À rattraper : {minutes}",
                f"{one.learner} doit encore {minutes} de séances manquées, sans rattrapage prévu.",
                reverse("training:hours", args=[one.pk]),
            )  # fmt: skip


def _papers(body: Organisation, leads: list[User], now: datetime) -> Iterator[Due]:
    """Documents that excused absences wait for: to the learner, and to who must obtain it."""
    marks = Attendance.objects.filter(
        session__cohort__organisation=body, enrolment__situation=Situation.ACTIVE
    )
    found = papers_asked(marks).filter(since__gt=now - timedelta(days=PAPER_DAYS + 1))
    wanted = list(found.select_related("session__trainer__user", "enrolment__learner"))
    teaching = _still_there([one.session for one in wanted], now)
    for mark in wanted:
        step = paper_step(timezone.localdate(mark.since), timezone.localdate(now))
        if step is None:
            continue
        session, learner = mark.session, mark.enrolment.learner
        # A paper declined since is a further thing to be told of.
        key = f"paper:{session.pk}:{mark.enrolment_id}:{mark.since:%Y%m%d}:{step}"
        day = long_date(timezone.localdate(session.starts_at))
        yield Due(
            learner, ReminderKind.PAPER, f"{key}:{learner.pk}",
            f"Justificatif à remettre : {session.title}",
            f"Votre absence du {day} est excusée, mais son justificatif n’est pas remis : "
            "elle n’est pas encore « justifiée ».",
            reverse("training:excuse_hand_in", args=[mark.pk]),
        )  # fmt: skip
        there = session.trainer and session.trainer_id in teaching
        for user in [session.trainer.user] if there else leads:
            yield Due(
                user, ReminderKind.PAPER, f"{key}:{user.pk}",
                f"Justificatif à obtenir : {learner}",
                f"L’absence {elided('de', learner)} du {day} (« {session.title} ») est excusée, "
                "sans justificatif.",
                reverse("training:papers_wanted"),
            )  # fmt: skip
