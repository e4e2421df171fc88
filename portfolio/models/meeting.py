from django.db import models

from people.enums import Role
from people.models import Membership
from portfolio.enums import PERSONAL_KINDS, MeetingKind, MeetingState, VisitHalf
from portfolio.permissions import SUPPORT_ROLES
from portfolio.rules.meeting import SECTIONS, Section
from training.models import Cohort, Enrolment


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, actor: Membership) -> "MeetingQuerySet":
        """Those who accompany, of their body; the person or the group, once diffused.

        Neither employer nor funder. Twin of `can_read_meeting`.
        """
        if actor.role == Role.LEARNER:
            mine = Enrolment.objects.visible_to(actor)
            own = models.Q(enrolment__in=mine) | models.Q(cohort__in=mine.values("cohort"))
            return self.filter(own, state=MeetingState.DIFFUSED)
        if actor.role not in SUPPORT_ROLES:
            return self.none()
        body = actor.organisation_id
        ours = models.Q(enrolment__cohort__organisation_id=body)
        found = self.filter(ours | models.Q(cohort__organisation_id=body))
        # Who is accompanied as well reads what concerns them as a learner alone.
        return found.exclude(enrolment__learner=actor.user_id)

    def for_screen(self) -> "MeetingQuerySet":
        return self.select_related(
            "enrolment__learner", "enrolment__practice", "enrolment__cohort", "cohort",
            "practice", "led_by__user",
        )  # fmt: skip


class Meeting(models.Model):
    """A visit, an interview or a call of one person, or a day of a group.

    `half`: which half of its day a visit takes; empty as long as nobody has said it.
    `first` to `third` hold the minutes as long as they are a draft; from its validation on the
    text is in `MeetingMinutes`. `version` counts the writes: a form names the one it saw.
    Personal data: how somebody works and what they want, seen by who accompanies them.
    """

    kind = models.CharField("genre", max_length=10, choices=MeetingKind)
    enrolment = models.ForeignKey(
        "training.Enrolment", models.PROTECT, related_name="meetings", null=True, blank=True
    )
    cohort = models.ForeignKey(
        "training.Cohort", models.PROTECT, related_name="group_days", null=True, blank=True
    )
    practice = models.ForeignKey(
        "people.Organisation", models.PROTECT, related_name="+", null=True, blank=True
    )
    held_on = models.DateField("jour")
    half = models.CharField("demi-journée", max_length=9, choices=VisitHalf, blank=True)
    led_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    first = models.TextField("première partie", blank=True)
    second = models.TextField("deuxième partie", blank=True)
    third = models.TextField("troisième partie", blank=True)
    state = models.CharField(
        "état", max_length=10, choices=MeetingState, default=MeetingState.DRAFT
    )
    version = models.PositiveIntegerField("version", default=1)
    form_key = models.CharField("jeton du formulaire", max_length=40, unique=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "rencontre"
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=MeetingState.values),
                name="meeting_state_known",
                violation_error_message="Cet état n’est pas connu.",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=PERSONAL_KINDS, enrolment__isnull=False, cohort__isnull=True
                )
                | models.Q(kind=MeetingKind.GROUP, enrolment__isnull=True, cohort__isnull=False),
                name="meeting_of_a_person_or_a_group",
                violation_error_message="Une rencontre est celle d’une personne ou d’un groupe.",
            ),
            models.CheckConstraint(
                condition=models.Q(kind=MeetingKind.VISIT, practice__isnull=False)
                | (~models.Q(kind=MeetingKind.VISIT) & models.Q(practice__isnull=True)),
                name="meeting_visit_has_a_practice",
                violation_error_message="Une visite a un cabinet, et elle seule.",
            ),
            models.CheckConstraint(
                condition=models.Q(half="")
                | models.Q(half__in=VisitHalf.values, kind=MeetingKind.VISIT),
                name="meeting_half_of_a_visit",
                violation_error_message="Une visite a une demi-journée, et elle seule.",
            ),
            models.CheckConstraint(
                condition=models.Q(state=MeetingState.DRAFT)
                | models.Q(first="", second="", third=""),
                name="meeting_text_is_frozen",
                violation_error_message="Le texte validé est dans les versions.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} du {self.held_on}"

    @property
    def half_unknown(self) -> bool:
        """A visit of which nobody has said the half of the day."""
        return self.kind == MeetingKind.VISIT and not self.half

    @property
    def of_cohort(self) -> Cohort:
        """The cohort of the person, or the group itself."""
        return self.enrolment.cohort if self.enrolment else self.cohort  # type: ignore[return-value]

    @property
    def sections(self) -> tuple[Section, ...]:
        return SECTIONS[MeetingKind(self.kind)]


class MeetingMinutes(models.Model):
    """The frozen text of a meeting; a correction is a further version. Rows are only added.

    Personal data: as `Meeting`.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="frozen_minutes")
    number = models.PositiveSmallIntegerField("version")
    first = models.TextField("première partie", blank=True)
    second = models.TextField("deuxième partie", blank=True)
    third = models.TextField("troisième partie", blank=True)
    reason = models.CharField("raison", max_length=500, blank=True)
    written_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    written_at = models.DateTimeField("écrite le")

    class Meta:
        verbose_name = "version d’un compte rendu"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "number"],
                name="minutes_number_once",
                violation_error_message="Cette version existe déjà.",
            ),
            models.CheckConstraint(
                condition=models.Q(number=1, reason="")
                | (models.Q(number__gt=1) & ~models.Q(reason="")),
                name="minutes_correction_has_a_reason",
                violation_error_message="Une correction dit sa raison.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}, version {self.number}"


class MeetingEvent(models.Model):
    """A state that the minutes of a meeting took: who, when. Rows are only added.

    Personal data: the acting person.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="events")
    state = models.CharField("état", max_length=10, choices=MeetingState)
    actor = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    at = models.DateTimeField("le")

    class Meta:
        verbose_name = "état d’un compte rendu"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "state"],
                name="meeting_state_once",
                violation_error_message="Ce compte rendu a déjà pris cet état.",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=MeetingState.values),
                name="meeting_event_known",
                violation_error_message="Cet état n’est pas connu.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.get_state_display()}"
