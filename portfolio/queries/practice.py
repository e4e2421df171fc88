"""What a practice reads of a week, signs, and has answered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, Min, OuterRef, Prefetch, Q

from curricula.models import Mission
from people.enums import Role
from people.models import Membership, Organisation
from portfolio.enums import AnswerScope, Audience, DayKind, WeekState
from portfolio.models import LogbookEntry, LogbookWeek, PracticeAnswer, WeekDay
from portfolio.models.content import FIRST, content_version
from portfolio.models.logbook import LogbookWeekQuerySet
from portfolio.queries.hours import unbounded_at
from portfolio.rules.practice import PracticeDay, week_problem
from portfolio.rules.weeks import IsoWeek, week_label
from training.enums import Situation
from training.models import Enrolment, SharedPost
from training.queries.agreed_week import parts_of
from training.rules.agreed_week import Part
from training.rules.contract import Share, holds_on

ANSWERABLE = (WeekState.SUBMITTED, WeekState.SIGNED)
# A week sent back is still found, to say that it is: nothing of it is shown.
KNOWN = (*ANSWERABLE, WeekState.RETURNED)


@dataclass(frozen=True)
class PracticeWeek:
    """A week as one practice reads it: its own days, and what was opened to it; nothing else.

    `whole`: the one sum of a week from before the days, in minutes, for the main practice.
    `limited`: whether a signed agreement limits the hours; `version`: that of what it reads.
    """

    week: LogbookWeek
    practice: Organisation
    days: list[PracticeDay]
    entries: list[LogbookEntry]
    answers: list[PracticeAnswer]
    whole: int = 0
    limited: bool = True
    version: int = FIRST

    @property
    def unbounded(self) -> list[Organisation]:
        """The practice, where it signs hours that no signed agreement limits."""
        return [self.practice] if self.minutes and not self.limited else []

    @property
    def covered(self) -> list[PracticeDay]:
        return [one for one in self.days if one.employed]

    @property
    def left_out(self) -> list[PracticeDay]:
        """Days noted at the practice on which it does not employ the learner."""
        return [one for one in self.days if not one.employed]

    @property
    def minutes(self) -> int:
        return self.whole or sum(one.minutes for one in self.covered)

    @property
    def missions(self) -> list[Mission]:
        """Those ticked in the situations opened to the practice, each once."""
        every = {m.pk: m for entry in self.entries for m in entry.missions.all()}
        return sorted(every.values(), key=lambda mission: mission.code)

    @property
    def label(self) -> str:
        return week_label(IsoWeek(self.week.iso_year, self.week.iso_week))

    @property
    def problem(self) -> str:
        """Why nothing can be answered now, in French, or nothing."""
        return week_problem(self.week.state, self.days, bool(self.entries or self.whole))

    @property
    def seen(self) -> str:
        """What the page shows, as its form sends it back."""
        return f"{self.week.pk}:{self.version}:{self.minutes}"

    @property
    def answer(self) -> PracticeAnswer | None:
        """The newest to the week as a whole."""
        return next((one for one in self.answers if one.scope == AnswerScope.WEEK), None)


def weeks_of_practice(
    actor: Membership, states: Sequence[WeekState] = ANSWERABLE
) -> LogbookWeekQuerySet:
    """Weeks handed in or signed that say something of the practice of an employer.

    Nobody signs for their employer: one’s own are left out. `content`: the version
    of what the practice reads.
    """
    if actor.role != Role.EMPLOYER:
        return LogbookWeek.objects.none()
    practice, days = actor.organisation_id, WeekDay.objects.filter(week=OuterRef("pk"))
    opened = LogbookEntry.objects.filter(
        week=OuterRef("pk"), practice=practice, audience=Audience.EMPLOYER
    )
    before_days = Q(practice_minutes__gt=0, enrolment__practice=practice) & ~Exists(days)
    return (
        LogbookWeek.objects.filter(
            Q(Exists(days.filter(practice=practice))) | Exists(opened) | before_days,
            enrolment__in=Enrolment.objects.visible_to(actor),
            state__in=states,
        )
        .exclude(enrolment__learner=actor.user_id)
        .annotate(content=content_version("pk", practice))
    )


def _answered_now(actor: Membership) -> Exists:
    """The practice of the actor has answered the week as it is now."""
    return Exists(
        PracticeAnswer.objects.filter(
            week=OuterRef("pk"), practice=actor.organisation_id, scope=AnswerScope.WEEK,
            version=OuterRef("content"),
        )
    )  # fmt: skip


def weeks_to_answer(actor: Membership) -> LogbookWeekQuerySet:
    """Those that nobody of the practice answered as they are now, the oldest first."""
    found = weeks_of_practice(actor).filter(~_answered_now(actor))
    return found.order_by("iso_year", "iso_week", "pk")


def weeks_answered(actor: Membership) -> LogbookWeekQuerySet:
    """Those that the practice answered as they are now, the newest first."""
    found = weeks_of_practice(actor).filter(_answered_now(actor))
    return found.order_by("-iso_year", "-iso_week", "-pk")


def weeks_that_wait(actor: Membership) -> tuple[int, datetime | None]:
    """How many weeks wait of people in training, and since when the oldest; one query."""
    found = weeks_to_answer(actor).filter(enrolment__situation=Situation.ACTIVE)
    told = found.order_by().aggregate(many=Count("pk"), oldest=Min("submitted_at"))
    return told["many"], told["oldest"]


def for_practice(weeks: Iterable[LogbookWeek], practice: Organisation) -> list[PracticeWeek]:
    """Each week as a practice reads it; at most ten queries whatever their number."""
    keys = [week.pk for week in weeks]
    opened = LogbookEntry.objects.filter(practice=practice, audience=Audience.EMPLOYER)
    answers = PracticeAnswer.objects.filter(practice=practice).with_people()
    rows = LogbookWeek.objects.filter(pk__in=keys).select_related("enrolment__learner")
    rows = rows.annotate(content=content_version("pk", practice.pk)).prefetch_related(
        "days",
        Prefetch("entries", opened.with_links(), to_attr="opened"),
        Prefetch("practice_answers", answers, to_attr="answered"),
    )
    found = {row.pk: row for row in rows}
    enrolments = [row.enrolment_id for row in found.values()]
    shares, parts = _shares(enrolments, practice), parts_of(enrolments)
    return [_of_practice(found[pk], practice, shares, parts) for pk in keys]


def practice_week(week: LogbookWeek, practice: Organisation) -> PracticeWeek:
    """One week as a practice reads it."""
    [found] = for_practice([week], practice)
    return found


def _shares(enrolments: Sequence[int], practice: Organisation) -> dict[int, list[Share]]:
    """The parts of a practice in posts, by enrolment; two queries."""
    found: dict[int, list[Share]] = {}
    posts = SharedPost.objects.filter(enrolment__in=enrolments, practice=practice)
    for post in posts.prefetch_related("ends"):
        found.setdefault(post.enrolment_id, []).append(post.share)
    return found


def _of_practice(
    row: LogbookWeek,
    practice: Organisation,
    shares: dict[int, list[Share]],
    agreed: dict[int, list[Part]],
) -> PracticeWeek:
    main = row.enrolment.practice_id == practice.pk
    parts = shares.get(row.enrolment_id, [])
    stored = list(row.days.all())

    def employed(day: date) -> bool:
        return main or any(holds_on(day, part) for part in parts)

    days = [
        PracticeDay(one.day, one.minutes, employed(one.day))
        for one in stored
        if one.kind == DayKind.WORKED and one.practice_id == practice.pk
    ]
    whole = row.practice_minutes if main and not stored else 0
    opened = [entry for entry in getattr(row, "opened", []) if employed(entry.day)]
    limited = not unbounded_at(row, practice, agreed.get(row.enrolment_id, ()))
    return PracticeWeek(
        row, practice, days, opened, getattr(row, "answered", []), whole, limited,
        getattr(row, "content", FIRST),
    )  # fmt: skip


def employs_on(enrolment: Enrolment, practice: Organisation, day: date) -> bool:
    """Whether a practice employs a learner on a Europe/Paris day; two queries at most."""
    if enrolment.practice_id == practice.pk:
        return True
    parts = _shares([enrolment.pk], practice).get(enrolment.pk, [])
    return any(holds_on(day, part) for part in parts)


def answers_read(actor: Membership) -> Prefetch:
    """What practices answered, as the actor may read it, in `answered`; one query."""
    read = PracticeAnswer.objects.visible_to(actor).with_people()
    return Prefetch("practice_answers", read, to_attr="answered")


def answers_of(week: LogbookWeek | None, actor: Membership) -> list[PracticeAnswer]:
    """What practices answered to a week and its situations, the newest first; one query."""
    if week is None:
        return []
    return list(PracticeAnswer.objects.visible_to(actor).filter(week=week).with_people())
