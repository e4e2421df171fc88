"""Pages that are of no cohort as rows of a spreadsheet: hours, availability, questions."""

from collections.abc import Iterator
from datetime import date, datetime

from people.models import Membership
from records.rules.french import DAYS
from training.enums import DayPart
from training.models import AssistanceMessage, Enrolment
from training.models.enrolment import EnrolmentQuerySet
from training.queries.assistance import waiting_questions
from training.queries.availability import ShownPeriod, trainer_lines
from training.queries.cohort_export import Table
from training.queries.cohort_facts import asked_questions
from training.queries.planning import trainers_of
from training.queries.totals import learners_totals
from training.queries.weeks import accepted_weeks, standings
from training.rules.forecast import pace_sentence, verdict

Rows = Iterator[tuple[object, ...]]
HOURS = (
    "Nom", "Prénom", "Cabinet", "Promotion", "Parcours", "Situation", "Minimum (min)",
    "Planifié (min)", "Déclaré (min)", "Vérifié (min)", "Accepté (min)",
    "Au-delà du prévu (min)", "Au-delà du plafond du jour (min)", "Reste à accepter (min)",
    "Écart au plan (min)", "À rattraper (min)", "Fin prévue le", "Prévision", "Rythme",
)  # fmt: skip
HALVES = tuple(f"{name.capitalize()} {part.label}" for name in DAYS for part in DayPart)
AVAILABILITY = ("Nom", "Prénom", "Quoi", "Du", "Au", "En mots", *HALVES)
QUESTIONS = (
    "Nom", "Prénom", "Promotion", "Code du module", "Module", "Question posée le",
    "Réponse promise pour le", "Répondu ou clos le", "État",
)  # fmt: skip


def hours_seen(actor: Membership) -> EnrolmentQuerySet:
    """Everybody whose hours the actor may read, by name, loaded for a screen."""
    found = Enrolment.objects.visible_to(actor).for_screen()
    return found.order_by("learner__last_name", "learner__first_name", "pk")


def hours_table(actor: Membership, today: date) -> Table:
    """The five totals and the forecast of everybody whom the page shows."""
    return Table("Heures", HOURS, _hours_rows(actor, today))


def _hours_rows(actor: Membership, today: date) -> Rows:
    """Twenty-one queries, however many people."""
    people = list(hours_seen(actor))
    sums = learners_totals(people)
    for line in standings(people, today, accepted_weeks(people)):
        one, five, found = line.enrolment, sums[line.enrolment.pk], line.situation
        yield (
            one.learner.last_name, one.learner.first_name, one.practice.name, str(one.cohort),
            str(one.track_version.track), one.get_situation_display(), five.minimum, five.planned,
            five.submitted, five.verified, five.accepted, five.beyond, five.over_day, found.left,
            line.drift.minutes, line.lost, found.until,
            verdict(found, today) or "Total atteint.", pace_sentence(found),
        )  # fmt: skip


def availability_table(actor: Membership, today: date) -> Table:
    """The weeks that hold from today on and the absences to come of each trainer."""
    return Table("Disponibilités", AVAILABILITY, _availability_rows(actor, today))


def _availability_rows(actor: Membership, today: date) -> Rows:
    for line in trainer_lines(actor, list(trainers_of(actor, today)), today):
        who = line.trainer.user.last_name, line.trainer.user.first_name
        for shown in line.periods:
            period = shown.period
            yield (
                *who, "demi-journées données", period.since, period.until or "", period.text,
                *_halves(shown),
            )  # fmt: skip
        for row in line.absences:
            away = row.away
            yield (*who, "absence", away.first, away.last, away.text, *("" for _ in HALVES))


def _halves(shown: ShownPeriod) -> list[str]:
    """Day by day, the morning then the afternoon."""
    parts = [days for _, days in shown.rows]
    return ["oui" if given else "non" for halves in zip(*parts, strict=True) for _, given in halves]


def questions_table(actor: Membership, since: datetime, today: date) -> Table:
    """Questions asked since an instant against what was promised, and older ones that wait."""
    return Table("Questions", QUESTIONS, _question_rows(actor, since, today))


def _question_rows(actor: Membership, since: datetime, today: date) -> Rows:
    """Never what was said; two queries."""
    for one in waiting_questions(actor, today):
        message, learner = one.message, one.message.enrolment.learner
        if message.written_at < since:
            yield (
                learner.last_name, learner.first_name, str(message.enrolment.cohort),
                message.module.code, message.module.title, message.written_at,
                message.due_on or "", "", one.state.label,
            )  # fmt: skip
    messages = AssistanceMessage.objects.visible_to(actor).filter(written_at__gte=since)
    for last, first, cohort, code, module, question in asked_questions(messages):
        yield (
            last, first, cohort, code, module, question.asked_at, question.due_on or "",
            question.answered_at or "", question.state(today).label,
        )  # fmt: skip
