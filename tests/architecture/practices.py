"""A week that a practice answered, a link for it, and somebody named to sign in its place."""

from datetime import date

from people.enums import Role
from portfolio.enums import EntryKind, WeekState
from portfolio.models import LogbookEntry, LogbookWeek
from portfolio.queries.practice import practice_week
from portfolio.rules.practice import Answer
from portfolio.services import answer_week, name_substitute, send_link
from portfolio.services.practice_link import Addressee
from tests.factories.site import NOW, TODAY, Site
from training.models import Enrolment


def answer_and_ask(site: Site, enrolment: Enrolment) -> str:
    """Gives the token of the link. The week is the sixth, signed, with a situation opened."""
    week = LogbookWeek.objects.create(
        enrolment=enrolment, iso_year=2027, iso_week=6, state=WeekState.SIGNED, version=3,
        submitted_at=NOW,
    )  # fmt: skip
    LogbookEntry.objects.create(
        week=week, practice=enrolment.practice, day=date(2027, 2, 9), kind=EntryKind.PRACTICE,
        text="J’ai préparé un courrier.", form_key="situation-partagee", audience="employer",
        written_at=NOW,
    )  # fmt: skip
    seen = practice_week(week, site.practice).seen
    answer_week(
        actor=site.employer, week=week, answer=Answer("confirmed"), seen=seen,
        form_key="reponse-matrice", now=NOW,
    )  # fmt: skip
    name_substitute(
        actor=site.employer, member=None, name="Dr Lou Essai", email="lou@essai.example",
        first_day=TODAY, last_day=TODAY, form_key="remplacant-matrice", now=NOW,
    )  # fmt: skip
    _, token = send_link(
        actor=site.staff[Role.LEAD], week=week, practice=site.practice, entry=None, now=NOW,
        to=Addressee("Dr Anaïs Essai", "anais@essai.example"), form_key="lien-matrice",
    )  # fmt: skip
    return token
