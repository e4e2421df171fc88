"""A good practice that its author shares, one that is asked for, and a group of users at work."""

from datetime import date, datetime

from lms.services.demo.cast import Cast
from lms.services.demo.meetings import weekday_before
from people.enums import Role
from people.models import Membership
from portfolio.enums import EntryKind, GroupKind, NeedState, SharingAct
from portfolio.models import LogbookEntry
from portfolio.rules.user_group import USUAL_WEEKS, GroupPace, NewNeedFact
from portfolio.rules.wall import HANDED_IN, Shown
from portfolio.services.user_group import (
    name_group_referent,
    note_session,
    open_group,
    take_part,
)
from portfolio.services.user_need import note_need, propose_theme, raise_need, vote_theme
from portfolio.services.wall import note_sharing
from training.models import Enrolment

NEEDS = (
    ("Résultats d’examens", "Une alerte quand un résultat arrive (démonstration)."),
    ("Documents types", "Partager nos modèles entre cabinets (démonstration)."),
)
THEMES = ("Ranger les courriers reçus (démonstration)", "Les raccourcis utiles (démonstration)")
MET = "Chacun a montré comment il classe les courriers (démonstration)."


def share_and_gather(cast: Cast, enrolment: Enrolment, today: date, now: datetime) -> None:
    """What one assistant shares with the cohort, and a group with their employer in it."""
    learner = Membership.objects.get(user=enrolment.learner, role=Role.LEARNER, until=None)
    show_on_wall(cast, learner, enrolment, now)
    met_on = weekday_before(today, 14, enrolment.cohort.starts_on)
    group = open_group(
        actor=cast.lead, kind=GroupKind.SOFTWARE, name="Logiciel de démonstration, débutants",
        pace=GroupPace(USUAL_WEEKS, met_on), form_key="demo-groupe", now=now,
    )  # fmt: skip
    employers = Membership.objects.filter(
        organisation=enrolment.practice, role=Role.EMPLOYER, until=None
    )
    for member in (learner, *employers[:1]):
        take_part(actor=member, group=group, joined=True, now=now)
    note_session(
        actor=cast.trainer, group=group, held_on=met_on, text=MET,
        form_key="demo-reunion", now=now,
    )  # fmt: skip
    for number, text in enumerate(THEMES):
        theme = propose_theme(
            actor=learner, group=group, text=text, form_key=f"demo-theme-{number}", now=now
        )
        if number == 0:
            vote_theme(actor=learner, theme=theme, given=True, now=now)
    needs = [
        raise_need(
            actor=learner, group=group, about=about, text=text, now=now,
            form_key=f"demo-besoin-{number}",
        )
        for number, (about, text) in enumerate(NEEDS)
    ]  # fmt: skip
    passed = NewNeedFact(NeedState.PASSED, "l’éditeur du logiciel")
    note_need(actor=cast.lead, need=needs[0], new=passed, seen=0, now=now)
    for employer in employers[:1]:
        name_group_referent(
            actor=employer, group=group, person=learner, since=today, seen=0, now=now
        )


def show_on_wall(cast: Cast, learner: Membership, enrolment: Enrolment, now: datetime) -> None:
    """The newest good practice is shared by its author; the one before is asked for."""
    good = LogbookEntry.objects.filter(
        week__enrolment=enrolment, week__state__in=HANDED_IN, kind=EntryKind.GOOD_PRACTICE
    )
    acts = ((learner, SharingAct.CONSENTED), (cast.trainer, SharingAct.ASKED))
    for entry, (actor, act) in zip(good.order_by("-day", "-pk"), acts, strict=False):
        shown = Shown(by_name=act == SharingAct.CONSENTED)
        note_sharing(actor=actor, entry=entry, act=act, seen=0, shown=shown, now=now)
