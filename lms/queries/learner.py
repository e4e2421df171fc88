"""The home page of those who learn."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from assessments.queries.refresher import RefresherLine
from lms.queries.competencies import Attempts, attempts_at_syntheses, light_maps
from lms.queries.deadline import Deadline, deadline
from lms.queries.track import ModuleSheet, Step, next_sheets
from lms.queries.waiting import Entry, entries
from lms.sentences import amount, sentence
from people.models import Membership
from portfolio.enums import CompetencyState, WeekState
from portfolio.models import ModuleAttestation
from portfolio.queries import BlockMap, CompetencySheet, LogbookPath, PathWeek, logbook_path
from portfolio.queries.waiting import WAITING_READERS
from portfolio.queries.week_facts import with_week_facts
from records.rules.french import elided, long_date
from training.models import Enrolment
from training.queries import hours_totals
from training.queries.calendar import NextSession, next_of, with_next_session
from training.queries.waiting import waiting_of
from training.rules.hours import HoursTotals
from training.rules.positioning import total
from training.rules.totals import minimum

FEEDBACK_DAYS = 14
MISSING_SHOWN = 3
FIRST = [CompetencyState.STARTED, CompetencyState.MISSING, CompetencyState.PENDING]


@dataclass(frozen=True)
class Todo:
    """One line of « À faire aujourd’hui »."""

    kind: str
    when: str
    title: str
    note: str
    url: str
    action: str
    pressing: bool = False


@dataclass(frozen=True)
class LearnerHome:
    enrolment: Enrolment
    todos: list[Todo]
    hours: HoursTotals
    due: int  # minutes
    blocks: list[BlockMap]
    deadline: Deadline
    attestations: list[ModuleAttestation]
    path: LogbookPath
    next_session: NextSession | None
    waiting: list[Entry]

    @property
    def heading(self) -> str:
        return todo_sentence(self.todos, len(self.waiting))

    @property
    def shown(self) -> int:
        return sum(block.shown for block in self.blocks)

    @property
    def competencies(self) -> int:
        return sum(block.total for block in self.blocks)

    @property
    def missing(self) -> list[CompetencySheet]:
        """The first competencies to go on with: those begun, then those never shown."""
        sheets = [s for block in self.blocks for s in block.competencies if not s.shown]
        return sorted(sheets, key=lambda sheet: FIRST.index(sheet.state))[:MISSING_SHOWN]


def own_enrolment(actor: Membership, now: datetime) -> Enrolment | None:
    """The newest enrolment of the learner, rather the one of the practice they act for."""
    own = Enrolment.objects.visible_to(actor).for_screen().order_by("-pk")
    found = list(with_next_session(with_week_facts(own), now))
    here = [e for e in found if e.practice_id == actor.organisation_id]
    return next(iter(here or found), None)


def learner_home(
    actor: Membership, enrolment: Enrolment, now: datetime, today: date
) -> LearnerHome:
    """Everything on the page, in a constant number of queries."""
    attempts = attempts_at_syntheses([enrolment])
    path = logbook_path(enrolment, today)
    sheets = next_sheets(enrolment, attempts, today)
    off = total(sheet.relief for sheet in sheets).taken_off
    return LearnerHome(
        enrolment=enrolment,
        todos=[
            *week_todos(path),
            *module_todos(sheets),
            *refresher_todos(filter(None, (sheet.refresher for sheet in sheets))),
            *feedback_todos(attempts, now),
        ],
        hours=hours_totals([enrolment.pk])[enrolment.pk],
        due=minimum(enrolment.track_version.minutes, off),
        blocks=light_maps([enrolment], attempts)[enrolment.pk],
        deadline=deadline(enrolment, today),
        attestations=list(
            ModuleAttestation.objects.filter(enrolment=enrolment).select_related(
                "document", "module"
            )
        ),
        path=path,
        next_session=next_of(enrolment),
        waiting=entries(actor, waiting_of(actor, enrolment, now, WAITING_READERS)),
    )


def week_todos(path: LogbookPath) -> list[Todo]:
    """Weeks due that may be written: sent back, begun, or blank with the current one."""
    todos = [week_todo(week) for week in path.weeks if is_open(week)]
    blank = [w for w in path.weeks if not w.row and not w.current and w.writable and w.due]
    return [*todos, blank_todo(blank)] if blank else todos


def blank_todo(weeks: list[PathWeek]) -> Todo:
    """Past weeks with nothing written: one line for all, which opens the newest."""
    newest = weeks[-1]
    many = amount(len(weeks), "semaine sans livret", "semaines sans livret", True)
    return Todo(
        kind="blank",
        when="en retard",
        title=f"{many[0].upper()}{many[1:]}",
        note=f"La plus récente : semaine {newest.rank}, {newest.label}.",
        url=f"/livret/{newest.iso.year}/{newest.iso.number}/",
        action="Écrire",
        pressing=True,
    )


def is_open(week: PathWeek) -> bool:
    """What was sent back is asked for, whenever it was."""
    if week.row and week.row.state == WeekState.RETURNED:
        return week.writable
    return week.due and (week.writable if week.row else week.current)


def week_todo(week: PathWeek) -> Todo:
    returned = week.row is not None and week.row.state == WeekState.RETURNED
    return Todo(
        kind="returned" if returned else "week",
        when="cette semaine" if week.current else "en retard",
        title=f"{'Compléter' if returned else 'Écrire'} la semaine {week.rank} du livret",
        note=f"Semaine {week.label}.",
        url=f"/livret/{week.iso.year}/{week.iso.number}/",
        action="Continuer" if week.row else "Écrire",
        pressing=returned or not week.current,
    )


def module_todos(sheets: Iterable[ModuleSheet]) -> list[Todo]:
    """What comes next in the first module that waits for the learner, and later quizzes due."""
    todos = []
    lesson_seen = False
    for sheet in sheets:
        step = sheet.next_step
        if step is None or (step.kind == "lesson" and lesson_seen):
            continue
        lesson_seen = lesson_seen or step.kind == "lesson"
        todos.append(step_todo(sheet, step))
    return todos


ACTIONS = {"lesson": "Reprendre", "quiz": "Répondre", "synthesis": "Écrire"}
WHAT = {"lesson": "leçon", "quiz": "quiz", "synthesis": "écrit de synthèse"}


def step_todo(sheet: ModuleSheet, step: Step) -> Todo:
    when = f"{step.minutes} min" if step.minutes else WHAT[step.kind]
    title = f"Quiz : {sheet.module.title}" if step.kind == "quiz" else step.title
    return Todo(
        kind=step.kind,
        when=when,
        title=title,
        note=f"{WHAT[step.kind].capitalize()} {step.note}, module « {sheet.module.title} ».",
        url=step.url,
        action=ACTIONS[step.kind],
    )


def refresher_todos(lines: Iterable[RefresherLine]) -> list[Todo]:
    """Quizzes passed that are to be taken again today."""
    return [
        Todo(
            kind="refresher",
            when="rappel",
            title=f"Rappel : {line.module.title}",
            note=f"Refaire le quiz, dû le {long_date(line.refresher.due_on)}. Rien n’est retiré.",
            url=line.url,
            action="Refaire",
        )
        for line in lines
        if line.due
    ]


def feedback_todos(attempts: Attempts, now: datetime) -> list[Todo]:
    """Grades of the last two weeks: what the trainer wrote is worth reading."""
    since = now - timedelta(days=FEEDBACK_DAYS)
    marked = [
        (module_id, sheet.submission.assignment, sheet.grade)
        for (_, module_id), sheets in attempts.items()
        for sheet in sheets
        if sheet.grade and sheet.grade.graded_at >= since
    ]
    return [
        Todo(
            kind="feedback",
            when="reçu",
            title=f"Lire le retour {elided('de', grade.graded_by.user)}",
            note=f"« {assignment.title} », {grade.points} points sur {grade.out_of}.",
            url=f"/parcours/modules/{module_id}/synthese/",
            action="Lire",
        )
        for module_id, assignment, grade in marked
    ]


def todo_sentence(todos: list[Todo], papers: int) -> str:
    """« Une semaine à écrire, une leçon à lire. » Blank weeks only when nothing else waits.

    `papers`: how many kinds of things are to be signed, accepted or confirmed.
    """
    kinds = [todo.kind for todo in todos]
    parts = (
        amount(kinds.count("returned"), "semaine à compléter", "semaines à compléter", True),
        amount(kinds.count("week"), "semaine à écrire", "semaines à écrire", True),
        amount(kinds.count("lesson"), "leçon à lire", "leçons à lire", True),
        amount(kinds.count("quiz"), "quiz à faire", "quiz à faire"),
        amount(kinds.count("synthesis"), "synthèse à écrire", "synthèses à écrire", True),
        amount(kinds.count("refresher"), "rappel à faire", "rappels à faire"),
        amount(kinds.count("feedback"), "retour à lire", "retours à lire"),
        amount(papers, "point du dossier à voir", "points du dossier à voir"),
    )
    blank = next((f"{todo.title}." for todo in todos if todo.kind == "blank"), "")
    return sentence([part for part in parts if part][:3], blank or "Tout est à jour.")
