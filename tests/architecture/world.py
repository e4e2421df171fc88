"""One site with everybody who could ever ask for something of it, and those who should not."""

from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from assessments.services import save_draft
from curricula.enums import CarerDiploma, VersionState
from curricula.models import TrackVersion
from curricula.services.imports import prepare_import
from curricula.services.tracks import new_track_version
from people.enums import OrganisationKind, Role
from people.models import Membership
from portfolio.enums import CareAct, WeekState
from portfolio.models import EntryAttachment, LogbookEntry, WeekSheet
from portfolio.rules.hours import WrittenHours
from portfolio.rules.weeks import IsoWeek
from portfolio.services import amend_hours, issue_module_attestation, reopen_week
from portfolio.services.care import note_care
from portfolio.services.personal import link_interview
from records.services import confirm_no_patient, invite, keep_file
from tests.architecture.actors import (
    ANONYMOUS,
    FOREIGN,
    FORMER,
    NEIGHBOUR,
    NOBODY,
    OURS,
    Actor,
    World,
)
from tests.architecture.agreements import agree
from tests.architecture.obstacles import meet_obstacle
from tests.architecture.practices import answer_and_ask
from tests.architecture.writing import comment_and_keep
from tests.factories import (
    enrolment_factory,
    membership_factory,
    organisation_factory,
    user_factory,
)
from tests.factories.assessments import learner_of
from tests.factories.bilans import go_on, personal_factory, review_factory
from tests.factories.calendar import (
    away_factory,
    closure_factory,
    coming_factory,
    given_week_factory,
    phase_factory,
    room_factory,
)
from tests.factories.conditions import condition_factory, mission_factory
from tests.factories.documents import hours_document_factory
from tests.factories.groups import group_factory, join, need_factory, share, theme_factory
from tests.factories.media import show_every_block
from tests.factories.meetings import action_factory, meeting_factory
from tests.factories.portfolio import entry_factory, week_factory
from tests.factories.site import NOW, TODAY, Site, site_factory, study, write_weeks
from tests.factories.training import announced_factory
from tests.factories.versions import newer_version
from training.enums import AgreementSide, DiplomaSeen, PriorKind
from training.models import (
    Attendance,
    Enrolment,
    EnrolmentMove,
    HandedExcuse,
    MakeUp,
)
from training.services import contest_mark, declare_prior
from training.services.assistance import ask
from training.services.commitments import write_commitments
from training.services.contract import share_post
from training.services.convention import sign_agreement_on_paper
from training.services.needs import say_adaptation
from training.services.rights import SeenDiploma, check_diploma, note_certificate
from training.services.welcome import write_pack

SHARED_SINCE = date(2025, 11, 4)
REFERENCE_CSV = "Genre;Bloc;Énoncé\ncode;;essai\nversion;;1\ntitre;;Essai\nbloc;B1;Bloc\n".encode()


def world_factory() -> World:
    site, other = site_factory(learners=0), site_factory(learners=1)
    show_every_block(site.modules[0].lessons.first())
    enrolment = add_learner(site)
    funder = organisation_factory(OrganisationKind.FUNDER)
    neighbour = enrolment_factory(site.cohort, funder=funder)
    begin_writing(site, neighbour)
    attend(site, enrolment)
    join_pieces(site, enrolment)
    set_calendar(site)
    condition_factory(site.staff[Role.LEAD], mission_factory("M99"), NOW)
    practice_token = answer_and_ask(site, enrolment)
    invitation, token = invite(
        actor=site.staff[Role.LEAD],
        email="invitee@essai.example",
        first_name="Lou",
        last_name="Essai",
        organisation=site.practice,
        role=Role.LEARNER,
        now=NOW,
    )
    return World(
        site=site,
        enrolment=enrolment,
        neighbour=neighbour,
        other=other,
        invitation=invitation,
        reference_import=prepare_import(
            actor=site.staff[Role.LEAD],
            kind="csv",
            file_name="essai.csv",
            content=REFERENCE_CSV,
            form_key="un-import",
            now=NOW,
        ),
        draft=track_draft(site),
        newer=newer_version(site.cohort.track_version),
        move=moved_once(enrolment, site.staff[Role.LEAD]),
        certificate=hours_document_factory(site.staff[Role.LEAD], enrolment, NOW),
        token=token,
        practice_token=practice_token,
        actors=actors_of(site, neighbour, other),
    )


def begin_writing(site: Site, neighbour: Enrolment) -> None:
    """What nobody else reads: a synthesis begun, a personal bilan written alone."""
    save_draft(
        actor=learner_of(neighbour),
        enrolment=neighbour,
        assignment=site.modules[0].assignment,
        text="Un début",
        version=0,
        now=NOW,
    )
    personal_factory(neighbour, site.staff[Role.COMPANION])


