"""Who asks for something of the site, and the things of one learner that they ask for."""

from dataclasses import dataclass, field

from django.test import Client
from wagtail.documents.models import Document as LessonPaper
from wagtail.images.models import Image

from assessments.models import QuizAttempt, Submission
from curricula.models import ReferenceImport, TrackVersion
from people.enums import Role
from people.models import Membership, User
from portfolio.models import (
    ActivityReview,
    EntryAttachment,
    FollowUp,
    GroupTheme,
    LogbookEntry,
    LogbookWeek,
    Meeting,
    ModuleAttestation,
    PersonalReview,
    PracticeAnswer,
    PracticeLink,
    PracticeSubstitute,
    UserGroup,
    UserNeed,
    WallCopy,
    WeekAmendment,
    WeekSheet,
)
from records.models import Document, Invitation, KeptFile
from tests.factories import (
    membership_factory,
)
from tests.factories.site import Site
from training.enums import SessionState
from training.models import (
    AgreementPaper,
    Attendance,
    AttendanceContest,
    Enrolment,
    EnrolmentDocument,
    EnrolmentMove,
    HandedExcuse,
    MakeUp,
    SharedPost,
    TrainingSession,
)

# Where an actor stands, seen from the learner whose things are asked for.
OURS = "ours"  # the learner, their training body, practice, funder; a juror
NEIGHBOUR = "neighbour"  # the same cohort, another practice and funder
FOREIGN = "foreign"  # another training body, practice, funder
FORMER = "former"  # led the training body until yesterday
NOBODY = "nobody"  # an account without a membership
ANONYMOUS = "anonymous"


@dataclass
class Actor:
    """Somebody at a browser, signed in; `membership` is what they hold today."""

    place: str
    user: User | None = None
    membership: Membership | None = None
    client: Client = field(default_factory=Client)

    def __post_init__(self) -> None:
        if self.user:
            self.client.force_login(self.user)

    @property
    def role(self) -> Role | None:
        return Role(self.membership.role) if self.membership else None

    def __str__(self) -> str:
        return f"{self.place} {self.role or ''}".strip()


