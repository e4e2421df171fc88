"""Build the demo: the same people and facts for a seed, dates relative to today."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.db import transaction

from curricula.enums import BudgetCategory
from curricula.models import Module
from curricula.queries import newest_versions
from curricula.services.offer import describe_offer
from lms.services.demo import learning
from lms.services.demo.ahead import plan_ahead
from lms.services.demo.assistance import name_contacts, talk
from lms.services.demo.attendance import sign_and_contest
from lms.services.demo.bilans import take_stock
from lms.services.demo.calendar import at, first_monday, past_mondays
from lms.services.demo.care import offer_help
from lms.services.demo.cast import Cast, extra, gather
from lms.services.demo.comments import comment_two
from lms.services.demo.contract import share_one_post
from lms.services.demo.convention import agree, agree_with_both
from lms.services.demo.convocation import convoke_one
from lms.services.demo.entry import answer_at_entry, stand_at_entry
from lms.services.demo.groups import share_and_gather
from lms.services.demo.induction import induct
from lms.services.demo.meetings import accompany
from lms.services.demo.needs import hear, one_with_needs, set_terms
from lms.services.demo.obstacles import follow_obstacles
from lms.services.demo.papers import state_hours
from lms.services.demo.practice import answer_livrets
from lms.services.demo.rights import hold_certificates, seen_diploma, suspend
from lms.services.demo.scans import agree_on_paper, excuse_one, hand_in_one
from lms.services.demo.texts import OFFER
from lms.services.demo.weeks import correct_two, reopen_one
from lms.services.demo.welcome import welcome
from people.models import User
from people.services import ServiceError
from portfolio.models import ModuleAttestation
from portfolio.services import issue_module_attestation, revoke_attestation
from training.models import Cohort, Enrolment
from training.services import create_cohort, enrol, record_session

TRACKS = ("380", "115")
STAGES = ("inscrit", "en-cours", "certifie")
COHORT_WEEKS = 43
RECRUITED_DAYS_BEFORE = 120
HALF_DAYS = ((9, "matin"), (13, "après-midi"))
AT_ENTRY = 6  # Élise, who was checked and answered the positioning quiz
SILENT, SILENT_WEEKS = 5, 3  # Driss, whose livret stays empty
SOME = 4  # people, above which one of them is suspended
SHORT_TRACK = 200 * 60
DAYS_IN_MODULE = 12


class NotEmpty(ServiceError):
    message = "Ce site a déjà des comptes : la démonstration se construit sur une base vide."


@transaction.atomic
def build_demo(
    *, stage: str, learners: int, seed: int, now: datetime, today: date, step: Callable[[], None]
) -> None:
    """Create the nine accounts and `learners` learners at a stage; calls `step` once a learner.

    Needs the contents to be loaded. Raises `NotEmpty` if any account exists.
    """
    if User.objects.exists():
        raise NotEmpty
    start = first_monday(today, stage)
    cast = gather(start - timedelta(days=RECRUITED_DAYS_BEFORE), at(start, 8))
    cohorts = [open_cohort(cast, code, start) for code in TRACKS]
    for cohort in cohorts:
        name_contacts(cast, cohort, start, everywhere=stage == "certifie")
        describe_offer(
            actor=cast.lead,
            track=cohort.track_version.track,
            version=0,
            now=at(start, 9),
            **OFFER,
        )
    people = [cast.assistant, cast.carer, *(extra(n) for n in range(max(0, learners - 2)))]
    enrolments = [
        enrol_one(cast, cohorts[number % 2], user, number, start)
        for number, user in enumerate(people[:learners])
    ]
    share_one_post(cast, enrolments, now)
    if enrolments:
        newcomer = enrolments[min(AT_ENTRY, len(enrolments) - 1)]
        answer_at_entry(cast, learning.Learner.of(newcomer, seed + 2), start)
    if stage != "inscrit":
        hold_sessions(cast, cohorts, start, today)
    if stage == "en-cours":
        plan_ahead(cast, cohorts[0], now, today)
    for number, enrolment in enumerate(enrolments):
        if stage != "inscrit":
            advance(cast, enrolment, number, stage, seed, today)
        step()
    if stage != "inscrit" and enrolments:
        fill_files(cast, enrolments, today, now)
    if stage == "en-cours":
        convoke_one(cast, somebody_else(enrolments), now)
        reopen_one(cast, enrolments, today, now)
        correct_two(cast, enrolments[0], today, now)
        revoke_one(cast, now)


def fill_files(cast: Cast, enrolments: list[Enrolment], today: date, now: datetime) -> None:
    """What the file of an enrolment holds, each part for somebody."""
    first = enrolments[0]
    sign_and_contest(cast.trainer, first)
    hold_certificates(cast.lead, first, today, now)
    agree(cast, first, today, now)
    agree_with_both(cast, enrolments, today, now)
    if len(enrolments) > 1:
        agree_on_paper(cast, enrolments[1], today, now)
    hand_in_one(first, now)
    excuse_one(cast, first, now)
    answer_livrets(cast, first, now)
    follow_obstacles(cast, now)
    comment_two(cast, first, now)
    welcome(cast, first, now)
    talk(cast, enrolments[:3], today)
    induct(cast, somebody_else(enrolments), now)
    accompany(cast, first, today, now)
    share_and_gather(cast, first, today, now)
    take_stock(cast, first, today, now)
    hear(cast, one_with_needs(enrolments), now)
    set_terms(cast, one_with_needs(enrolments), now)
    if len(enrolments) > SOME:
        suspend(cast.lead, enrolments[-1], today, now)
    state_hours(cast.lead, first, today, now)


def somebody_else(enrolments: list[Enrolment]) -> Enrolment:
    """Of the first cohort, the last to enrol who is not suspended."""
    staying = enrolments[:-1] if len(enrolments) > SOME else enrolments
    return [one for one in staying if one.cohort_id == enrolments[0].cohort_id][-1]


def open_cohort(cast: Cast, track: str, start: date) -> Cohort:
    version = newest_versions().get(track__code=track)
    return create_cohort(
        actor=cast.lead,
        title=f"Promotion de démonstration, {track} h",
        track_version=version,
        starts_on=start,
        ends_on=start + timedelta(weeks=COHORT_WEEKS),
        now=at(start, 8),
    )


def enrol_one(cast: Cast, cohort: Cohort, user: User, number: int, start: date) -> Enrolment:
    return enrol(
        actor=cast.lead,
        cohort=cohort,
        learner=user,
        practice=cast.practices[0 if number < 2 else number % len(cast.practices)],
        funder=cast.funder if number % 2 == 0 else None,
        recruited_on=start - timedelta(days=RECRUITED_DAYS_BEFORE - 3 * (number % 20)),
        diploma=seen_diploma(cohort, number, start),
        now=at(start, 8, 30),
    )


def hold_sessions(cast: Cast, cohorts: list[Cohort], start: date, today: date) -> None:
    """One or two half-days a week for each cohort; somebody is missing now and then."""
    for cohort in cohorts:
        half_days = HALF_DAYS[: 2 if cohort.track_version.minutes > SHORT_TRACK else 1]
        modules = list(cohort.track_version.modules.all())
        mondays = past_mondays(start, today)
        enrolments = list(cohort.enrolments.all())
        for number, monday in enumerate(mondays):
            module = modules[number * len(modules) // len(mondays)]
            for half, (hour, title) in enumerate(half_days):
                begins = at(monday, hour, 30 * half)
                absent = (number + half) % 7 if number % 4 == 3 else -1
                present = [e for place, e in enumerate(enrolments) if place != absent]
                record_session(
                    actor=cast.trainer,
                    cohort=cohort,
                    module=module,
                    title=f"{module.title}, {title}",
                    starts_at=begins,
                    ends_at=begins + timedelta(hours=3, minutes=30),
                    present=present or enrolments,
                    form_key=f"demo-{cohort.pk}-{number}-{half}",
                    now=begins + timedelta(hours=4),
                    category=BudgetCategory.IN_PERSON,
                    close_anyway=True,
                )


def advance(
    cast: Cast, enrolment: Enrolment, number: int, stage: str, seed: int, today: date
) -> None:
    """Bring one learner to the stage; in the middle, each stands somewhere else."""
    learner = learning.Learner.of(enrolment, seed)
    if number == 0:
        stand_at_entry(cast, learning.Learner.of(enrolment, seed + 1), enrolment.cohort.starts_on)
    silent = SILENT_WEEKS if number == SILENT and stage == "en-cours" else 0
    learning.write_livret(learner, cast.trainer, today, silent=silent, pieces=number == 0)
    if silent:
        offer_help(cast, enrolment, today)
    modules = learning.modules_with_content(enrolment)
    done = len(modules) if stage == "certifie" else 1 + number % 2
    day = enrolment.cohort.starts_on
    for module in modules[:done]:
        learning.finish_module(learner, module, cast.trainer, day)
        day += timedelta(days=learning.DAYS_A_MODULE)
    if stage == "en-cours" and done < len(modules):
        begin_module(learner, modules[done], number, today - timedelta(days=DAYS_IN_MODULE))
    attested = modules[:done] if stage == "certifie" else modules[: done - (number == 0)]
    for module in attested:
        issue_module_attestation(
            actor=cast.lead, enrolment=enrolment, module=module, now=at(day, 14)
        )
        day += timedelta(days=1)


def begin_module(learner: learning.Learner, module: Module, number: int, day: date) -> None:
    """The module in hand: some are reading, some have handed in and wait for the trainer."""
    if number % 3 == 0:
        learning.study(learner, module, day, lessons=1)
        return
    learning.study(learner, module, day)
    learning.answer_quiz(learner, module, day + timedelta(days=5))
    if number % 3 == 1:
        learning.write_synthesis(learner, module, day + timedelta(days=8))


def revoke_one(cast: Cast, now: datetime) -> None:
    """One attestation delivered by mistake and revoked, so that its page can be seen."""
    attestation = ModuleAttestation.objects.order_by("pk").last()
    if attestation:
        revoke_attestation(
            actor=cast.lead,
            attestation=attestation,
            reason="Délivrée par erreur pendant la démonstration.",
            now=now,
        )
