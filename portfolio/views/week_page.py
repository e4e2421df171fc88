"""The page of a week, as its learner sees it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from secrets import token_urlsafe
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from curricula.models import Block
from people.models import Organisation
from people.permissions import ActingRequest
from portfolio.enums import EntryKind, WeekState
from portfolio.forms.entry import EntryForm, FullEntryForm
from portfolio.forms.logbook import HoursForm
from portfolio.forms.paper import week_value
from portfolio.models import LogbookEntry, LogbookWeek, WeekDay, WeekSheet
from portfolio.permissions import can_read_feelings
from portfolio.queries import LogbookPath, PathWeek, logbook_path, most_used
from portfolio.queries.amendment import amendments_of
from portfolio.queries.attachment import waiting_pieces
from portfolio.queries.comment import open_comments
from portfolio.queries.entry import (
    Circle,
    circles,
    earlier_entries,
    entry_to_take_up,
    facts_of,
    missions_to_tick,
)
from portfolio.queries.hours import WeekHours, practices_of_week, spent_of, week_hours
from portfolio.queries.practice import answers_of
from portfolio.queries.reflection import reflection_prompt
from portfolio.queries.template import own_templates, template_values
from portfolio.queries.week import DayOfWeek, entries_of, history, week_days
from portfolio.rules.entry import TEXTS
from portfolio.rules.hours import is_off, spent_words
from portfolio.rules.logbook import missing_to_submit
from portfolio.rules.template import STARTERS
from portfolio.rules.weeks import IsoWeek, days_to_write, default_day, week_exists
from portfolio.rules.window import refusal_of
from portfolio.views.learner import chosen, learner_context, own_enrolments
from training.models import Enrolment


@dataclass
class WeekPage:
    """What the screen of a week needs; loaded once, whatever the form that was sent."""

    request: ActingRequest
    enrolments: list[Enrolment]
    enrolment: Enrolment
    path: LogbookPath
    week: PathWeek
    today: date

    @property
    def iso(self) -> IsoWeek:
        return self.week.iso

    @property
    def row(self) -> LogbookWeek | None:
        return self.week.row

    @property
    def value(self) -> str:
        """The week as an address names it."""
        return week_value(self.iso)

    @property
    def writable(self) -> bool:
        return self.week.writable

    @property
    def closed_words(self) -> str:
        """Until when a closed week was written, and whom to ask."""
        return refusal_of(self.week.window, self.today) if self.week.window else ""

    @cached_property
    def entries(self) -> list[LogbookEntry]:
        return entries_of(self.row, self.request.actor)

    @property
    def days(self) -> list[DayOfWeek]:
        return week_days(self.iso, self.entries, self.today)

    @property
    def days_to_come(self) -> int:
        """How many of the days that the page shows have not begun."""
        return sum(day.future for day in self.days)

    @property
    def asked_day(self) -> date | None:
        """The day named by ?jour=, from the link « Écrire » of a day."""
        asked = self.request.GET.get("jour")
        days = days_to_write(self.iso, self.today)
        return next((day for day in days if day.isoformat() == asked), None)

    @property
    def prompt(self) -> str:
        """What a lesson invites to write, from its link: ?reflexion=code:block."""
        code, _, block = self.request.GET.get("reflexion", "").partition(":")
        return reflection_prompt(self.enrolment, code, block) if block else ""

    @property
    def missing(self) -> list[str]:
        """What keeps the week from being handed in."""
        off = is_off(day.written for day in self.stored_days)
        return missing_to_submit(facts_of(self.entries), off)

    @cached_property
    def stored_days(self) -> list[WeekDay]:
        return list(self.row.days.select_related("practice")) if self.row else []

    @property
    def circles(self) -> list[Circle]:
        """Who will read how many of the situations, the narrowest circle first."""
        return circles(self.entries)

    @property
    def waiting_pieces(self) -> int:
        """Pieces that their author has not looked at: nobody else reads them."""
        return waiting_pieces(self.entries, self.papers)

    @cached_property
    def papers(self) -> list[WeekSheet]:
        """The sheets on paper that the page still speaks of."""
        return self.row.papers if self.row else []

    @property
    def written_days(self) -> int:
        return len({entry.day for entry in self.entries})

    @cached_property
    def spent(self) -> str:
        """How the time for the livret and the group stands against the contract, in French."""
        if self.row is None:
            return ""
        if self.writable:  # its form has read what the contract leaves
            return spent_words(self.row.own_minutes, self.hours.own_time)
        return spent_of(self.row)

    @cached_property
    def hours(self) -> WeekHours:
        """What the form of the hours shows."""
        noted = bool(self.stored_days) or (self.row is not None and self.row.practice_minutes > 0)
        return week_hours(
            self.enrolment, self.iso, self.stored_days, self.practices, self.today, noted
        )

    @property
    def hour_stitches(self) -> list[str | tuple[str, float]]:
        """One stitch per hour at the practice."""
        minutes = self.row.practice_minutes if self.row else 0
        part = [("part", minutes % 60 / 60)] if minutes % 60 else []
        return ["ok"] * (minutes // 60) + part

    def entry_form(self, data: Any = None) -> EntryForm:
        return EntryForm(
            data,
            draft_key=f"livret-{self.enrolment.pk}-{self.iso.year}-{self.iso.number}",
            initial=self.first_values(),
            practices=self.practices,
            **self.choices(),
        )

    def full_form(self, entry: LogbookEntry, data: Any = None) -> FullEntryForm:
        return FullEntryForm(
            data,
            entry=entry,
            missions=missions_to_tick(entry),
            draft_key=f"situation-{entry.pk}",
            initial=values_of(entry),
            practices={*self.practices, entry.practice},
            **self.choices(),
        )

    def choices(self) -> dict[str, Any]:
        """The days and the competencies that a situation of this week may name."""
        blocks = Block.objects.filter(qualification=self.enrolment.qualification_id)
        return {
            "days": days_to_write(self.iso, self.today),
            "blocks": blocks.prefetch_related("competencies"),
            "used": most_used(self.enrolment),
        }

    @cached_property
    def practices(self) -> list[Organisation]:
        """Those that employ the learner on a day of the week, the main one first."""
        return practices_of_week(self.enrolment, self.iso)

    def first_values(self) -> dict[str, Any]:
        """What stands in the form: a day, and what a lesson or an earlier week gives to start."""
        day = self.asked_day or default_day(self.iso, self.today)
        again = entry_to_take_up(self.enrolment, self.request.GET.get("reprendre", ""))
        model = template_values(self.request.actor, self.request.GET.get("modele", ""))
        return {
            "kind": EntryKind.PRACTICE,
            "text": self.prompt,
            **(values_of(again) if again else model),
            "day": day.isoformat(),
            "form_key": token_urlsafe(16),
            "version": None,
        }

    def hours_form(self, data: Any = None) -> HoursForm:
        row = self.row
        initial = {
            "logbook": row.logbook_minutes if row else 0,
            "collective": row.collective_minutes if row else 0,
            "version": row.version if row else 0,
        }
        return HoursForm(data, week=self.hours, initial=initial, auto_id="heures_%s")

    def help_to_write(self) -> dict[str, Any]:
        """What a situation may begin with, and the comments on those that stand."""
        return {
            "earlier": earlier_entries(self.enrolment, self.iso) if self.writable else [],
            "models": own_templates(self.request.actor) if self.writable else [],
            "starters": STARTERS,
            "remarks": open_comments(self.entries),
            "answers_comments": True,
        }

    def render(
        self,
        entry_form: EntryForm | None = None,
        hours_form: HoursForm | None = None,
        left_over: Sequence[str] = (),
    ) -> HttpResponse:
        """`left_over`: what was typed and no field of the page takes, to be copied."""
        writable = self.writable
        context = {
            **learner_context(self.request, self.enrolment, self.enrolments, self.path),
            "page": self,
            "events": history(self.row),
            "answers": answers_of(self.row, self.request.actor),
            "ask": None if writable else self.row,
            "amendments": amendments_of(self.request.actor, self.row, self.entries, self.today),
            "left_over": left_over,
            "reads_feelings": can_read_feelings(self.request.actor),
            **self.help_to_write(),
            "returned": self.row is not None and self.row.state == WeekState.RETURNED,
            "entry_form": entry_form or (self.entry_form() if writable else None),
            "hours_form": hours_form or (self.hours_form() if writable else None),
        }
        return render(self.request, "portfolio/logbook/week.html", context)


def values_of(entry: LogbookEntry) -> dict[str, Any]:
    """The stored situation as the form shows it."""
    named = ("kind", "audience", "form_key", "version", "moment", "autonomy", *TEXTS)
    return {
        **{name: getattr(entry, name) for name in named},
        "day": entry.day.isoformat(),
        "practice": entry.practice_id,
        "axes": entry.axes,
        "competencies": [claim.competency_id for claim in entry.claims.all()],
        "missions": [mission.pk for mission in entry.missions.all()],
    }


def fresh(page: WeekPage) -> WeekPage:
    """The page as stored now, after a refusal."""
    return load_page(page.request, page.iso.year, page.iso.number)


def week_url(page: WeekPage) -> str:
    named = "inscription" in page.request.GET
    suffix = f"?inscription={page.enrolment.pk}" if named else ""
    return reverse("portfolio:week", args=[page.iso.year, page.iso.number]) + suffix


def load_page(request: ActingRequest, iso_year: int, iso_week: int) -> WeekPage:
    """The page of a week of the path; any other week does not exist (404)."""
    enrolments = own_enrolments(request)
    enrolment = chosen(request, enrolments)
    if enrolment is None or not week_exists(iso_year, iso_week):
        raise Http404
    today = timezone.localdate()
    path = logbook_path(enrolment, today)
    week = path.find(IsoWeek(iso_year, iso_week))
    if week is None:
        raise Http404
    return WeekPage(request, enrolments, enrolment, path, week, today)


def no_enrolment(request: ActingRequest) -> HttpResponse:
    return render(request, "portfolio/logbook/none.html")
