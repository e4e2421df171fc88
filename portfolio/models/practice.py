from django.db import models

from people.enums import Role
from people.models import Membership
from portfolio.enums import AnswerKind, AnswerScope, Prepared
from portfolio.models.content import content_version
from portfolio.models.entry import LogbookEntry
from portfolio.models.logbook import LogbookWeek
from portfolio.models.practice_link import PracticeLink, PracticeSubstitute
from portfolio.permissions import audiences_of
from portfolio.rules.practice import MAX_NAME, MAX_WORDS, same_name
from training.models import Enrolment

BY_AN_ACCOUNT = models.Q(signer__isnull=False, link=None, typed_name="")
BY_A_LINK = models.Q(signer=None, link__isnull=False) & ~models.Q(typed_name="")


class PracticeAnswerQuerySet(models.QuerySet["PracticeAnswer"]):
    def visible_to(self, actor: Membership) -> "PracticeAnswerQuerySet":
        """Of one’s own weeks; of the training body’s; of an employer those of their practice.

        Staff read the answer to a situation as long as they read that: its author may narrow it.
        Twin of `can_view_answer`.
        """
        found = self.filter(week__enrolment__in=Enrolment.objects.visible_to(actor))
        if actor.role == Role.EMPLOYER:
            return found.filter(practice_id=actor.organisation_id)
        if actor.is_staff:
            read = models.Q(entry=None) | models.Q(entry__audience__in=audiences_of(actor))
            return found.filter(read)
        return found if actor.role == Role.LEARNER else self.none()

    def with_people(self) -> "PracticeAnswerQuerySet":
        """With all that says who answered, and to what as it is now; the newest first."""
        rows = self.select_related(
            "practice", "signer__user", "link", "substitute__named_by__user", "entry", "week"
        )
        return rows.annotate(content=content_version("week", "practice")).order_by("-pk")


class PracticeAnswer(models.Model):
    """What a practice says of a week or of a situation, as it was at a version.

    Rows are only added. It covers the days at the practice, their minutes, the missions and the
    situations opened to it. By an account (`signer`), or by a link, with the name that was typed.
    A situation that its author removes leaves the answer, without it.
    Personal data: who confirmed the work of somebody, and in which words.
    """

    week = models.ForeignKey(LogbookWeek, models.PROTECT, related_name="practice_answers")
    practice = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    scope = models.CharField("portée", max_length=10, choices=AnswerScope)
    entry = models.ForeignKey(
        LogbookEntry, models.SET_NULL, related_name="practice_answers", null=True, blank=True
    )
    version = models.PositiveIntegerField("version lue")
    minutes = models.PositiveIntegerField("minutes lues", default=0)
    kind = models.CharField("réponse", max_length=10, choices=AnswerKind)
    comment = models.TextField("commentaire", max_length=MAX_WORDS, blank=True)
    prepared = models.CharField("travail préparé", max_length=10, choices=Prepared, blank=True)
    amended = models.TextField("ce qui a été modifié", max_length=MAX_WORDS, blank=True)
    signer = models.ForeignKey(
        "people.Membership", models.PROTECT, related_name="+", null=True, blank=True
    )
    link = models.OneToOneField(
        PracticeLink, models.PROTECT, related_name="answer", null=True, blank=True
    )
    typed_name = models.CharField("nom écrit", max_length=MAX_NAME, blank=True)
    substitute = models.ForeignKey(
        PracticeSubstitute, models.PROTECT, related_name="+", null=True, blank=True
    )
    at = models.DateTimeField("le")
    form_key = models.CharField("jeton du formulaire", max_length=80, unique=True)

    # What `with_people` reads; an answer that was just given is to what is there.
    content: int | None = None

    objects = PracticeAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = "réponse d’un cabinet"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["week", "practice"], name="answer_of_a_practice")]
        constraints = [
            models.CheckConstraint(
                condition=BY_AN_ACCOUNT | BY_A_LINK,
                name="answer_by_an_account_or_a_link",
                violation_error_message="Une réponse vient d’un compte ou d’un lien.",
            ),
            models.CheckConstraint(
                condition=models.Q(scope=AnswerScope.ENTRY)
                | models.Q(entry=None, prepared="", amended=""),
                name="answer_of_a_week_is_plain",
                violation_error_message="Un travail préparé se valide dans une situation.",
            ),
            models.CheckConstraint(
                condition=(models.Q(prepared=Prepared.AMENDED) & ~models.Q(amended=""))
                | (models.Q(prepared__in=["", Prepared.AS_IS]) & models.Q(amended="")),
                name="answer_amended_in_words",
                violation_error_message="Dites ce que vous avez modifié.",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=AnswerKind.values),
                name="answer_kind_known",
                violation_error_message="Cette réponse n’est pas connue.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.week_id} {self.get_kind_display()}"

    @property
    def earlier(self) -> bool:
        """Given to a version of before: what its practice reads was changed, or taken away."""
        if self.scope == AnswerScope.WEEK:
            return self.content is not None and self.version != self.content
        return self.entry is None or self.version != self.entry.content_version

    @property
    def who(self) -> str:
        """Who signed, as they said it."""
        return str(self.signer.user) if self.signer else self.typed_name

    @property
    def meant_for(self) -> str:
        """For whom the link was, when somebody else signed by it."""
        if self.link is None or same_name(self.link.name, self.typed_name):
            return ""
        return self.link.name

    @property
    def in_place_of(self) -> str:
        """For whom a substitute signed."""
        return str(self.substitute.named_by.user) if self.substitute else ""