def attend(site: Site, enrolment: Enrolment) -> None:
    """A session going on, a mark contested, a session named to make up, papers about them."""
    trainer, learner = site.staff[Role.TRAINER], learner_of(enrolment)
    session = announced_factory(
        site.cohort, site.modules[0], title="En cours", starts_at=NOW - timedelta(hours=2),
        ends_at=NOW + timedelta(minutes=5),
    )  # fmt: skip
    mark = Attendance.objects.get(enrolment=enrolment)
    contest_mark(actor=learner, attendance=mark, reason="J’étais en retard.", now=NOW)
    MakeUp.objects.create(
        enrolment=enrolment, missed=mark.session, session=session, named_by=trainer, named_at=NOW
    )
    keep_file(
        actor=trainer, organisation=site.body, upload=small_paper(), about=enrolment.learner,
        now=NOW,
    )  # fmt: skip
    sign_agreement_on_paper(
        actor=site.staff[Role.LEAD], signed_on=TODAY,
        agreement=enrolment.agreements.get(practice=enrolment.practice),
        sides=[AgreementSide.BODY], upload=small_paper(), form_key="papier-matrice", now=NOW,
    )  # fmt: skip
    handed = keep_file(
        actor=learner, organisation=site.body, upload=small_paper(), about=enrolment.learner,
        now=NOW,
    )  # fmt: skip
    HandedExcuse.objects.create(
        session=mark.session, enrolment=enrolment, paper=handed, form_key="justificatif-matrice"
    )


def join_pieces(site: Site, enrolment: Enrolment) -> None:
    """A piece and a sheet that wait in the week being written; confirmed in the one handed in."""
    learner = learner_of(enrolment)
    for state in (WeekState.DRAFT, WeekState.SUBMITTED):
        entry = LogbookEntry.objects.get(week__enrolment=enrolment, week__state=state)
        file = keep_file(
            actor=learner, organisation=site.body, upload=small_paper(), quarantine=True,
            about=enrolment.learner, now=NOW,
        )  # fmt: skip
        EntryAttachment.objects.create(entry=entry, file=file, form_key=f"piece-{state}")
        paper = keep_file(
            actor=learner, organisation=site.body, upload=small_paper(), quarantine=True,
            about=enrolment.learner, now=NOW,
        )  # fmt: skip
        WeekSheet.objects.create(week=entry.week, file=paper, number=1)
    for kept in (file, paper):
        confirm_no_patient(actor=learner, file=kept, now=NOW)


def small_paper() -> SimpleUploadedFile:
    return SimpleUploadedFile("piece.pdf", b"%PDF-1.7\n%%EOF\n")


def gather_users(site: Site, enrolment: Enrolment) -> None:
    """A group of users with the learner and their employer in it, a theme and a need."""
    group = group_factory(site.staff[Role.LEAD])
    join(learner_of(enrolment), group)
    join(site.employer, group)
    theme_factory(learner_of(enrolment), group)
    need_factory(learner_of(enrolment), group)


def set_calendar(site: Site) -> None:
    """A session to come, and what it was planned with."""
    coming_factory(site.cohort, site.modules[0], state="announced", days=9000)
    phase_factory(site.cohort)
    room_factory(site.cohort)
    closure_factory(site.cohort)
    away_factory(site.staff[Role.TRAINER])
    given_week_factory(site.staff[Role.TRAINER])


def track_draft(site: Site) -> TrackVersion:
    """The next version of the track that is followed, with one module."""
    lead, followed = site.staff[Role.LEAD], site.cohort.track_version
    draft = new_track_version(actor=lead, version=followed, now=NOW)
    draft.modules.exclude(pk=draft.modules.first().pk).delete()
    return draft


def moved_once(enrolment: Enrolment, lead: Membership) -> EnrolmentMove:
    """As if the learner had begun in an earlier version."""
    first = newer_version(enrolment.track_version, number=0, state=VersionState.RETIRED)
    return EnrolmentMove.objects.create(
        enrolment=enrolment,
        from_version=first,
        to_version=enrolment.track_version,
        reason="Une leçon s’ajoute.",
        moved_by=lead,
        moved_at=NOW,
    )


