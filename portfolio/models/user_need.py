from django.db import models

from portfolio.enums import NeedState
from portfolio.models.user_group import UserGroup
from portfolio.rules.user_group import MAX_LINE, MAX_WORDS, need_state, voices


class GroupTheme(models.Model):
    """A subject that somebody of a group wants to speak of. Rows are only added.

    Personal data: who proposed it.
    """

    group = models.ForeignKey(UserGroup, models.PROTECT, related_name="themes")
    text = models.CharField("thème", max_length=MAX_LINE)
    form_key = models.CharField("jeton du formulaire", max_length=40, unique=True)
    proposed_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField("proposé le")

    class Meta:
        verbose_name = "thème d’un groupe"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text

    @property
    def voices(self) -> int:
        """How many persons want it, once the votes are loaded."""
        return voices(self.votes.all())


class ThemeVote(models.Model):
    """That a person gives a theme their voice, or takes it back. Rows are only added.

    Personal data: what somebody wants to speak of.
    """

    theme = models.ForeignKey(GroupTheme, models.PROTECT, related_name="votes")
    person = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField("numéro")
    given = models.BooleanField("voix donnée")
    noted_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("noté le")

    class Meta:
        verbose_name = "voix pour un thème"
        ordering = ["number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["theme", "person", "number"],
                name="theme_vote_once",
                violation_error_message="Cette voix est déjà notée.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.theme_id} : {self.person_id}"


class ThemeClosing(models.Model):
    """That a theme was treated on a day; it takes no voice any more. Rows are only added.

    No personal data but who noted it.
    """

    theme = models.OneToOneField(GroupTheme, models.PROTECT, related_name="closing")
    treated_on = models.DateField("traité le")
    noted_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("noté le")

    class Meta:
        verbose_name = "thème traité"

    def __str__(self) -> str:
        return f"{self.theme_id}, {self.treated_on}"


class UserNeed(models.Model):
    """What a group misses in a software or for a theme. Rows are only added.

    Personal data: who raised it, for which practice; neither is in a synthesis.
    """

    group = models.ForeignKey(UserGroup, models.PROTECT, related_name="needs")
    about = models.CharField("logiciel ou thème", max_length=MAX_LINE)
    text = models.CharField("besoin", max_length=MAX_WORDS)
    practice = models.ForeignKey(
        "people.Organisation", models.PROTECT, related_name="+", null=True, blank=True
    )
    form_key = models.CharField("jeton du formulaire", max_length=40, unique=True)
    raised_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    raised_at = models.DateTimeField("noté le")

    class Meta:
        verbose_name = "besoin d’un groupe"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.text

    @property
    def state(self) -> NeedState:
        """Where it stands, once its facts are loaded."""
        return need_state(list(self.facts.all()))


class UserNeedFact(models.Model):
    """What became of a need: passed to whom, under way, solved, set aside. Rows are only added.

    Personal data: who noted it.
    """

    need = models.ForeignKey(UserNeed, models.PROTECT, related_name="facts")
    number = models.PositiveSmallIntegerField("numéro")
    state = models.CharField("état", max_length=10, choices=NeedState)
    whom = models.CharField("à", max_length=MAX_LINE, blank=True)
    note = models.CharField("précision", max_length=MAX_LINE, blank=True)
    noted_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("noté le")

    class Meta:
        verbose_name = "suite d’un besoin"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["need", "number"],
                name="need_fact_once",
                violation_error_message="Cette suite est déjà notée.",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=NeedState.values),
                name="need_state_known",
                violation_error_message="Cet état n’est pas connu.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_state_display()


class SynthesisSending(models.Model):
    """That the synthesis of a period was sent to somebody, as it read then. Rows are only added.

    Personal data: who sent it.
    """

    group = models.ForeignKey(UserGroup, models.PROTECT, related_name="sendings")
    since = models.DateField("du")
    until = models.DateField("au")
    whom = models.CharField("envoyée à", max_length=MAX_LINE)
    sent_on = models.DateField("le")
    text = models.TextField("le texte envoyé")
    form_key = models.CharField("jeton du formulaire", max_length=40, unique=True)
    noted_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("noté le")

    class Meta:
        verbose_name = "envoi d’une synthèse"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.whom}, {self.sent_on}"
