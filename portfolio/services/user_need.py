"""Themes and voices, the register of needs, and the synthesis that is sent."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from people.enums import Role
from people.models import Membership
from people.services import NotAllowed, ServiceError, StaleForm, audit
from portfolio.models import (
    GroupTheme,
    SynthesisSending,
    ThemeClosing,
    ThemeVote,
    UserGroup,
    UserNeed,
    UserNeedFact,
)
from portfolio.permissions import can_run_group
from portfolio.queries.synthesis import synthesis, synthesis_text
from portfolio.rules.user_group import (
    MAX_WORDS,
    NewNeedFact,
    line_problem,
    need_problem,
    need_state,
    period_problem,
    tidy_need_fact,
)
from portfolio.rules.words import tidy_label
from portfolio.services.user_group import GroupRefused, of_group, refuse_closed, refuse_outside
from records.services import refuse_patient_data

OUTSIDE = "Prenez part au groupe d’abord : une voix est celle d’un participant."


class ThemeTreated(ServiceError):
    message = "Ce thème a déjà été traité."


@transaction.atomic
def propose_theme(
    *, actor: Membership, group: UserGroup, text: str, form_key: str, now: datetime
) -> GroupTheme:
    """Propose a theme; the same form twice proposes it once.

    Raises `NotAllowed`, `GroupClosed`, `GroupRefused`, `PatientData`.
    """
    refuse_outside(actor, group)
    refuse_closed(group)
    if stored := GroupTheme.objects.filter(form_key=form_key).first():
        return of_group(group, stored)
    text = tidy_label(text)
    if problem := line_problem(text, "Le thème"):
        raise GroupRefused(problem)
    if group.themes.filter(text__iexact=text, closing=None).exists():
        raise GroupRefused("Ce thème est déjà proposé : donnez-lui votre voix.")
    refuse_patient_data(text)
    try:
        with transaction.atomic():
            made = GroupTheme.objects.create(
                group=group, text=text, form_key=form_key, proposed_by=actor, proposed_at=now
            )
    except IntegrityError:  # the other click came first
        return of_group(group, GroupTheme.objects.get(form_key=form_key))
    audit(actor, "portfolio.theme.proposed", made, at=now)
    return made


@transaction.atomic
def vote_theme(*, actor: Membership, theme: GroupTheme, given: bool, now: datetime) -> None:
    """Give a theme one’s voice, or take it back; twice is once, in whatever role.

    Raises `NotAllowed`, `GroupClosed`, `GroupRefused` for who is not in the group, `ThemeTreated`.
    """
    refuse_outside(actor, theme.group)
    mine = theme.group.member_facts.filter(member=actor).last()
    if not (mine and mine.joined):
        raise GroupRefused(OUTSIDE)
    refuse_closed(theme.group)
    stored = GroupTheme.objects.select_for_update().get(pk=theme.pk)
    _refuse_treated(stored)
    last = stored.votes.filter(person=actor.user_id).last()
    if given == bool(last and last.given):
        return
    made = ThemeVote.objects.create(
        theme=stored, person=actor.user, number=last.number + 1 if last else 1, given=given,
        noted_by=actor, noted_at=now,
    )  # fmt: skip
    audit(actor, "portfolio.theme.voted", made, at=now, given=given)


@transaction.atomic
def close_theme(
    *, actor: Membership, theme: GroupTheme, treated_on: date, now: datetime
) -> ThemeClosing:
    """Say that a theme was treated; the same day twice is once.

    Raises `NotAllowed`, `ThemeTreated`, `GroupRefused` for a day to come.
    """
    if not can_run_group(actor, theme.group):
        raise NotAllowed
    stored = GroupTheme.objects.select_for_update().get(pk=theme.pk)
    if treated_on > timezone.localdate(now):
        raise GroupRefused("Ce jour n’est pas encore venu.")
    closing = ThemeClosing.objects.filter(theme=stored).first()
    if closing and closing.treated_on == treated_on:
        return closing
    _refuse_treated(stored)
    made = ThemeClosing.objects.create(
        theme=stored, treated_on=treated_on, noted_by=actor, noted_at=now
    )
    audit(actor, "portfolio.theme.treated", made, at=now)
    return made


@transaction.atomic
def raise_need(
    *, actor: Membership, group: UserGroup, about: str, text: str, form_key: str, now: datetime
) -> UserNeed:
    """Add a need to the register, for one’s practice; the same form twice adds it once.

    Raises `NotAllowed`, `GroupClosed`, `GroupRefused`, `PatientData`.
    """
    refuse_outside(actor, group)
    refuse_closed(group)
    if stored := UserNeed.objects.filter(form_key=form_key).first():
        return of_group(group, stored)
    about, text = tidy_label(about), tidy_label(text)
    problem = line_problem(about, "Le logiciel ou le thème")
    if problem := problem or line_problem(text, "Le besoin", MAX_WORDS):
        raise GroupRefused(problem)
    refuse_patient_data(about, text)
    for_practice = actor.role in (Role.LEARNER, Role.EMPLOYER)
    try:
        with transaction.atomic():
            made = UserNeed.objects.create(
                group=group, about=about, text=text, form_key=form_key, raised_by=actor,
                raised_at=now, practice=actor.organisation if for_practice else None,
            )  # fmt: skip
    except IntegrityError:  # the other click came first
        return of_group(group, UserNeed.objects.get(form_key=form_key))
    audit(actor, "portfolio.need.raised", made, at=now)
    return made


@transaction.atomic
def note_need(
    *, actor: Membership, need: UserNeed, new: NewNeedFact, seen: int, now: datetime
) -> UserNeedFact:
    """Note what becomes of a need, also in a closed group; the same form twice notes it once.

    `seen`: how many facts the page showed. Raises `NotAllowed`, `StaleForm`, `GroupRefused`,
    `PatientData`.
    """
    if not can_run_group(actor, need.group):
        raise NotAllowed
    stored = UserNeed.objects.select_for_update().get(pk=need.pk)
    new, facts = tidy_need_fact(new), list(stored.facts.all())
    last = facts[-1] if facts else None
    same = last and NewNeedFact(last.state, last.whom, last.note) == new
    if last and same and len(facts) == seen + 1 and last.noted_by_id == actor.pk:
        return last
    if len(facts) != seen:
        raise StaleForm
    if problem := need_problem(new, need_state(facts)):
        raise GroupRefused(problem)
    refuse_patient_data(new.whom, new.note)
    made = UserNeedFact.objects.create(
        need=stored, number=seen + 1, state=new.state, whom=new.whom, note=new.note,
        noted_by=actor, noted_at=now,
    )  # fmt: skip
    audit(actor, "portfolio.need.noted", made, at=now, state=new.state)
    return made


@transaction.atomic
def send_synthesis(
    *,
    actor: Membership,
    group: UserGroup,
    since: date,
    until: date,
    whom: str,
    sent_on: date,
    form_key: str,
    now: datetime,
) -> SynthesisSending:
    """Note to whom a synthesis was sent, with its text as it reads now; twice is once.

    The site sends nothing itself. Raises `NotAllowed`, `GroupRefused`, `PatientData`.
    """
    if not can_run_group(actor, group):
        raise NotAllowed
    if stored := SynthesisSending.objects.filter(form_key=form_key).first():
        return of_group(group, stored)
    whom, today = tidy_label(whom), timezone.localdate(now)
    problem = line_problem(whom, "Le destinataire") or period_problem(since, until, today)
    if problem or sent_on > today:
        raise GroupRefused(problem or "Le jour de l’envoi n’est pas encore venu.")
    refuse_patient_data(whom)
    text = synthesis_text(synthesis(group, since, until))
    try:
        with transaction.atomic():
            made = SynthesisSending.objects.create(
                group=group, since=since, until=until, whom=whom, sent_on=sent_on, text=text,
                form_key=form_key, noted_by=actor, noted_at=now,
            )  # fmt: skip
    except IntegrityError:  # the other click came first
        return of_group(group, SynthesisSending.objects.get(form_key=form_key))
    audit(actor, "portfolio.synthesis.sent", made, at=now)
    return made


def _refuse_treated(theme: GroupTheme) -> None:
    if ThemeClosing.objects.filter(theme=theme).exists():
        raise ThemeTreated