def add_learner(site: Site) -> Enrolment:
    """Somebody with a session, a copy that waits, weeks, an attestation and a diploma."""
    enrolment = enrolment_factory(site.cohort, practice=site.practice, funder=site.funder)
    site.enrolments.append(enrolment)
    share_post(
        actor=site.staff[Role.LEAD], enrolment=enrolment, since=SHARED_SINCE, until=None, seen=0,
        practice=organisation_factory(OrganisationKind.PRACTICE), weekly_minutes=420, now=NOW,
    )  # fmt: skip
    study(site, enrolment)
    keep_livret(site, enrolment)
    issue_module_attestation(
        actor=site.staff[Role.LEAD], enrolment=enrolment, module=site.modules[0], now=NOW
    )
    declare_prior(
        actor=learner_of(enrolment), enrolment=enrolment, kind=PriorKind.DIPLOMA,
        title="Diplôme d’essai", obtained_on=TODAY, form_key="acquis-matrice", now=NOW,
    )  # fmt: skip
    check_diploma(
        actor=site.staff[Role.LEAD], enrolment=enrolment, now=NOW,
        seen=SeenDiploma(CarerDiploma.NURSE, date(2020, 6, 1), DiplomaSeen.ORIGINAL),
    )  # fmt: skip
    ask(
        actor=learner_of(enrolment), enrolment=enrolment, module=site.modules[0], now=NOW,
        text="Une question.", form_key="question-de-la-matrice",
    )  # fmt: skip
    write_pack(actor=site.staff[Role.LEAD], text="Bienvenue.", seen=0, now=NOW)
    write_commitments(
        actor=site.staff[Role.LEAD], body="Essai.", learner="Essai.", practice="Essai.", seen=0,
        now=NOW,
    )  # fmt: skip
    agree(site, enrolment)
    say_adaptation(
        actor=learner_of(enrolment), enrolment=enrolment, act="need", text="Essai.", seen=0, now=NOW
    )
    accompany(site, enrolment)
    gather_users(site, enrolment)
    take_stock(site, enrolment)
    note_certificate(
        actor=learner_of(enrolment), enrolment=enrolment, title="AFGSU d’essai", issuer="Essai",
        obtained_on=TODAY, expires_on=None, form_key="certificat-matrice", now=NOW,
    )  # fmt: skip
    return enrolment


def keep_livret(site: Site, enrolment: Enrolment) -> None:
    """Weeks in each state, one reopened, an obstacle, a correction asked for, help offered."""
    write_weeks(site, enrolment)
    entry_factory(week_factory(enrolment))
    note_care(
        actor=site.staff[Role.COMPANION], enrolment=enrolment, act=CareAct.OFFERED, note="",
        seen=0, now=NOW,
    )  # fmt: skip
    reopen_week(
        actor=site.staff[Role.LEAD], enrolment=enrolment, week=IsoWeek(2027, 6), reason="Essai.",
        now=NOW,
    )  # fmt: skip
    amend_hours(
        actor=learner_of(enrolment), week=enrolment.logbook_weeks.get(state="signed"),
        hours=WrittenHours(logbook=60), reason="Oubli.", version=2, now=NOW,
        form_key=f"correction-{enrolment.pk}",
    )  # fmt: skip
    meet_obstacle(enrolment)
    share(LogbookEntry.objects.get(week__enrolment=enrolment, kind="obstacle"), now=NOW)
    comment_and_keep(site, enrolment)


def accompany(site: Site, enrolment: Enrolment) -> None:
    """A draft, a diffused interview with an action, a group day that its group reads."""
    companion = site.staff[Role.COMPANION]
    meeting_factory(companion, enrolment, "call")
    action_factory(companion, meeting_factory(companion, enrolment, state="diffused"))
    meeting_factory(companion, site.cohort, "group", "diffused")


def take_stock(site: Site, enrolment: Enrolment) -> None:
    """A bilan d’activité handed in and a draft; a personal one with a plan, read by the body."""
    companion = site.staff[Role.COMPANION]
    review_factory(enrolment, handed_in=True, audience="employer")
    review_factory(enrolment)
    row = personal_factory(enrolment, companion, "interview", "training")
    held = enrolment.meetings.get(state="diffused")
    row = link_interview(actor=companion, review=row, meeting=held, version=row.version, now=NOW)
    go_on(row, "plan", companion)


def actors_of(site: Site, neighbour: Enrolment, other: Site) -> list[Actor]:
    beside = [
        learner_of(neighbour),
        membership_factory(Role.EMPLOYER, neighbour.practice),
        membership_factory(Role.FUNDER, neighbour.funder),
    ]
    left = membership_factory(Role.LEAD, site.body, until=TODAY.replace(day=TODAY.day - 1))
    return [
        *(Actor(OURS, m.user, m) for m in (site.member(role) for role in Role)),
        *(Actor(NEIGHBOUR, m.user, m) for m in beside),
        *(Actor(FOREIGN, m.user, m) for m in (other.member(role) for role in Role)),
        Actor(FORMER, left.user),
        Actor(NOBODY, user_factory()),
        Actor(ANONYMOUS),
    ]
