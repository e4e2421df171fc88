from datetime import date

from django.db import models

from curricula.enums import CONDITION_STATUSES, CarerDiploma, ConditionState, FactStatus
from curricula.permissions import can_write_conditions
from curricula.rules.mission_conditions import DIPLOMA_SETS, SEPARATOR, condition_state
from people.models import Membership


class MissionConditionQuerySet(models.QuerySet["MissionCondition"]):
    def visible_to(self, actor: Membership) -> "MissionConditionQuerySet":
        """What stands is for anybody; what was taken back is for those who write conditions."""
        return self if can_write_conditions(actor) else self.standing()

    def standing(self) -> "MissionConditionQuerySet":
        """Those that nobody took back, whatever their dates."""
        return self.filter(withdrawn_at=None)

    def in_force(self, day: date) -> "MissionConditionQuerySet":
        """Twin of `condition_state`: those that hold on a day."""
        return self.not_ended(day).filter(since__lte=day)

    def not_ended(self, day: date) -> "MissionConditionQuerySet":
        """Those that hold on a day or will hold."""
        return self.standing().filter(models.Q(until=None) | models.Q(until__gte=day))


class MissionCondition(models.Model):
    """A text says that a mission is for holders of a diploma, from a day on. Site-wide.

    A wrong one is withdrawn with a reason and stays; a correction is a further row.
    Personal data: who wrote it and who took it back, when.
    """

    mission = models.ForeignKey(
        "curricula.Mission", models.PROTECT, related_name="conditions", verbose_name="mission"
    )
    diplomas = models.CharField("diplômes qui ouvrent la mission", max_length=40)
    quote = models.TextField("ce que dit le texte", max_length=1000)
    source = models.CharField("source", max_length=300)
    link = models.URLField("adresse de la source", max_length=500)
    read_on = models.DateField("source lue le")
    status = models.CharField("certitude", max_length=10, choices=FactStatus)
    since = models.DateField("à partir du")
    until = models.DateField("dernier jour", null=True, blank=True)
    form_key = models.CharField("jeton du formulaire", max_length=40, unique=True)
    written_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    written_at = models.DateTimeField("notée le")
    withdrawn_by = models.ForeignKey(
        "people.Membership", models.PROTECT, related_name="+", null=True, blank=True
    )
    withdrawn_at = models.DateTimeField("retirée le", null=True, blank=True)
    withdrawn_because = models.CharField("motif du retrait", max_length=300, blank=True)

    objects = MissionConditionQuerySet.as_manager()

    class Meta:
        verbose_name = "condition d’une mission"
        verbose_name_plural = "conditions des missions"
        ordering = ["mission__code", "-since", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(diplomas__in=DIPLOMA_SETS),
                name="mission_condition_names_known_diplomas",
                violation_error_message="Une condition nomme au moins un des trois diplômes.",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=[one.value for one in CONDITION_STATUSES]),
                name="mission_condition_status_known",
                violation_error_message="Une condition est vérifiée ou à vérifier.",
            ),
            models.CheckConstraint(
                condition=~models.Q(quote="") & ~models.Q(source=""),
                name="mission_condition_has_its_source",
                violation_error_message="Une condition cite son texte et nomme sa source.",
            ),
            models.CheckConstraint(
                condition=models.Q(link__startswith="https://")
                | models.Q(link__startswith="http://"),
                name="mission_condition_link_is_on_the_web",
                violation_error_message="L’adresse de la source est une adresse du web.",
            ),
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gte=models.F("since")),
                name="mission_condition_ends_after_it_begins",
                violation_error_message="Le dernier jour vient avant le premier.",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    withdrawn_by__isnull=True, withdrawn_at__isnull=True, withdrawn_because=""
                )
                | models.Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False)
                & ~models.Q(withdrawn_because=""),
                name="mission_condition_withdrawn_whole",
                violation_error_message="Un retrait a un auteur, un jour et un motif.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mission_id} : {self.diplomas}"

    @property
    def opened_by(self) -> list[CarerDiploma]:
        """Any one of these opens the mission."""
        return [CarerDiploma(one) for one in self.diplomas.split(SEPARATOR)]

    @property
    def words(self) -> str:
        """The diplomas, after « titulaires du »."""
        return " ou du ".join(one.label for one in self.opened_by)

    @property
    def verified(self) -> bool:
        return self.status == FactStatus.VERIFIED

    def state_on(self, day: date) -> ConditionState:
        return condition_state(self.since, self.until, day, withdrawn=bool(self.withdrawn_at))
