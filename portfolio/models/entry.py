from typing import TYPE_CHECKING

from django.apps import apps
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from curricula.enums import Moment
from people.enums import Role
from people.models import Membership
from portfolio.enums import (
    GESTURES,
    Audience,
    Autonomy,
    Axis,
    ClaimedLevel,
    EntryKind,
    WeekState,
)
from portfolio.models.logbook import LogbookWeek
from portfolio.permissions import audiences_of
from portfolio.rules.comment import Commented, beside
from portfolio.rules.entry import TEXTS, to_complete
from portfolio.rules.obstacle import Life, life_of
from portfolio.rules.wall import may_be_shared
from training.models import Enrolment

if TYPE_CHECKING:
    from portfolio.models.attachment import EntryAttachment


class LogbookEntryQuerySet(models.QuerySet["LogbookEntry"]):
    def visible_to(self, actor: Membership) -> "LogbookEntryQuerySet":
        """One's own; of a week handed in, what its author opened to the circle of the actor.

        An employer reads what was shared of their own practice, and nothing of a week sent back
        while it is written again. Twin of `can_read_entry`.
        """
        mine = self.filter(week__enrolment__in=Enrolment.objects.visible_to(actor))
        if actor.role == Role.LEARNER:
            return mine
        found = mine.exclude(week__state=WeekState.DRAFT)
        found = found.filter(audience__in=audiences_of(actor))
        if actor.role == Role.EMPLOYER:
            shared = found.filter(practice_id=actor.organisation_id)
            return shared.exclude(week__state=WeekState.RETURNED)
        return found

    def with_links(self) -> "LogbookEntryQuerySet":
        """With the competencies, missions and pieces that it shows; three more queries."""
        claims = EntryClaim.objects.select_related("competency")
        # The query of the pieces is named: without, Django builds it again for each situation.
        pieces = apps.get_model("portfolio", "EntryAttachment").objects.all()
        return self.prefetch_related(
            models.Prefetch("claims", claims), "missions", models.Prefetch("attachments", pieces)
        )


class LogbookEntry(models.Model):
    """One situation of a week: a sentence at first, completed when there is time.

    `version` counts the writes of the text: a form names the version it saw. `content_version`
    counts those that changed what a practice reads of it: an answer names that. `feeling` is read
    by those who accompany at most, whatever the audience. `to_reread`: copied from an earlier
    week, and neither changed nor confirmed since.
    Personal data: text written by a learner (checked for patient identifiers before it is stored),
    what they felt.
    """

    week = models.ForeignKey(LogbookWeek, models.CASCADE, related_name="entries")
    practice = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    day = models.DateField("jour")
    kind = models.CharField("genre", max_length=15, choices=EntryKind)
    text = models.TextField("ce qui s’est passé, ce que j’ai fait")
    context = models.TextField("le contexte", blank=True)
    result = models.TextField("le résultat", blank=True)
    learnt = models.TextField("ce que j’ai appris", blank=True)
    feeling = models.TextField("ce que j’ai ressenti", blank=True)
    moment = models.CharField("moment", max_length=10, choices=Moment, blank=True)
    axis_organisation = models.BooleanField("touche l’organisation", default=False)
    axis_job = models.BooleanField("touche l’emploi", default=False)
    axis_person = models.BooleanField("touche la personne", default=False)
    autonomy = models.CharField("autonomie", max_length=10, choices=Autonomy, blank=True)
    audience = models.CharField(
        "lue par", max_length=10, choices=Audience, default=Audience.TRAINING
    )
    missions = models.ManyToManyField(
        "curricula.Mission", related_name="+", verbose_name="missions", blank=True
    )
    competencies = models.ManyToManyField(
        "curricula.Competency",
        through="EntryClaim",
        related_name="logbook_entries",
        verbose_name="compétences",
    )
    form_key = models.CharField("jeton du formulaire", max_length=40, unique=True)
    to_reread = models.BooleanField("reprise, à relire", default=False)
    written_at = models.DateTimeField("écrite le")
    version = models.PositiveIntegerField("version", default=1)
    content_version = models.PositiveIntegerField("version lue", default=1)

    objects = LogbookEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "situation"
        ordering = ["day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(audience__in=Audience.values),
                name="entry_audience_known",
                violation_error_message="Ces lecteurs ne sont pas connus.",
            ),
            models.CheckConstraint(
                condition=models.Q(autonomy__in=["", *Autonomy.values]),
                name="entry_autonomy_known",
                violation_error_message="Cette autonomie n’est pas connue.",
            ),
            models.CheckConstraint(
                condition=models.Q(moment__in=["", *Moment.values]),
                name="entry_moment_known",
                violation_error_message="Ce moment n’est pas connu.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.get_kind_display()}"

    @property
    def gesture(self) -> str:
        """The name of the stitch that draws this kind."""
        return GESTURES[EntryKind(self.kind)]

    @property
    def to_complete(self) -> list[str]:
        """What its author may still add, once competencies are loaded."""
        return to_complete(self, bool(self.claims.all()))

    @property
    def pieces(self) -> list["EntryAttachment"]:
        """The attachments that its page still speaks of."""
        return [one for one in self.attachments.all() if one.shown]

    @property
    def seen(self) -> str:
        """The situation and the version that a practice reads, as its form sends them back."""
        return f"{self.pk}:{self.content_version}"

    @property
    def signed_by_somebody(self) -> bool:
        """Whether somebody who signs reads it: nobody signed what is for its author alone."""
        return self.audience != Audience.SELF

    @property
    def life(self) -> Life | None:
        """Where an obstacle stands, if its facts were loaded (`queries/obstacle.py`)."""
        facts = getattr(self, "followed", None)
        return None if facts is None else life_of(self.day, facts)

    @property
    def may_be_shared(self) -> bool:
        """Whether its author may show it to the cohort, once its week is loaded."""
        return may_be_shared(self.kind, self.week.state)

    @property
    def commented(self) -> Commented | None:
        """Its sentences with their comments, if some were loaded (`queries/comment.py`)."""
        remarks = getattr(self, "remarks", None)
        return beside({one: getattr(self, one) for one in TEXTS}, remarks) if remarks else None

    @property
    def axes(self) -> list[Axis]:
        """The axes that the situation touches, in the order of document 000."""
        return [axis for axis in Axis if getattr(self, f"axis_{axis}")]


class EntryClaim(models.Model):
    """A competency that a situation called on, with the level its author says; none: not said.

    Personal data: what a learner says of themselves.
    """

    entry = models.ForeignKey(LogbookEntry, models.CASCADE, related_name="claims")
    competency = models.ForeignKey("curricula.Competency", models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(
        "niveau",
        choices=ClaimedLevel,
        null=True,
        blank=True,
        validators=[MinValueValidator(ClaimedLevel.STARTED), MaxValueValidator(3)],
    )

    class Meta:
        verbose_name = "compétence d’une situation"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "competency"],
                name="claim_once_an_entry",
                violation_error_message="Cette compétence est déjà cochée.",
            ),
            models.CheckConstraint(
                condition=models.Q(level=None) | models.Q(level__in=ClaimedLevel.values),
                name="claim_level_known",
                violation_error_message="Ce niveau n’est pas connu.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} : {self.competency_id}"
