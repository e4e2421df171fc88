from django.db import models

from people.enums import Role
from people.models import Membership
from portfolio.enums import GESTURES, SHARED_KINDS, Axis, EntryKind, SharingAct
from portfolio.models.entry import LogbookEntry
from portfolio.permissions import CARE_ROLES
from portfolio.rules.obstacle import Life, life_of
from portfolio.rules.wall import MAX_REASON
from training.enums import Situation
from training.models import Enrolment

SOMEBODY = "quelqu’un de la promotion"


class SharingFactQuerySet(models.QuerySet["SharingFact"]):
    def visible_to(self, actor: Membership) -> "SharingFactQuerySet":
        """Its author; those who train or accompany and read it. Twin of `can_read_sharing`."""
        if actor.role not in (Role.LEARNER, *CARE_ROLES):
            return self.none()
        return self.filter(entry__in=LogbookEntry.objects.visible_to(actor))


class SharingFact(models.Model):
    """That a situation was asked for, shown to the cohort, refused, taken back, removed.

    Rows are only added; the newest one is the state (`rules/wall.py`).
    Personal data: what an author wants of their own text, and who asked.
    """

    entry = models.ForeignKey(LogbookEntry, models.PROTECT, related_name="sharing_facts")
    number = models.PositiveSmallIntegerField("numéro")
    act = models.CharField("acte", max_length=10, choices=SharingAct)
    reason = models.CharField("raison", max_length=MAX_REASON, blank=True)
    noted_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("noté le")

    objects = SharingFactQuerySet.as_manager()

    class Meta:
        verbose_name = "partage d’une situation"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "number"],
                name="sharing_fact_numbered_once",
                violation_error_message="Cela est déjà noté.",
            ),
            models.CheckConstraint(
                condition=models.Q(act__in=SharingAct.values),
                name="sharing_act_known",
                violation_error_message="Cet acte n’est pas connu.",
            ),
            models.CheckConstraint(
                condition=(models.Q(act=SharingAct.REMOVED) & ~models.Q(reason=""))
                | (~models.Q(act=SharingAct.REMOVED) & models.Q(reason="")),
                name="sharing_removal_has_a_reason",
                violation_error_message="Un retrait du mur dit sa raison, et lui seul.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_act_display()


class WallCopyQuerySet(models.QuerySet["WallCopy"]):
    def visible_to(self, actor: Membership) -> "WallCopyQuerySet":
        """What stands on the walls that the actor reads; twin of `can_read_copy`."""
        facts = SharingFact.objects.filter(entry=models.OuterRef("entry")).order_by("-number")
        standing = self.filter(consent=models.Subquery(facts.values("pk")[:1]))
        if actor.role == Role.LEARNER:
            own = Enrolment.objects.visible_to(actor).exclude(situation=Situation.LEFT)
            return standing.filter(cohort__in=own.values("cohort"))
        if actor.role not in CARE_ROLES:
            return self.none()
        return standing.filter(cohort__organisation=actor.organisation_id)

    def for_screen(self) -> "WallCopyQuerySet":
        """With its names, its missions and what became of an obstacle; two more queries."""
        return self.select_related(
            "consent", "entry__week__enrolment__learner", "entry__practice"
        ).prefetch_related("missions", "entry__obstacle_facts")


class WallCopy(models.Model):
    """A situation as its author let the cohort read it, frozen. Rows are only added.

    It stands on the wall as long as its consent is the newest fact of the situation. What was felt
    is never in it. Personal data: text of a learner (guarded again), their name if they chose so.
    """

    consent = models.OneToOneField(SharingFact, models.PROTECT, related_name="copy")
    entry = models.ForeignKey(LogbookEntry, models.PROTECT, related_name="wall_copies")
    cohort = models.ForeignKey("training.Cohort", models.PROTECT, related_name="wall_copies")
    kind = models.CharField("genre", max_length=15, choices=EntryKind)
    text = models.TextField("ce qui s’est passé")
    result = models.TextField("le résultat", blank=True)
    learnt = models.TextField("ce que j’ai appris", blank=True)
    axis_organisation = models.BooleanField("touche l’organisation", default=False)
    axis_job = models.BooleanField("touche l’emploi", default=False)
    axis_person = models.BooleanField("touche la personne", default=False)
    missions = models.ManyToManyField("curricula.Mission", related_name="+", blank=True)
    by_name = models.BooleanField("avec le nom", default=False)
    by_practice = models.BooleanField("avec le cabinet", default=False)

    objects = WallCopyQuerySet.as_manager()

    class Meta:
        verbose_name = "situation sur le mur"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=SHARED_KINDS),
                name="wall_copy_kind_known",
                violation_error_message="Ce genre de situation ne se partage pas.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.cohort_id}"

    @property
    def author(self) -> str:
        """As its author wants to be named."""
        return str(self.entry.week.enrolment.learner) if self.by_name else SOMEBODY

    @property
    def practice(self) -> str:
        """Empty unless its author named it."""
        return str(self.entry.practice) if self.by_practice else ""

    @property
    def gesture(self) -> str:
        """The name of the stitch that draws its kind."""
        return GESTURES[EntryKind(self.kind)]

    @property
    def life(self) -> Life | None:
        """Where an obstacle stands today; who it was taken to is not for the wall."""
        if self.kind != EntryKind.OBSTACLE:
            return None
        return life_of(self.entry.day, list(self.entry.obstacle_facts.all()))

    @property
    def axes(self) -> list[Axis]:
        return [axis for axis in Axis if getattr(self, f"axis_{axis}")]