@dataclass
class World:
    """The things of one learner, and all the actors around them."""

    site: Site
    enrolment: Enrolment
    neighbour: Enrolment
    other: Site
    invitation: Invitation
    reference_import: ReferenceImport
    newer: TrackVersion
    move: EnrolmentMove
    certificate: EnrolmentDocument
    draft: TrackVersion
    token: str
    practice_token: str
    actors: list[Actor]

    @property
    def lead(self) -> Membership:
        return self.site.staff[Role.LEAD]

    @property
    def module(self):
        return self.site.modules[0]

    @property
    def lesson(self):
        return self.module.lessons.first()

    @property
    def paper(self) -> LessonPaper:
        """A document that the lesson shows."""
        return LessonPaper.objects.get(title="fiche.pdf")

    @property
    def picture(self) -> Image:
        return Image.objects.get(title="Plan")

    @property
    def session(self) -> TrainingSession:
        """Held, with the learner present."""
        return TrainingSession.objects.get(cohort=self.site.cohort, state=SessionState.HELD)

    @property
    def announced(self) -> TrainingSession:
        """Going on, its roll call to be made."""
        return TrainingSession.objects.get(
            cohort=self.site.cohort, state=SessionState.ANNOUNCED, title="En cours"
        )

    @property
    def attendance(self) -> Attendance:
        return Attendance.objects.get(session=self.session, enrolment=self.enrolment)

    @property
    def contest(self) -> AttendanceContest:
        return AttendanceContest.objects.get(attendance=self.attendance)

    @property
    def make_up(self) -> MakeUp:
        return MakeUp.objects.get(enrolment=self.enrolment)

    @property
    def paper_kept(self) -> KeptFile:
        """The first one about the learner."""
        return KeptFile.objects.filter(about=self.enrolment.learner).earliest("pk")

    @property
    def handed(self) -> HandedExcuse:
        """Waits to be examined."""
        return HandedExcuse.objects.get(enrolment=self.enrolment)

    @property
    def agreement_paper(self) -> AgreementPaper:
        """On which the training body signed the agreement."""
        return AgreementPaper.objects.get(agreement__enrolment=self.enrolment)

    @property
    def coming(self) -> TrainingSession:
        """Announced to the cohort, and not changed yet."""
        announced = TrainingSession.objects.filter(
            cohort=self.site.cohort, state=SessionState.ANNOUNCED
        )
        return announced.exclude(title="En cours").get()

    @property
    def attempt(self) -> QuizAttempt:
        return QuizAttempt.objects.get(enrolment=self.enrolment)

    @property
    def submission(self) -> Submission:
        """Handed in, not marked."""
        return Submission.objects.get(enrolment=self.enrolment, state="submitted")

    @property
    def week(self) -> LogbookWeek:
        """Handed in, not signed."""
        return LogbookWeek.objects.get(enrolment=self.enrolment, state="submitted")

    @property
    def entry(self) -> LogbookEntry:
        """Of the week being written."""
        return LogbookEntry.objects.get(week__enrolment=self.enrolment, week__state="draft")

    @property
    def shared_week(self) -> LogbookWeek:
        """Handed in, with a situation opened to the employer."""
        return LogbookWeek.objects.get(enrolment=self.enrolment, iso_week=6)

    @property
    def shared_entry(self) -> LogbookEntry:
        return self.shared_week.entries.get()

    @property
    def obstacle(self) -> LogbookEntry:
        """Of a week signed, opened to the employer, taken to somebody."""
        return LogbookEntry.objects.get(week__enrolment=self.enrolment, kind="obstacle")

    @property
    def copy(self) -> WallCopy:
        """The obstacle, as the learner shows it to the cohort."""
        return WallCopy.objects.get(entry=self.obstacle)

    @property
    def user_group(self) -> UserGroup:
        """The learner and the employer are in it; the neighbours are not."""
        return UserGroup.objects.get(organisation=self.site.body)

    @property
    def theme(self) -> GroupTheme:
        return self.user_group.themes.get()

    @property
    def user_need(self) -> UserNeed:
        return self.user_group.needs.get()

    @property
    def practice_answer(self) -> PracticeAnswer:
        """To the shared week."""
        return PracticeAnswer.objects.get(week=self.shared_week)

    @property
    def practice_link(self) -> PracticeLink:
        """For the shared week, and not used."""
        return PracticeLink.objects.get(week=self.shared_week)

    @property
    def substitute(self) -> PracticeSubstitute:
        return PracticeSubstitute.objects.get(practice=self.site.practice)

    @property
    def piece(self) -> EntryAttachment:
        """Joined to the week that is handed in, and confirmed by the learner."""
        return EntryAttachment.objects.get(entry__week=self.week)

    @property
    def paper_sheet(self) -> WeekSheet:
        """Of the week that is handed in, and confirmed by the learner."""
        return WeekSheet.objects.get(week=self.week)

    @property
    def signed(self) -> LogbookWeek:
        """The one of which a correction is asked."""
        return self.amendment.week

    @property
    def amendment(self) -> WeekAmendment:
        """The learner asks to correct the hours of the signed week."""
        return WeekAmendment.objects.get(week__enrolment=self.enrolment)

    @property
    def attestation(self) -> ModuleAttestation:
        return ModuleAttestation.objects.get(enrolment=self.enrolment)

    @property
    def document(self) -> Document:
        return self.attestation.document

    @property
    def meeting(self) -> Meeting:
        """An interview of the learner, diffused."""
        return Meeting.objects.get(enrolment=self.enrolment, state="diffused")

    @property
    def meeting_draft(self) -> Meeting:
        return Meeting.objects.get(enrolment=self.enrolment, state="draft")

    @property
    def group_day(self) -> Meeting:
        """Diffused to the cohort."""
        return Meeting.objects.get(cohort=self.site.cohort)

    @property
    def action(self) -> FollowUp:
        """For the learner to do."""
        return FollowUp.objects.get(meeting=self.meeting)

    @property
    def review(self) -> ActivityReview:
        """Handed in, open to the practice too."""
        return ActivityReview.objects.get(enrolment=self.enrolment, state="handed_in")

    @property
    def review_draft(self) -> ActivityReview:
        return ActivityReview.objects.get(enrolment=self.enrolment, state="draft")

    @property
    def personal(self) -> PersonalReview:
        """Shared with the training body, with a plan."""
        return PersonalReview.objects.get(enrolment=self.enrolment)

    @property
    def post(self) -> SharedPost:
        """A further practice shares the post of the learner."""
        return SharedPost.objects.get(enrolment=self.enrolment)

    @property
    def sharing(self) -> Actor:
        """An employer of the further practice."""
        held = membership_factory(Role.EMPLOYER, self.post.practice)
        return Actor(OURS, held.user, held)

    @property
    def competency(self):
        return self.enrolment.qualification.blocks.first().competencies.first()
