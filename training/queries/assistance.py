"""Threads of assistance: who answers, what was said, which questions wait."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from curricula.models import Module, ModuleLesson
from people.enums import STAFF_ROLES, Role
from people.models import Membership
from training.enums import AssistanceKind, PromiseState
from training.models import (
    AssistanceContact,
    AssistanceMessage,
    Cohort,
    Enrolment,
    ModuleMessage,
)
from training.queries.file_part import FilePart
from training.rules.assistance import Exchange, Said, assistance_given, exchanges

Contacts = dict[str, AssistanceContact]


def contacts_of(cohort: Cohort) -> Contacts:
    """Who is named and still there, by the code of a module; an empty code is for all. One query.

    Who has left, or whose account is closed, assists nobody: the one named before holds again.
    """
    rows = _there(cohort).select_related("contact__user", "module", "named_by__user")
    found: Contacts = {}
    for row in rows:
        found.setdefault(row.module.code if row.module else "", row)
    return found


def standing_contacts(today: date) -> QuerySet[AssistanceContact]:
    """Those named whose role is not over and whose account is open, the newest first."""
    held = Membership.objects.active(today).filter(user__is_active=True)
    return AssistanceContact.objects.filter(contact__in=held)


def _there(cohort: Cohort) -> QuerySet[AssistanceContact]:
    return standing_contacts(timezone.localdate()).filter(cohort=cohort)


def contact_for(contacts: Contacts, code: str) -> AssistanceContact | None:
    """The one of the module, else the one of all modules."""
    return contacts.get(code) or contacts.get("")


def written_codes(cohort: Cohort, named: Iterable[str]) -> set[str]:
    """Modules in which the contact wrote to the whole cohort, by code; one query.

    `named`: codes of modules with a contact; the word of a contact of one module is its message.
    """
    told = cohort.module_messages.order_by().values_list("module__code", flat=True)
    return {code for code in named if code}.union(told)


def assisted(enrolment: Enrolment) -> Callable[[str], bool]:
    """Whether a message of the training body stands in the thread of a module, by its code.

    As distance hours ask; three queries.
    """
    given = assisted_in(enrolment.cohort, [enrolment.pk])
    return lambda code: given(enrolment.pk, code)


def assisted_in(cohort: Cohort, enrolments: Collection[int]) -> Callable[[int, str], bool]:
    """The same for some enrolments of a cohort: by enrolment and code; three queries."""
    named = {code or "" for code in _there(cohort).values_list("module__code", flat=True)}
    written = written_codes(cohort, named)
    answered: dict[int, set[str]] = defaultdict(set)
    answers = AssistanceMessage.objects.filter(
        enrolment__in=enrolments, kind=AssistanceKind.ANSWER
    ).order_by()
    for enrolment, code in answers.values_list("enrolment", "module__code"):
        answered[enrolment].add(code)
    return lambda enrolment, code: assistance_given(named, written, answered[enrolment], code)


def silent_modules(modules: QuerySet[Any, Any], today: date) -> QuerySet[Any, Any]:
    """Those in which nobody wrote to the whole cohort `in_cohort` yet; the twin of `assisted`.

    Nobody named for a module: it is among them. A module without a published lesson has no
    distance hours that could wait: it is not.
    """
    lessons = ModuleLesson.objects.filter(module=OuterRef("pk"), lesson__live=True)
    named = standing_contacts(today).filter(cohort=OuterRef("in_cohort"))
    told = ModuleMessage.objects.filter(cohort=OuterRef("in_cohort"), module__code=OuterRef("code"))
    return modules.filter(
        Exists(lessons),
        ~Exists(named.filter(module__code=OuterRef("code"))),
        ~(Exists(told) & Exists(named.filter(module=None))),
    )


def modules_without_message(cohort: Cohort) -> list[Module]:
    """Modules in which nobody wrote to the cohort yet, in order; their distance hours wait.

    One query.
    """
    modules = cohort.track_version.modules.annotate(in_cohort=Value(cohort.pk))
    return list(silent_modules(modules, timezone.localdate()))


def silent_count() -> Coalesce:
    """How many modules `modules_without_message` has, beside the row of a cohort."""
    modules = Module.objects.order_by().annotate(in_cohort=F("track_version__cohorts"))
    found = silent_modules(modules, timezone.localdate()).filter(in_cohort=OuterRef("pk"))
    return Coalesce(Subquery(found.values("in_cohort").annotate(n=Count("pk")).values("n")), 0)


@dataclass(frozen=True)
class Thread:
    """What was said about a module, oldest first, and who answers there.

    `told`: what the contact wrote there to the whole cohort.
    """

    module: Module
    contact: AssistanceContact | None
    messages: list[AssistanceMessage]
    told: list[ModuleMessage]

    @property
    def given(self) -> bool:
        """A message of the contact stands here, as distance hours ask."""
        answered = any(one.kind == AssistanceKind.ANSWER for one in self.messages)
        code = self.module.code
        named = {code} if self.contact else set()
        written = {code} if self.told or (self.contact and self.contact.module_id) else set()
        return assistance_given(named, written, {code} if answered else (), code)

    @property
    def all_said(self) -> list[AssistanceMessage | ModuleMessage]:
        """Messages to everybody and to this learner, oldest first."""
        return sorted([*self.told, *self.messages], key=lambda one: one.written_at)

    @property
    def questions(self) -> list[Exchange]:
        return exchanges(_said(one) for one in self.messages)

    @property
    def waiting(self) -> Exchange | None:
        """The oldest question without an answer."""
        return next((one for one in self.questions if one.answered_at is None), None)

    @property
    def last(self) -> AssistanceMessage | ModuleMessage | None:
        said = self.all_said
        return said[-1] if said else None


def _said(message: AssistanceMessage) -> Said:
    return Said(message.kind, message.written_at, message.due_on)


def threads(enrolment: Enrolment) -> list[Thread]:
    """The modules of the track in order, then those of before where something was said.

    Of an enrolment loaded with its cohort; four queries.
    """
    contacts = contacts_of(enrolment.cohort)
    told: dict[str, list[ModuleMessage]] = defaultdict(list)
    for one in enrolment.cohort.module_messages.select_related("module", "written_by__user"):
        told[one.module.code].append(one)
    said: dict[str, list[AssistanceMessage]] = defaultdict(list)
    modules = {one.code: one for one in Module.objects.filter(
        track_version=enrolment.track_version_id
    )}  # fmt: skip
    for message in enrolment.assistance_messages.select_related("module", "written_by__user"):
        said[message.module.code].append(message)
        modules.setdefault(message.module.code, message.module)
    return [
        Thread(module, contact_for(contacts, code), said[code], told[code])
        for code, module in modules.items()
    ]


def thread(enrolment: Enrolment, module_id: int) -> Thread | None:
    """The thread of one module; None when it is none of this enrolment.

    A message keeps the module of its day: its address opens the thread in a newer version as well.
    """
    found = threads(enrolment)
    now = (one for one in found if one.module.pk == module_id)
    before = (one for one in found if any(said.module_id == module_id for said in one.messages))
    return next(chain(now, before), None)


@dataclass(frozen=True)
class Waiting:
    """A question that waits for an answer of the training body."""

    message: AssistanceMessage
    state: PromiseState


def waiting_questions(actor: Membership, today: date) -> list[Waiting]:
    """Questions without an answer that the actor may read, the first promised first; one query."""
    rows = unanswered(AssistanceMessage.objects.visible_to(actor)).select_related(
        "enrolment__learner", "enrolment__cohort", "module"
    )
    found = [Waiting(row, exchanges([_said(row)])[0].state(today)) for row in rows]
    return sorted(found, key=lambda one: (one.message.due_on or date.max, one.message.written_at))


def unanswered(messages: QuerySet[AssistanceMessage]) -> QuerySet[AssistanceMessage]:
    """Questions that nothing of the training body follows; the twin of `exchanges`."""
    later = AssistanceMessage.objects.filter(
        enrolment=OuterRef("enrolment"),
        module__code=OuterRef("module__code"),
        written_at__gte=OuterRef("written_at"),
    ).exclude(kind=AssistanceKind.QUESTION)
    return messages.filter(~Exists(later), kind=AssistanceKind.QUESTION)


def promises(actor: Membership, since: datetime, today: date) -> dict[str, int]:
    """How many questions asked since an instant stand how against what was promised; one query."""
    rows = AssistanceMessage.objects.visible_to(actor).filter(written_at__gte=since)
    said: dict[tuple[int, str], list[Said]] = defaultdict(list)
    for row in rows.select_related("module"):
        said[row.enrolment_id, row.module.code].append(_said(row))
    return Counter(_states(said.values(), today))


def _states(groups: Iterable[list[Said]], today: date) -> Iterable[str]:
    for group in groups:
        for exchange in exchanges(group):
            yield exchange.state(today).value


def assistance_part(actor: Membership, enrolment: Enrolment, today: date) -> FilePart | None:
    """The part of the file: who answers, or that nobody is named, or what waits."""
    if actor.role not in (Role.LEARNER, *STAFF_ROLES):
        return None
    url = reverse("training:assistance", args=[enrolment.pk])
    found = threads(enrolment)
    waiting = sum(1 for one in found if one.waiting)
    alone = sum(1 for one in found if one.contact is None)
    silent = sum(1 for one in found if not one.given)
    if waiting:
        questions = "questions attendent" if waiting > 1 else "question attend"
        return FilePart("Assistance à distance", f"{waiting} {questions} une réponse.", url, True)
    if alone:
        modules = "modules n’ont" if alone > 1 else "module n’a"
        whose = "leurs" if alone > 1 else "ses"
        state = f"{alone} {modules} pas de contact : {whose} heures à distance attendent."
        return FilePart("Assistance à distance", state, url, missing=True)
    if silent:
        modules = "modules attendent" if silent > 1 else "module attend"
        whose = "leurs" if silent > 1 else "ses"
        state = f"{silent} {modules} le message de l’organisme : {whose} heures à distance aussi."
        return FilePart("Assistance à distance", state, url, missing=True)
    return FilePart("Assistance à distance", "Chaque module a son contact et son message.", url)
