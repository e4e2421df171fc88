from django.db import models

from people.enums import Role
from people.models import Membership
from training.enums import AdaptationAct, ExchangeParty
from training.permissions import SESSION_ROLES


class NeedAnalysis(models.Model):
    """What is aimed at for one person, from what each party said (Qualiopi, indicator 4).

    Rows are only added: a change is a further version.
    Personal data: what a person and their employer expect of a training; never a health matter.
    """

    enrolment = models.ForeignKey("training.Enrolment", models.PROTECT, related_name="analyses")
    number = models.PositiveSmallIntegerField("version")
    objective = models.CharField("objectif retenu", max_length=1000)
    written_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    written_at = models.DateTimeField("écrite le")

    class Meta:
        verbose_name = "analyse du besoin"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "number"],
                name="need_analysis_number_once",
                violation_error_message="Cette version de l’analyse existe déjà.",
            ),
            models.CheckConstraint(
                condition=~models.Q(objective=""),
                name="need_analysis_has_an_objective",
                violation_error_message="Une analyse du besoin a un objectif.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id}, analyse {self.number}"


class NeedExchange(models.Model):
    """What one party said for an analysis. Rows are only added.

    Personal data: the name of who was heard, and what they expect.
    """

    analysis = models.ForeignKey(NeedAnalysis, models.PROTECT, related_name="exchanges")
    party = models.CharField("partie", max_length=10, choices=ExchangeParty)
    said = models.CharField("ce qui a été dit", max_length=2000)
    met_on = models.DateField("échange du")
    with_whom = models.CharField("avec", max_length=160)

    class Meta:
        verbose_name = "échange d’une analyse du besoin"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["analysis", "party"],
                name="need_exchange_once_a_party",
                violation_error_message="Cette partie est déjà dans l’analyse.",
            ),
            models.CheckConstraint(
                condition=models.Q(party__in=ExchangeParty.values),
                name="need_exchange_party_known",
                violation_error_message="Cette partie n’est pas connue.",
            ),
            models.CheckConstraint(
                condition=~models.Q(said="") & ~models.Q(with_whom=""),
                name="need_exchange_whole",
                violation_error_message="Un échange a un contenu et une personne.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.analysis_id} : {self.get_party_display()}"


class AdaptationFactQuerySet(models.QuerySet["AdaptationFact"]):
    def visible_to(self, actor: Membership) -> "AdaptationFactQuerySet":
        """The person's own; trainers and leads of the training body. Nobody else."""
        if actor.role == Role.LEARNER:
            return self.filter(enrolment__learner=actor.user_id)
        if actor.role in SESSION_ROLES:
            return self.filter(enrolment__cohort__organisation=actor.organisation_id)
        return self.none()


class AdaptationFact(models.Model):
    """A need of adaptation, that there is none, or what was decided. Rows are only added.

    One thing changes, once: a text that should not have been written is blanked, and the row that
    says by whom, when and why (AdaptationTakenBack) is added with it.

    Personal data: sensitive, so read by the person, the trainers and the leads alone. The need and
    the adaptation, never a diagnosis (Qualiopi, indicator 26).
    """

    enrolment = models.ForeignKey("training.Enrolment", models.PROTECT, related_name="adaptations")
    number = models.PositiveSmallIntegerField("numéro")
    act = models.CharField("acte", max_length=10, choices=AdaptationAct)
    text = models.CharField("besoin ou aménagement", max_length=1000, blank=True)
    said_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    said_at = models.DateTimeField("noté le")
    blanked = models.BooleanField("texte retiré", default=False)

    objects = AdaptationFactQuerySet.as_manager()

    class Meta:
        verbose_name = "aménagement"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "number"],
                name="adaptation_number_once",
                violation_error_message="Ceci est déjà noté.",
            ),
            models.CheckConstraint(
                condition=models.Q(act=AdaptationAct.NONE, text="", blanked=False)
                | models.Q(
                    act__in=[AdaptationAct.NEED, AdaptationAct.DECIDED], text="", blanked=True
                )
                | (
                    models.Q(act__in=[AdaptationAct.NEED, AdaptationAct.DECIDED], blanked=False)
                    & ~models.Q(text="")
                ),
                name="adaptation_says_what",
                violation_error_message="Un besoin ou un aménagement se dit en quelques mots.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} : {self.get_act_display()}"


class AdaptationTakenBack(models.Model):
    """Who blanked the text of an adaptation, when and why. Rows are only added.

    Personal data: none of the text that was blanked; the reason never repeats it.
    """

    fact = models.OneToOneField(AdaptationFact, models.PROTECT, related_name="taken_back")
    reason = models.CharField("motif", max_length=300)
    taken_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    taken_at = models.DateTimeField("retiré le")

    class Meta:
        verbose_name = "texte d’aménagement retiré"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="adaptation_taken_back_with_a_reason",
                violation_error_message="Dites pourquoi ce texte est retiré.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fact_id} : texte retiré"
