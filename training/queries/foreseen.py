"""What is foreseen for those who follow a version of a track in a cohort."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q, QuerySet
from django.utils import timezone

from curricula.enums import BudgetCategory
from curricula.models import Module, ModuleBudget, TrackVersion
from training.enums import HoursCategory, HoursState, SessionState
from training.models import Cohort, Enrolment, TrainingSession
from training.queries.track import lessons_of
from training.rules.forecast import Ahead, Key
from training.rules.hours import Line
from training.rules.pace import monday, mondays, plan_curve
from training.rules.plan import Cell, cells
from training.rules.session import session_minutes

Place = tuple[int, int]  # a cohort and the version of its track that is followed


@dataclass(frozen=True)
class ForeseenSession:
    """A session announced or held."""

    day: date
    minutes: int
    held: bool
    module_id: int
    code: str
    category: str


@dataclass(frozen=True)
class Foreseen:
    """The modules of a version with what they plan, its lessons, and the sessions of a cohort.

    `make_ups` holds, by enrolment, the sessions announced that are kept for those named to them.
    """

    cohort: Cohort
    goal: int
    modules: list[Module]
    plan: dict[int, dict[str, int]]
    lessons: dict[int, int]
    sessions: list[ForeseenSession]
    make_ups: dict[int, list[ForeseenSession]]

    @cached_property
    def due(self) -> dict[int, dict[str, int]]:
        """The plans of the modules that are followed now."""
        return {m.pk: self.plan[m.pk] for m in self.modules if m.pk in self.plan}

    @cached_property
    def cells(self) -> list[Cell]:
        """Sessions as long as they are and lessons as long as they say, as the plans hold them."""
        lines = [
            Line(f"s{i}", HoursCategory.SESSION, HoursState.ACCEPTED, x.minutes, x.module_id,
                 x.category, x.code)
            for i, x in enumerate(self.sessions)
        ]  # fmt: skip
        lines += [
            Line(f"l{m.pk}", HoursCategory.DISTANCE, HoursState.ACCEPTED, self.lessons[m.pk],
                 m.pk, "", m.code)
            for m in self.modules
            if m.pk in self.lessons
        ]  # fmt: skip
        return cells(lines, self.plan)

    @cached_property
    def planned(self) -> int:
        return sum(cell.share.accepted for cell in self.cells)

    @property
    def module_minutes(self) -> dict[str, int]:
        return {module.code: module.minutes for module in self.modules}

    @property
    def category_minutes(self) -> dict[str, int]:
        sums = {str(c): sum(plan.get(c, 0) for plan in self.due.values()) for c in BudgetCategory}
        return {name: minutes for name, minutes in sums.items() if minutes}

    @cached_property
    def weeks(self) -> list[date]:
        """The Mondays of the weeks of the cohort."""
        return mondays(self.cohort.starts_on, self.cohort.ends_on)

    def curve(self, today: date) -> list[int]:
        """The plan week by week as it stands on a day; computed once for each week."""
        week = monday(today)
        if week not in self._curves:
            held: dict[date, int] = {}
            for session in self.sessions:
                at = monday(session.day)
                held[at] = held.get(at, 0) + session.minutes
            self._curves[week] = plan_curve(self.goal, self.weeks, held, self._to_read, today)
        return self._curves[week]

    @cached_property
    def _curves(self) -> dict[date, list[int]]:
        return {}

    @property
    def _to_read(self) -> int:
        """Minutes of the lessons, as far as their modules plan them at a distance."""
        distance = str(BudgetCategory.DISTANCE)
        return sum(
            min(self.lessons[m.pk], self.due[m.pk].get(distance, 0))
            if m.pk in self.due
            else self.lessons[m.pk]
            for m in self.modules
            if m.pk in self.lessons
        )

    @cached_property
    def _aheads(self) -> dict[tuple[date, int | None], Ahead]:
        return {}

    def ahead(self, until: date, enrolment: int) -> Ahead:
        """What is announced to a person until a day and not held yet.

        Counted once for each day, and for each person with a session of their own.
        """
        key = until, enrolment if enrolment in self.make_ups else None
        if key not in self._aheads:
            self._aheads[key] = self._ahead(until, self.make_ups.get(enrolment, []))
        return self._aheads[key]

    def _ahead(self, until: date, own: list[ForeseenSession]) -> Ahead:
        found = [x for x in (*self.sessions, *own) if not x.held and x.day <= until]
        minutes: dict[Key, int] = {}
        limits: dict[Key, int | None] = {}
        for module in self.modules:
            budgets = self.due.get(module.pk)
            for category in BudgetCategory if budgets else ():
                limits[module.code, category.value] = (budgets or {}).get(category, 0)
        for session in found:
            key = (session.code, session.category)
            minutes[key] = minutes.get(key, 0) + session.minutes
        lessons = {m.code: self.lessons[m.pk] for m in self.modules if m.pk in self.lessons}
        return Ahead(len(found), minutes, lessons, limits)


def place(enrolment: Enrolment) -> Place:
    return enrolment.cohort_id, enrolment.track_version_id


def until(enrolment: Enrolment) -> date:
    """The last day for hours: the end of the cohort or the legal deadline, the first of both."""
    return min(enrolment.cohort.ends_on, enrolment.delays.due)


def foreseen(enrolments: Iterable[Enrolment]) -> dict[Place, Foreseen]:
    """For enrolments with their cohort and version: five queries, whatever their number."""
    heads = {place(e): (e.cohort, e.track_version.minutes) for e in enrolments}
    return foreseen_at(heads)


def cohort_foreseen(cohort: Cohort, versions: Iterable[int]) -> dict[int, Foreseen]:
    """For one cohort, by the version that its learners follow; six queries."""
    asked = TrackVersion.objects.filter(pk__in=versions).values_list("pk", "minutes")
    found = foreseen_at({(cohort.pk, version): (cohort, goal) for version, goal in asked})
    return {version: plan for (_, version), plan in found.items()}


def foreseen_at(heads: dict[Place, tuple[Cohort, int]]) -> dict[Place, Foreseen]:
    """The same for cohorts and versions, each with the minutes that the version asks."""
    cohorts, versions = {cohort for cohort, _ in heads}, {version for _, version in heads}
    told = TrainingSession.objects.filter(
        cohort__in=cohorts, make_up_only=False,
        state__in=(SessionState.ANNOUNCED, SessionState.HELD),
    )  # fmt: skip
    modules: dict[int, list[Module]] = {version: [] for version in versions}
    for module in Module.objects.filter(track_version__in=versions):
        modules[module.track_version_id].append(module)
    lessons: dict[int, int] = {}
    for row in lessons_of(module__track_version__in=versions):
        lessons[row.module_id] = lessons.get(row.module_id, 0) + row.lesson.minutes
    plan: dict[int, dict[str, int]] = {}
    held_in = told.order_by().values("module")
    for budget in ModuleBudget.objects.filter(
        Q(module__track_version__in=versions) | Q(module__in=held_in)
    ):
        plan.setdefault(budget.module_id, {})[budget.category] = budget.minutes
    kept = TrainingSession.objects.filter(
        cohort__in=cohorts, make_up_only=True, state=SessionState.ANNOUNCED
    )
    sessions, make_ups = _sessions(told, "cohort"), _sessions(kept.by_person(), "person")
    return {
        (cohort, version): Foreseen(
            head, goal, modules[version], plan, lessons, sessions.get(cohort, []), make_ups
        )
        for (cohort, version), (head, goal) in heads.items()
    }


def _sessions(told: QuerySet[TrainingSession], by: str) -> dict[int, list[ForeseenSession]]:
    """Sessions by their cohort, or by whom they concern."""
    found: dict[int, list[ForeseenSession]] = {}
    rows = told.order_by("starts_at").values_list(
        by, "starts_at", "ends_at", "state", "module", "module__code", "category"
    )
    for key, start, end, state, module, code, category in rows:
        session = ForeseenSession(
            timezone.localdate(start), session_minutes(start, end), state == SessionState.HELD,
            module, code, category,
        )  # fmt: skip
        found.setdefault(key, []).append(session)
    return found
