"""Presences, debts, sessions, assistance and decisions of a cohort as rows of a spreadsheet.

Marks and messages are read a few at a time, so that a long table is never whole in memory.
"""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby

from django.db.models import QuerySet
from django.utils import timezone

from curricula.enums import BudgetCategory
from people.models import Membership
from records.rules.french import short_date
from training.enums import Presence, SessionState, SignatureMeans
from training.models import (
    AssistanceMessage,
    Attendance,
    Cohort,
    Enrolment,
    ExemptionDecision,
)
from training.queries.calendar import calendar_sessions, clock_hours
from training.queries.debt import lines_by_enrolment
from training.queries.excuse import has_paper
from training.queries.weeks import cohort_people
from training.rules.assistance import Exchange, Said, exchanges
from training.rules.attendance import Mark, mark_words
from training.rules.session import session_minutes

CHUNK = 2000
Rows = Iterator[tuple[object, ...]]
PRESENCES = (
    "Date", "Début", "Fin", "Séance", "Code du module", "Module", "Nom", "Prénom", "Présence",
    "Retard (min)", "Parti avant (min)", "Présence (min)", "Séance (min)", "Motif de la correction",
    "Signé le", "Signé comment",
)  # fmt: skip
DEBTS = (
    "Nom", "Prénom", "Séance manquée le", "Séance", "Code du module", "Module", "Manqué (min)",
    "Rattrapé (min)", "Reste dû (min)", "Séances de rattrapage désignées",
)  # fmt: skip
SESSIONS = (
    "Date", "Début", "Fin", "Minutes", "État", "Séance", "Code du module", "Module", "Catégorie",
    "Formateur", "Salle",
)  # fmt: skip
ASSISTANCE = (
    "Nom", "Prénom", "Code du module", "Module", "Question posée le", "Réponse promise pour le",
    "Répondu ou clos le", "État",
)  # fmt: skip
DECISIONS = (
    "Nom", "Prénom", "Code du module", "Module", "Numéro", "Allègement (%)",
    "Acquis ailleurs (min)", "Motif", "Décidé par (prénom)", "Décidé par (nom)", "Décidé le",
    "En vigueur",
)  # fmt: skip


def presence_rows(actor: Membership, cohort: Cohort) -> Rows:
    """What stands of each person at each session held, by session and name; one query."""
    marks = (
        Attendance.objects.visible_to(actor)
        .standing()
        .filter(session__cohort=cohort, session__state=SessionState.HELD)
        .order_by(
            "session__starts_at", "session", "enrolment__learner__last_name",
            "enrolment__learner__first_name", "pk",
        )
        .values_list(
            "session__starts_at", "session__ends_at", "session__title", "session__module__code",
            "session__module__title", "enrolment__learner__last_name",
            "enrolment__learner__first_name", "presence", "late_minutes", "early_minutes",
            "minutes", "reason", "signature__signed_at", "signature__means", has_paper(),
        )
    )  # fmt: skip
    for (
        start,
        end,
        title,
        code,
        module,
        last,
        first,
        presence,
        *noted,
        signed,
        means,
        justified,
    ) in marks.iterator(chunk_size=CHUNK):
        late, early, minutes, reason = noted
        yield (
            *clock_hours(start, end), title, code, module, last, first,
            mark_words(Mark(Presence(presence)), justified), late, early, minutes,
            session_minutes(start, end), reason, signed or "",
            SignatureMeans(means).label if means else "",
        )  # fmt: skip


def debt_rows(actor: Membership, cohort: Cohort) -> Rows:
    """Each session that somebody missed in part or whole, repaid ones too; five queries."""
    people = list(cohort_people(actor, cohort))
    found = lines_by_enrolment(one.pk for one in people)
    for one in people:
        for line in found.get(one.pk, ()):
            session, debt = line.session, line.debt
            named = (
                f"{make_up.session.title}, {short_date(_day(make_up.session.starts_at))}"
                for make_up in line.make_ups
            )
            yield (
                one.learner.last_name, one.learner.first_name, _day(session.starts_at),
                session.title, session.module.code, session.module.title, debt.missed.minutes,
                debt.repaid, debt.left, " ; ".join(named),
            )  # fmt: skip


def _day(instant: datetime) -> date:
    return timezone.localdate(instant)


def session_rows(actor: Membership, cohort: Cohort) -> Rows:
    """Every session, those in project and cancelled too, the first one first; one query."""
    for one in calendar_sessions(actor, cohort).iterator(chunk_size=CHUNK):
        yield (
            *clock_hours(one.starts_at, one.ends_at), session_minutes(one.starts_at, one.ends_at),
            one.get_state_display(), one.title, one.module.code, one.module.title,
            BudgetCategory(one.category).label if one.category else "",
            str(one.trainer.user) if one.trainer else "", str(one.room or ""),
        )  # fmt: skip


def assistance_rows(actor: Membership, cohort: Cohort, today: date) -> Rows:
    """Each question, against what was promised; never what was said. One query."""
    messages = AssistanceMessage.objects.visible_to(actor).filter(enrolment__cohort=cohort)
    for last, first, _, code, module, question in asked_questions(messages):
        yield (
            last, first, code, module, question.asked_at, question.due_on or "",
            question.answered_at or "", question.state(today).label,
        )  # fmt: skip


def asked_questions(
    messages: QuerySet[AssistanceMessage],
) -> Iterator[tuple[str, str, str, str, str, Exchange]]:
    """Each question of these messages, with the name, first name, cohort, module; one query."""
    rows = messages.order_by(
        "enrolment__learner__last_name", "enrolment__learner__first_name", "enrolment",
        "module__code", "written_at", "pk",
    ).values_list(
        "enrolment", "module__code", "enrolment__learner__last_name",
        "enrolment__learner__first_name", "enrolment__cohort__title", "module__title", "kind",
        "written_at", "due_on",
    )  # fmt: skip
    for (_, code), thread in groupby(
        rows.iterator(chunk_size=CHUNK), key=lambda message: message[:2]
    ):
        said = list(thread)
        last, first, cohort, module = said[0][2:6]
        for question in exchanges(Said(*message[6:]) for message in said):
            yield last, first, cohort, code, module, question


def decision_rows(actor: Membership, cohort: Cohort) -> Rows:
    """Every decision on an exemption; of one module the highest number stands. One query."""
    seen = Enrolment.objects.visible_to(actor).filter(cohort=cohort)
    decisions = (
        ExemptionDecision.objects.filter(enrolment__in=seen.order_by().values("pk"))
        .order_by(
            "enrolment__learner__last_name", "enrolment__learner__first_name", "enrolment",
            "module__code", "-number", "-pk",
        )
        .values_list(
            "enrolment", "module__code", "enrolment__learner__last_name",
            "enrolment__learner__first_name", "module__title", "number", "percentage",
            "prior_minutes", "reason", "decided_by__user__first_name",
            "decided_by__user__last_name", "decided_at",
        )
    )  # fmt: skip
    newest = None
    for enrolment, code, last, first, module, *decided in decisions.iterator(chunk_size=CHUNK):
        stands = "non" if newest == (enrolment, code) else "oui"
        newest = (enrolment, code)
        yield (last, first, code, module, *decided, stands)
