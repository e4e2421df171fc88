"""The path of weeks of a learner, and the pile of weeks to sign."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import Count, Prefetch

from people.models import Membership
from portfolio.enums import WRITABLE_STATES, WeekState
from portfolio.models import LogbookEntry, LogbookWeek, WeekSheet
from portfolio.models.logbook import LogbookWeekQuerySet
from portfolio.queries.practice import answers_read
from portfolio.queries.week_facts import Opening
from portfolio.queries.window import windows_of
from portfolio.rules.weeks import IsoWeek, week_label, week_of, weeks_between
from portfolio.rules.window import Window
from records.rules.french import SHORT_MONTHS, day_and_month
from training.models import Enrolment

STITCH = {
    WeekState.SIGNED: "ok",
    WeekState.SUBMITTED: "att",
    WeekState.RETURNED: "manque",
    WeekState.DRAFT: "manque",
}
WORDS = {
    WeekState.SIGNED: "visée",
    WeekState.SUBMITTED: "en attente de visa",
    WeekState.RETURNED: "à compléter",
    WeekState.DRAFT: "commencée, à remettre",
}


@dataclass(frozen=True)
class PathWeek:
    """A week of the path: its place from 1, and the stored row, if anything was written.

    `due`: it is asked for; others may be written.

    `window`, and `until_words`, until when it is written or since when it is closed, in French:
    nothing for a week that is handed in, or to come.
    """

    rank: int
    iso: IsoWeek
    row: LogbookWeek | None
    current: bool
    future: bool
    window: Window | None = None
    closed: bool = False
    until_words: str = ""
    due: bool = True

    @property
    def writable(self) -> bool:
        """Begun, not handed in, and its window is not over."""
        written = self.row is None or self.row.state in WRITABLE_STATES
        return written and not self.future and not self.closed

    @property
    def stitch(self) -> str:
        if self.row:
            return "" if self.future else STITCH[WeekState(self.row.state)]
        return "" if self.future or self.current or not self.due else "manque"

    @property
    def stitches(self) -> list[str]:
        return [self.stitch or "vide"]

    @property
    def words(self) -> str:
        if self.row and self.row.state not in WRITABLE_STATES:
            return WORDS[WeekState(self.row.state)]
        if not (self.row or self.due or self.future):
            return "rien à remettre"
        if self.closed:
            return "fermée, non remise" if self.row else "fermée, sans livret"
        if self.row:
            return WORDS[WeekState(self.row.state)]
        return "à venir" if self.future else "à écrire" if self.current else "sans livret"

    @property
    def label(self) -> str:
        return week_label(self.iso)

    @property
    def entries(self) -> int:
        return getattr(self.row, "entry_count", 0)

    @property
    def month(self) -> str:
        """The month, on the week that holds its first day (the first week bears its own)."""
        last = self.iso.day(6)
        return SHORT_MONTHS[last.month - 1] if last.day <= 7 or self.rank == 1 else ""


@dataclass(frozen=True)
class LogbookPath:
    """Every week from the start of the cohort to its end, or to today if that is later."""

    weeks: list[PathWeek]

    @property
    def current(self) -> PathWeek | None:
        return next((week for week in self.weeks if week.current), None)

    @property
    def open_weeks(self) -> list[PathWeek]:
        """Those that have begun, the newest first."""
        return [week for week in reversed(self.weeks) if not week.future]

    @property
    def spine(self) -> list[tuple[str, str]]:
        return [
            ("ici", str(week.rank)) if week.current else (week.stitch, week.month)
            for week in self.weeks
        ]

    @property
    def title(self) -> str:
        current = self.current
        if not current:
            return f"{len(self.weeks)} semaines"
        return f"semaine {current.rank} sur {len(self.weeks)}"

    @property
    def words(self) -> str:
        """The text alternative of the spine."""
        counts: dict[str, int] = {}
        for week in self.weeks:
            if not week.future:
                counts[week.words] = counts.get(week.words, 0) + 1
        said = ", ".join(f"{count} {words}" for words, count in counts.items())
        return f"Fil du livret : {len(self.weeks)} semaines. {said}."

    def find(self, iso: IsoWeek) -> PathWeek | None:
        return next((week for week in self.weeks if week.iso == iso), None)


def logbook_path(enrolment: Enrolment, today: date) -> LogbookPath:
    """The weeks of a learner: states and windows. Two queries, one after `with_week_facts`."""
    cohort = enrolment.cohort
    rows = enrolment.logbook_weeks.annotate(entry_count=Count("entries"))
    stored = {IsoWeek(row.iso_year, row.iso_week): row for row in rows}
    this_week = week_of(today)
    last = max(cohort.ends_on, today)
    windows = windows_of([enrolment])
    due = set(windows.due(enrolment.pk, today))
    found = []
    for rank, iso in enumerate(weeks_between(cohort.starts_on, last), start=1):
        row = stored.get(iso)
        week = PathWeek(rank, iso, row, iso == this_week, iso > this_week)
        if not week.future and (row is None or row.state in WRITABLE_STATES):
            window, opening = windows.of(enrolment.pk, iso), windows.opening(enrolment.pk, iso)
            said = until_words(window, opening, today)
            shut = window.closed(today)
            asked = iso in due
            week = replace(week, window=window, closed=shut, until_words=said, due=asked)
        found.append(week)
    return LogbookPath(found)


def until_words(window: Window, opening: Opening | None, today: date) -> str:
    """« à écrire jusqu’au dimanche 14 mars », « rouverte jusqu’au … », or « fermée le … »."""
    day = day_and_month(window.until)
    if window.closed(today):
        shut = day_and_month(window.until + timedelta(days=1))
        if window.reopenable(today):
            return f"fermée le {shut} : demandez à votre responsable"
        return "fermée définitivement"
    if opening and opening.until == window.until:
        return f"rouverte jusqu’au {day} par {opening.by} : {opening.reason.rstrip(' .')}"
    return f"à écrire jusqu’au {day}"


def week_path(enrolment: Enrolment, today: date) -> list[tuple[str, str]]:
    """The spine: the state and the mark of each week."""
    return logbook_path(enrolment, today).spine


def waiting_pile(actor: Membership) -> LogbookWeekQuerySet:
    """The weeks to sign with what the actor reads of them, to be read in the pile; six queries."""
    read = LogbookEntry.objects.visible_to(actor).with_links()
    weeks = waiting_weeks(actor).select_related("enrolment__learner", "enrolment__practice")
    return weeks.prefetch_related(
        Prefetch("entries", read, to_attr="read_entries"),
        answers_read(actor),
        Prefetch("sheets", WeekSheet.objects.all()),
    )


def waiting_weeks(actor: Membership) -> LogbookWeekQuerySet:
    """What the actor may sign, oldest first."""
    return LogbookWeek.objects.signable_by(actor).waiting()
