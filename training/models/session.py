from datetime import date

from django.db import models

from curricula.enums import BudgetCategory
from people.enums import Role
from people.models import Membership, User
from training.enums import Presence, SessionState, Situation
from training.models.enrolment import Enrolment
from training.models.make_up import MakeUp
from training.rules.attendance import Mark


class TrainingSessionQuerySet(models.QuerySet["TrainingSession"]):
    def visible_to(self, actor: Membership) -> "TrainingSessionQuerySet":
        """The training body's staff; a learner sees what their cohorts were told of."""
        if actor.is_staff:
            return self.filter(cohort__organisation_id=actor.organisation_id)
        if actor.role == Role.LEARNER:
            told = self.exclude(state=SessionState.PLANNED)
            mine = Enrolment.objects.filter(learner_id=actor.user_id)
            noted = Attendance.objects.filter(enrolment__in=mine)
            return told.filter(concerns(mine) | models.Q(pk__in=noted.values("session")))
        return self.none()

    def by_person(self) -> "TrainingSessionQuerySet":
        """Each once for every enrolment that it concerns, which stands in `person`.

        An ordinary session concerns its cohort. One kept for make-up concerns those of its cohort
        who are named to it, or of whom a presence was noted there. Rule: docs/rules/attendance.md.
        """
        here = {"session": models.OuterRef("pk"), "enrolment": models.OuterRef("person")}
        named = MakeUp.objects.filter(withdrawn_at=None, **here)
        noted = Attendance.objects.filter(**here)
        return self.annotate(person=models.F("cohort__enrolments")).filter(
            models.Q(make_up_only=False) | models.Exists(named) | models.Exists(noted),
            person__isnull=False,
        )

    def held(self) -> "TrainingSessionQuerySet":
        return self.filter(state=SessionState.HELD)

    def told_to(self, user: User, today: date) -> "TrainingSessionQuerySet":
        """The person's own, once announced: in their cohorts as an assistant, or as the trainer.

        Roles that are over today show nothing any more. No actor: the calendar feed has none.
        """
        held = Membership.objects.active(today).filter(user=user)
        taught = models.Q(trainer__in=held)
        follows = user.enrolments.filter(situation=Situation.ACTIVE)
        learnt = concerns(follows)
        if not held.filter(role=Role.LEARNER).exists():
            learnt = models.Q(pk__in=[])
        return self.exclude(state=SessionState.PLANNED).filter(taught | learnt)


def concerns(enrolments: models.QuerySet[Enrolment]) -> models.Q:
    """Sessions that concern one of these enrolments at least."""
    wanted = {"person__in": enrolments.values("pk")}
    found = TrainingSession.objects.by_person().filter(**wanted)
    return models.Q(pk__in=found.values("pk"))


class TrainingSession(models.Model):
    """A session, from its plan to the record of those present.

    `category` is empty where its module plans no hours by category; `tutor` and `reflection` are of
    training at work (D6313-3-2). `make_up_only`: for those named to it, not
    for its cohort. Personal data: the trainer, the tutor.
    """

    cohort = models.ForeignKey("training.Cohort", models.PROTECT, related_name="sessions")
    module = models.ForeignKey("curricula.Module", models.PROTECT, related_name="sessions")
    state = models.CharField("état", max_length=10, choices=SessionState, default=SessionState.HELD)
    category = models.CharField("catégorie", max_length=10, choices=BudgetCategory, blank=True)
    title = models.CharField("titre", max_length=200)
    starts_at = models.DateTimeField("début")
    ends_at = models.DateTimeField("fin")
    trainer = models.ForeignKey(
        "people.Membership", models.PROTECT, related_name="sessions", null=True, blank=True
    )
    room = models.ForeignKey(
        "training.Room", models.PROTECT, related_name="sessions", null=True, blank=True
    )
    version = models.PositiveIntegerField("version", default=1)
    recorded_at = models.DateTimeField("enregistrée le", null=True, blank=True)
    make_up_only = models.BooleanField("réservée au rattrapage", default=False)
    tutor = models.CharField("formateur-tuteur", max_length=160, blank=True)
    reflection = models.TextField("phase réflexive", blank=True)
    form_key = models.CharField("jeton du formulaire", max_length=40, unique=True)

    objects = TrainingSessionQuerySet.as_manager()

    class Meta:
        verbose_name = "séance"
        ordering = ["-starts_at"]
        indexes = [models.Index(fields=["-starts_at", "-id"], name="session_newest")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="session_ends_after_start",
                violation_error_message="La fin doit suivre le début.",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=SessionState.HELD)
                | models.Q(trainer__isnull=False, recorded_at__isnull=False),
                name="session_held_has_a_trainer",
                violation_error_message="Une séance tenue a un formateur et une date.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def visible_to(self, actor: Membership) -> "AttendanceQuerySet":
        """The training body's staff; a learner what was noted of them."""
        if actor.is_staff:
            return self.filter(session__cohort__organisation_id=actor.organisation_id)
        if actor.role == Role.LEARNER:
            return self.filter(enrolment__learner_id=actor.user_id)
        return self.none()

    def standing(self) -> "AttendanceQuerySet":
        """What holds now: of each person at each session, the newest row."""
        newer = Attendance.objects.filter(
            session=models.OuterRef("session"),
            enrolment=models.OuterRef("enrolment"),
            number__gt=models.OuterRef("number"),
        )
        return self.filter(~models.Exists(newer))

    def attended(self) -> "AttendanceQuerySet":
        """Those who were there, if only for a part."""
        return self.standing().filter(minutes__gt=0)


class Attendance(models.Model):
    """What was noted of one person at one session. Rows are only added.

    A correction is a further row, with its reason; `minutes` are those attended, in whole minutes.
    Personal data: presence of a person.
    """

    session = models.ForeignKey(TrainingSession, models.PROTECT, related_name="attendances")
    enrolment = models.ForeignKey("training.Enrolment", models.PROTECT, related_name="attendances")
    number = models.PositiveSmallIntegerField("rang", default=1)
    presence = models.CharField(
        "présence", max_length=10, choices=Presence, default=Presence.PRESENT
    )
    late_minutes = models.PositiveSmallIntegerField("minutes de retard", default=0)
    early_minutes = models.PositiveSmallIntegerField("minutes avant la fin", default=0)
    minutes = models.PositiveSmallIntegerField("minutes de présence")
    reason = models.CharField("motif de la correction", max_length=300, blank=True)
    marked_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    marked_at = models.DateTimeField("noté le")

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = "présence"
        constraints = [
            models.UniqueConstraint(
                fields=["session", "enrolment", "number"],
                name="attendance_once_a_number",
                violation_error_message="La présence est déjà notée.",
            ),
            models.CheckConstraint(
                condition=models.Q(presence=Presence.PRESENT, minutes__gt=0)
                | (~models.Q(presence=Presence.PRESENT) & models.Q(minutes=0)),
                name="attendance_minutes_of_the_present",
                violation_error_message="Seule une personne présente a des minutes.",
            ),
            models.CheckConstraint(
                condition=models.Q(number=1) | ~models.Q(reason=""),
                name="attendance_correction_has_a_reason",
                violation_error_message="Une correction a un motif.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.minutes} min"

    @property
    def mark(self) -> Mark:
        return Mark(Presence(self.presence), self.late_minutes, self.early_minutes)
