"""The main pages: who opens them, where they are, and what they may cost."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from assessments.models import Submission
from curricula.enums import ImportState
from curricula.models import Block, Module, Qualification, ReferenceImport
from people.enums import Role
from people.models import Membership, User
from portfolio.models import LogbookWeek
from records.models import Document
from tests.benchmarks.autosave import Autosave, autosave_of
from tests.benchmarks.sizes import TIMED
from training.enums import SessionState
from training.models import Cohort, Enrolment, TrainingSession

LEARNER = "mesure5@livret.example"  # has a week sent back, a synthesis handed in, two attestations


class Places:
    """The rows that the addresses name."""

    @cached_property
    def enrolment(self) -> Enrolment:
        return Enrolment.objects.select_related("cohort").get(learner__email=LEARNER)

    @cached_property
    def module(self) -> Module:
        """The module in hand: the third with lessons."""
        with_lessons = Module.objects.filter(
            track_version=self.enrolment.track_version, assignment__isnull=False
        )
        return list(with_lessons.order_by("order"))[2]

    @cached_property
    def lesson_slug(self) -> str:
        return self.module.module_lessons.select_related("lesson").first().lesson.slug

    @cached_property
    def week(self) -> LogbookWeek:
        return self.enrolment.logbook_weeks.order_by("-iso_year", "-iso_week").first()

    @cached_property
    def submission(self) -> Submission:
        return Submission.objects.filter(state="submitted").order_by("pk").last()

    @cached_property
    def waiting_week(self) -> LogbookWeek:
        return LogbookWeek.objects.filter(state="submitted").order_by("pk").last()

    @cached_property
    def cohort(self) -> Cohort:
        return self.enrolment.cohort

    @cached_property
    def session(self) -> TrainingSession:
        """The newest one held of the cohort of 50."""
        return self.cohort.sessions.filter(state=SessionState.HELD).first()

    @cached_property
    def reference(self) -> Qualification:
        """The one that the measured import wrote."""
        return Qualification.objects.get(code=f"mesure-{TIMED}")

    @cached_property
    def published(self) -> Qualification:
        return self.enrolment.track_version.qualification

    @cached_property
    def preview(self) -> ReferenceImport:
        return ReferenceImport.objects.get(state=ImportState.SHOWN)

    @cached_property
    def document(self) -> Document:
        return Document.objects.filter(holder=self.enrolment.learner).order_by("pk").last()


def learner(places: Places) -> User:
    return places.enrolment.learner


def staff(role: Role) -> Callable[[Places], User]:
    return lambda places: Membership.objects.filter(role=role).order_by("pk").first().user


TRAINER, LEAD, EMPLOYER = staff(Role.TRAINER), staff(Role.LEAD), staff(Role.EMPLOYER)


@dataclass(frozen=True)
class Page:
    """A page with its goal in B and in queries; None where no goal is set.

    `sends`: what is posted to it each time, for an address that writes.
    """

    title: str
    who: Callable[[Places], User] | None
    name: str
    args: Callable[[Places], tuple[Any, ...]] = lambda places: ()
    goal: int | None = None
    queries: int | None = None

    query: str = ""
    sends: Callable[[Places], Autosave] | None = None

    def url(self, places: Places) -> str:
        return reverse(self.name, args=self.args(places)) + self.query


def iso(places: Places) -> tuple[int, int]:
    return places.week.iso_year, places.week.iso_week


def this_week(places: Places) -> tuple[int, int]:
    return tuple(timezone.localdate().isocalendar()[:2])


def reference(places: Places) -> tuple[int]:
    return (places.reference.pk,)


def compared(places: Places) -> tuple[int, int]:
    return places.published.pk, places.reference.pk


def enrolment(places: Places) -> tuple[int]:
    return (places.enrolment.pk,)


def cohort(places: Places) -> tuple[int]:
    return (places.cohort.pk,)


def session(places: Places) -> tuple[int]:
    return (places.session.pk,)


def case_item(places: Places) -> tuple[UUID]:
    return (Block.objects.filter(qualification=places.published).first().identifier,)


PAGES = (
    Page("Accueil de l’assistant", learner, "lms:home", goal=70, queries=15),
    Page("Parcours", learner, "lms:track"),
    Page("Module", learner, "lms:module", lambda p: (p.module.pk,), goal=60),
    Page("Leçon", learner, "training:lesson", lambda p: (p.module.pk, p.lesson_slug), goal=60),
    Page("Quiz", learner, "assessments:quiz", lambda p: (p.module.pk,)),
    Page("Synthèse", learner, "assessments:synthesis", lambda p: (p.module.pk,)),
    Page("Mes compétences", learner, "portfolio:own_map", goal=100, queries=15),
    Page("Mon livret", learner, "portfolio:path"),
    Page("Semaine renvoyée", learner, "portfolio:week", iso, goal=70),
    Page("Semaine en cours", learner, "portfolio:week", this_week, goal=70),
    Page("Enregistrer en écrivant", learner, "portfolio:sync", goal=30, sends=autosave_of),
    Page("Mes heures", learner, "training:hours", lambda p: (p.enrolment.pk,), goal=70),
    Page("Temps à distance", learner, "training:distance", enrolment, goal=70),
    Page("Mon dossier", learner, "training:file", enrolment),
    Page("Assistance", learner, "training:assistance", enrolment),
    Page("Positionnement", learner, "training:positioning", enrolment),
    Page("Accueil du formateur", TRAINER, "lms:home"),
    Page("Questions des assistants", TRAINER, "training:assistance_inbox"),
    Page("Copies à corriger", TRAINER, "assessments:marking_list"),
    Page("Corriger une copie", TRAINER, "assessments:mark", lambda p: (p.submission.pk,)),
    Page("Semaines à viser", TRAINER, "portfolio:waiting_weeks", goal=70),
    Page("Lire une semaine", TRAINER, "portfolio:read_week", lambda p: (p.waiting_week.pk,)),
    Page("Séances", TRAINER, "training:sessions"),
    Page("Appel (50 personnes)", TRAINER, "training:roll_call", session),
    Page("Signatures (50 personnes)", TRAINER, "training:signatures", session),
    Page("Code de la salle", TRAINER, "training:room_code", session, query="?partie"),
    Page("Accueil du responsable", LEAD, "lms:home"),
    Page("Promotions", LEAD, "lms:cohorts"),
    Page(
        "Promotion (50 personnes)", LEAD, "lms:cohort", lambda p: (p.cohort.pk,),
        goal=150, queries=12,
    ),
    Page("Totaux de la promotion", LEAD, "training:totals", cohort),
    Page("Échéances de la promotion", LEAD, "training:cohort_delays", cohort),
    Page("Convocations de la promotion", LEAD, "training:cohort_convocations", cohort),
    Page("Dossier d’un assistant", LEAD, "training:file", enrolment),
    Page("Heures de la promotion, XLSX", LEAD, "lms:hours_xlsx", lambda p: (p.cohort.pk,), 1000),
    Page("Heures, tous", LEAD, "training:hours_overview"),
    Page("Attestations", LEAD, "portfolio:attestations"),
    Page("Référentiels", LEAD, "curricula:references"),
    Page("Référentiel de 500 compétences", LEAD, "curricula:reference", reference),
    Page("Comparer deux référentiels", LEAD, "curricula:compare", compared),
    Page("Aperçu de 9 900 lignes, page 90", LEAD, "curricula:import_preview",
         lambda p: (p.preview.pk,), query="?page=90"),
    Page("Leçons et questions", LEAD, "curricula:lessons"),
    Page("Chercher", learner, "lms:search", query="?q=ordonnances"),
    Page("Glossaire", learner, "lms:glossary"),
    Page("Formation, pour tous", None, "lms:programme",
         lambda p: (p.enrolment.track_version.track.code,)),
    Page("Paquet CASE", None, "curricula:case_package", lambda p: (p.published.identifier,)),
    Page("Élément CASE", None, "curricula:case_item", case_item),
    Page("Accueil de l’employeur", EMPLOYER, "lms:home"),
    Page(
        "Vérifier une attestation", None, "records:verify", lambda p: (p.document.code,),
        goal=40, queries=5,
    ),
    Page("Connexion", None, "account_login"),
)  # fmt: skip
