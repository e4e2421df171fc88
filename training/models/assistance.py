from django.db import models

from people.enums import Role
from people.models import Membership
from training.enums import AssistanceKind
from training.rules.assistance import MAX_PROMISE


class AssistanceContact(models.Model):
    """Who assists a cohort at a distance in a module, or in all, by when they answer, their word.

    The word of a contact of one module is also their message there; that of a contact of all is
    not: it says who answers. Rows are only added: the newest of a module holds, then the newest of
    all modules.
    Personal data: what somebody is responsible for.
    """

    cohort = models.ForeignKey(
        "training.Cohort", models.PROTECT, related_name="assistance_contacts"
    )
    module = models.ForeignKey(
        "curricula.Module", models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    contact = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    promised_days = models.PositiveSmallIntegerField("réponse promise, en jours ouvrés")
    words = models.CharField("premier message", max_length=1000)
    form_key = models.CharField("jeton du formulaire", max_length=40, unique=True)
    named_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    named_at = models.DateTimeField("nommé le")

    class Meta:
        verbose_name = "contact d’assistance"
        ordering = ["-named_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(words=""),
                name="assistance_contact_has_words",
                violation_error_message="Le contact ouvre le fil par un message.",
            ),
            models.CheckConstraint(
                condition=models.Q(promised_days__range=(1, MAX_PROMISE)),
                name="assistance_promise_in_range",
                violation_error_message="Le délai promis est de 1 à 10 jours ouvrés.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contact.user}, {self.promised_days} jours ouvrés"


class ModuleMessage(models.Model):
    """What the contact of a module writes to a whole cohort; it stands in the thread of each.

    Of who enrols later as well. Rows are only added.
    Personal data: who wrote.
    """

    cohort = models.ForeignKey("training.Cohort", models.PROTECT, related_name="module_messages")
    module = models.ForeignKey("curricula.Module", models.PROTECT, related_name="+", db_index=False)
    text = models.CharField("texte", max_length=2000)
    form_key = models.CharField("jeton du formulaire", max_length=40)
    written_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    written_at = models.DateTimeField("écrit le")

    class Meta:
        verbose_name = "message à une promotion"
        ordering = ["written_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["form_key", "module"],
                name="module_message_once_a_form",
                violation_error_message="Ce message est déjà écrit dans ce module.",
            ),
            models.CheckConstraint(
                condition=~models.Q(text=""),
                name="module_message_has_a_text",
                violation_error_message="Un message a un texte.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cohort_id} {self.module_id}"


class AssistanceMessageQuerySet(models.QuerySet["AssistanceMessage"]):
    def visible_to(self, actor: Membership) -> "AssistanceMessageQuerySet":
        """The learner's own; those of the training body. Never those who employ or pay."""
        if actor.role == Role.LEARNER:
            return self.filter(enrolment__learner_id=actor.user_id)
        if actor.is_staff:
            return self.filter(enrolment__cohort__organisation_id=actor.organisation_id)
        return self.none()


class AssistanceMessage(models.Model):
    """Something said between a learner and the training body about a module. Only added.

    `due_on`: by when an answer to a question was promised, as the promise stood when it was asked.
    Personal data: what somebody asks and what they are told.
    """

    enrolment = models.ForeignKey(
        "training.Enrolment", models.PROTECT, related_name="assistance_messages"
    )
    module = models.ForeignKey("curricula.Module", models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField("nature", max_length=10, choices=AssistanceKind)
    text = models.CharField("texte", max_length=2000, blank=True)
    due_on = models.DateField("réponse promise pour le", null=True, blank=True)
    form_key = models.CharField("jeton du formulaire", max_length=40, unique=True)
    written_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    written_at = models.DateTimeField("écrit le")

    objects = AssistanceMessageQuerySet.as_manager()

    class Meta:
        verbose_name = "message d’assistance"
        ordering = ["written_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(text="") | models.Q(kind=AssistanceKind.CLOSED),
                name="assistance_message_has_a_text",
                violation_error_message="Un message a un texte.",
            ),
            models.CheckConstraint(
                condition=models.Q(kind=AssistanceKind.QUESTION) | models.Q(due_on__isnull=True),
                name="assistance_promise_of_a_question",
                violation_error_message="Seule une question a un délai de réponse.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"
