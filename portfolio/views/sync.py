"""The livret on a device: what it keeps to write without network, and what it sends."""

from collections.abc import Callable
from datetime import date
from functools import cached_property, wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, QueryDict
from django.http.response import Http404
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from curricula.models import Block, Mission
from people.enums import Role
from people.models import Organisation
from people.permissions import ActingRequest, acting_as
from people.services import ServiceError
from portfolio.forms.sync import UNREADABLE, OperationForm, SyncedEntryForm, SyncForm
from portfolio.models import LogbookEntry
from portfolio.queries.hours import practices_of_week
from portfolio.queries.sync import Catalogue, DeviceWeek, catalogue, own_entry
from portfolio.rules.weeks import SATURDAY, IsoWeek, days_to_write
from portfolio.services.sync import Synced, sync_entry, sync_removal
from portfolio.views.learner import chosen, own_enrolments, own_to_write
from portfolio.views.week_page import values_of
from records.rules.french import SHORT_DAYS
from training.models import Enrolment

Answer = dict[str, Any]


def for_scripts(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Who is not signed in is told so (401): a script cannot follow the way to a login page."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return JsonResponse({"error": "signed_out"}, status=401)
        return view(request, *args, **kwargs)

    return wrapped


@never_cache
@for_scripts
@acting_as(Role.LEARNER)
def data(request: ActingRequest) -> HttpResponse:
    """What the device of a learner keeps: weeks, situations, competencies, missions."""
    enrolment = chosen(request, own_enrolments(request))
    if enrolment is None:
        raise Http404
    today = timezone.localdate()
    said = as_json(catalogue(enrolment, today))
    return JsonResponse({"person": str(request.user.pk), **said})


@require_POST
@for_scripts
@acting_as(Role.LEARNER)
def synchronise(request: ActingRequest) -> HttpResponse:
    """Store what a device wrote; each situation has its own answer, whatever the others get."""
    enrolment = chosen(request, own_to_write(request))
    if enrolment is None:
        raise Http404
    form = SyncForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"error": "unreadable"}, status=400)
    if form.cleaned_data["person"] != str(request.user.pk):
        return JsonResponse({"error": "other_person"}, status=409)
    desk = SyncDesk(request, enrolment)
    answers = [desk.answer(sent) for sent in form.cleaned_data["operations"]]
    return JsonResponse({"answers": answers})


class SyncDesk:
    """Takes the operations of one request, one after the other."""

    def __init__(self, request: ActingRequest, enrolment: Enrolment) -> None:
        self.request, self.enrolment = request, enrolment
        self.today = timezone.localdate()
        self._practices: dict[IsoWeek, list[Organisation]] = {}

    def answer(self, sent: Any) -> Answer:
        """What became of one operation, in the words of the device."""
        form = OperationForm(sent if isinstance(sent, dict) else {})
        key = {"form_key": str(form["form_key"].value() or "")[:40]}
        if not form.is_valid():
            return {**key, "result": "refused", "message": UNREADABLE, "field": ""}
        try:
            done = self._do(form)
        except ServiceError as refusal:
            return {**key, "result": "refused", "message": refusal.message, "field": ""}
        return {**key, **(done if isinstance(done, dict) else _said(done))}

    def _do(self, form: OperationForm) -> Synced | Answer:
        actor, now = self.request.actor, timezone.now()
        form_key, base = form.cleaned_data["form_key"], form.cleaned_data["base"]
        stored = own_entry(self.enrolment, form_key)
        if form.cleaned_data["act"] == "remove":
            return sync_removal(
                actor=actor, enrolment=self.enrolment, stored=stored, base=base, now=now
            )
        entry_form = self._entry_form(form, stored)
        if not entry_form.is_valid():
            return _refused(entry_form)
        return sync_entry(
            actor=actor,
            enrolment=self.enrolment,
            week=form.iso,
            stored=stored,
            form_key=form_key,
            base=base,
            written=entry_form.written(),
            confirmed=entry_form.cleaned_data["confirmed"],
            now=now,
        )

    def _entry_form(self, form: OperationForm, stored: LogbookEntry | None) -> SyncedEntryForm:
        """The form of the page, with what the device sends in it."""
        values = QueryDict(mutable=True)
        for name, several in form.cleaned_data["values"].items():
            values.setlist(name, several)
        values["form_key"] = form.cleaned_data["form_key"]
        also = [stored.practice] if stored else []
        return SyncedEntryForm(
            values,
            entry=stored or LogbookEntry(),
            days=days_to_write(form.iso, self.today),
            blocks=self.blocks,
            practices=dict.fromkeys([*self._employing(form.iso), *also]),
            missions=[("Missions", self.missions)] if values.getlist("missions") else [],
        )

    def _employing(self, iso: IsoWeek) -> list[Organisation]:
        if iso not in self._practices:
            self._practices[iso] = practices_of_week(self.enrolment, iso)
        return self._practices[iso]

    @cached_property
    def blocks(self) -> list[Block]:
        found = Block.objects.filter(qualification=self.enrolment.qualification_id)
        return list(found.prefetch_related("competencies"))

    @cached_property
    def missions(self) -> list[Mission]:
        return list(Mission.objects.all())


def _said(done: Synced) -> Answer:
    return {"result": str(done.verdict), "now": entry_json(done.entry) if done.entry else None}


def _refused(form: SyncedEntryForm) -> Answer:
    """What keeps it from being stored; `confirm` asks why a name is no patient’s."""
    field, errors = next(iter(form.errors.items()))
    return {
        "result": "confirm" if form.asks else "refused",
        "message": errors[0],
        "field": "" if field == "__all__" else field,
    }


def entry_json(entry: LogbookEntry) -> Answer:
    """A stored situation as its form shows it, with its week, its version and its hour."""
    levels = {f"level_{c.competency_id}": c.level for c in entry.claims.all() if c.level}
    values = {**values_of(entry), **levels}
    form_key, version = values.pop("form_key"), values.pop("version")
    week = {"year": entry.week.iso_year, "week": entry.week.iso_week}
    return {
        **week, "form_key": form_key, "version": version, "at": entry.written_at, "values": values,
    }  # fmt: skip


def as_json(found: Catalogue) -> Answer:
    """The catalogue in plain values."""
    return {
        "enrolment": found.enrolment.pk,
        "weeks": [_week_json(week) for week in found.weeks],
        "used": found.used,
        "blocks": [
            {"title": block.title, "competencies": [_named(c) for c in block.competencies.all()]}
            for block in found.blocks
        ],
        "missions": [_named(mission) for mission in found.missions],
        "practices": [{"pk": one.pk, "name": one.name} for one in found.practices],
    }


def _named(one: Any) -> Answer:
    return {"pk": one.pk, "code": one.code, "text": one.text}


def _week_json(week: DeviceWeek) -> Answer:
    days = [week.iso.day(number) for number in range(SATURDAY + 1)]
    return {
        "year": week.iso.year, "week": week.iso.number, "rank": week.rank, "label": week.label,
        "until": week.until, "days": [_day_json(day) for day in days],
        "situations": [entry_json(entry) for entry in week.entries],
    }  # fmt: skip


def _day_json(day: date) -> Answer:
    return {"day": day, "label": f"{SHORT_DAYS[day.weekday()]} {day.day}"}
