"""What a practice answers to, as it stands now, and what a link opens."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from people.models import Organisation
from portfolio.enums import AnswerScope, Audience, LinkState
from portfolio.models import LogbookEntry, LogbookWeek, PracticeLink
from portfolio.queries.practice import PracticeWeek, employs_on, practice_week
from portfolio.queries.practice_link import link_of
from portfolio.rules.practice import entry_problem
from records.rules.french import long_date


@dataclass(frozen=True)
class Subject:
    """A week or a situation. `seen`: how a page that shows it names it; `problem`: why it may not
    be answered now, in French, or nothing.
    """

    week: LogbookWeek
    practice: Organisation
    entry: LogbookEntry | None = None
    page: PracticeWeek | None = None
    version: int = 0
    seen: str = ""
    problem: str = ""

    @property
    def minutes(self) -> int:
        return self.page.minutes if self.page else 0


def week_subject(week: LogbookWeek, practice: Organisation) -> Subject:
    """A week as a practice may answer it now."""
    page = practice_week(week, practice)
    return Subject(
        week=page.week, practice=practice, page=page, version=page.version,
        seen=page.seen, problem=page.problem,
    )  # fmt: skip


def entry_subject(entry: LogbookEntry) -> Subject:
    """A situation as its practice may answer it now."""
    employed = employs_on(entry.week.enrolment, entry.practice, entry.day)
    shared = entry.audience == Audience.EMPLOYER
    return Subject(
        week=entry.week, practice=entry.practice, entry=entry, version=entry.content_version,
        seen=entry.seen,
        problem=entry_problem(entry.week.state, shared, employed),
    )  # fmt: skip


def subject_of(
    week: LogbookWeek, practice: Organisation, scope: str, entry: LogbookEntry | None
) -> Subject:
    """The week, or the situation of it, as it stands now; a situation that is gone is a problem."""
    if scope == AnswerScope.WEEK:
        return week_subject(week, practice)
    rows = LogbookEntry.objects.select_related("practice", "week__enrolment__learner").with_links()
    stored = rows.filter(pk=entry.pk, week=week, practice=practice).first() if entry else None
    if stored is None:
        gone = "Son auteur a retiré cette situation : elle n’est plus à signer."
        return Subject(week, practice, problem=gone)
    return entry_subject(stored)


def subject_of_link(link: PracticeLink, now: datetime) -> Subject:
    """What a link opens; outside the dates of a substitute, the problem is theirs."""
    subject = subject_of(link.week, link.practice, link.scope, link.entry)
    if problem := substitute_problem(link, now):
        return Subject(subject.week, subject.practice, problem=problem)
    return subject


def substitute_problem(link: PracticeLink, now: datetime) -> str:
    """Why a substitute may not sign now, in French, or nothing."""
    who = link.substitute
    if who is None or who.may_sign_on(timezone.localdate(now)):
        return ""
    if who.ended_at:
        return f"Le remplacement a pris fin le {long_date(timezone.localdate(who.ended_at))}."
    dates = f"du {long_date(who.first_day)} au {long_date(who.last_day)}"
    return f"Ce lien est pour un remplaçant, qui signe {dates} : aujourd’hui est hors de ces dates."


@dataclass(frozen=True)
class Door:
    """A link that somebody came by; the subject is read only while the link is open."""

    link: PracticeLink
    state: LinkState
    subject: Subject | None

    @property
    def problem(self) -> str:
        return self.subject.problem if self.subject else ""

    @property
    def changed(self) -> bool:
        """Its author has written since the link was sent."""
        return self.subject is not None and self.subject.version != self.link.version


def door_of(token: str, now: datetime) -> Door | None:
    """What a token opens; None when it is not known."""
    link = link_of(token)
    if link is None:
        return None
    state = link.state_at(now)
    return Door(link, state, subject_of_link(link, now) if state == LinkState.OPEN else None)
