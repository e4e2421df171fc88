from datetime import date, datetime

from django.db import models

from people.enums import Role
from people.models import Membership
from portfolio.enums import AnswerScope, LinkState
from portfolio.models.entry import LogbookEntry
from portfolio.models.logbook import LogbookWeek
from portfolio.permissions import LINK_ROLES
from portfolio.rules.practice import MAX_NAME, link_state, replaces_on
from training.models import Enrolment


class PracticeSubstituteQuerySet(models.QuerySet["PracticeSubstitute"]):
    def visible_to(self, actor: Membership) -> "PracticeSubstituteQuerySet":
        """Those that employers of one’s own practice named; twin of `can_view_substitute`."""
        if actor.role != Role.EMPLOYER:
            return self.none()
        return self.filter(practice_id=actor.organisation_id)

    def in_force(self, day: date) -> "PracticeSubstituteQuerySet":
        """Those who may sign on a Europe/Paris day; rule: `replaces_on`."""
        return self.filter(first_day__lte=day, last_day__gte=day, ended_at=None)


class PracticeSubstitute(models.Model):
    """Somebody named by an employer to sign in their place, from a day to a day.

    Either another employer of the practice (`member`), or a person without an account, known by
    name and address, who signs by a link. `ended_at`: taken back before the last day.
    Personal data: who replaces whom, and when; name and address of the substitute.
    """

    practice = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    named_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    member = models.ForeignKey(
        "people.Membership", models.PROTECT, related_name="+", null=True, blank=True
    )
    name = models.CharField("nom", max_length=MAX_NAME)
    email = models.EmailField("adresse électronique", blank=True)
    first_day = models.DateField("du")
    last_day = models.DateField("au")
    named_at = models.DateTimeField("nommé le")
    ended_at = models.DateTimeField("fin dite le", null=True, blank=True)
    form_key = models.CharField("jeton du formulaire", max_length=40, unique=True)

    objects = PracticeSubstituteQuerySet.as_manager()

    class Meta:
        verbose_name = "remplaçant"
        ordering = ["-last_day", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")),
                name="substitute_ends_after_its_start",
                violation_error_message="Le dernier jour précède le premier.",
            ),
            models.CheckConstraint(
                condition=models.Q(member=None) & ~models.Q(email="")
                | models.Q(member__isnull=False, email=""),
                name="substitute_account_or_address",
                violation_error_message="Un remplaçant a un compte du cabinet, ou une adresse.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def may_sign_on(self, day: date) -> bool:
        return self.ended_at is None and replaces_on(day, self.first_day, self.last_day)


class PracticeLinkQuerySet(models.QuerySet["PracticeLink"]):
    def visible_to(self, actor: Membership) -> "PracticeLinkQuerySet":
        """Those about the weeks of oneself, or of the learners of one’s training body.

        Twin of `can_view_link`.
        """
        if actor.role not in LINK_ROLES:
            return self.none()
        return self.filter(week__enrolment__in=Enrolment.objects.visible_to(actor))


class PracticeLink(models.Model):
    """A link by which a named person of a practice answers one week or one situation, once.

    Only the hash of its token is kept. `version`: that of what it opens when it was sent.
    A situation that its author removes leaves the link without one.
    Personal data: name and e-mail address of somebody of the practice.
    """

    token_hash = models.CharField(max_length=64, unique=True)
    practice = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    scope = models.CharField("portée", max_length=10, choices=AnswerScope)
    week = models.ForeignKey(LogbookWeek, models.PROTECT, related_name="practice_links")
    entry = models.ForeignKey(
        LogbookEntry, models.SET_NULL, related_name="practice_links", null=True, blank=True
    )
    version = models.PositiveIntegerField("version")
    name = models.CharField("pour", max_length=MAX_NAME)
    email = models.EmailField("adresse électronique")
    substitute = models.ForeignKey(
        PracticeSubstitute, models.PROTECT, related_name="+", null=True, blank=True
    )
    made_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    made_at = models.DateTimeField("envoyé le")
    expires_at = models.DateTimeField("expire le")
    used_at = models.DateTimeField("a servi le", null=True, blank=True)
    revoked_at = models.DateTimeField("retiré le", null=True, blank=True)
    form_key = models.CharField("jeton du formulaire", max_length=40, unique=True)

    objects = PracticeLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "lien pour un cabinet"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(scope=AnswerScope.ENTRY) | models.Q(entry=None),
                name="link_of_a_week_has_no_entry",
                violation_error_message="Un lien vaut pour une semaine ou pour une situation.",
            ),
            models.CheckConstraint(
                condition=models.Q(used_at=None) | models.Q(revoked_at=None),
                name="link_used_or_revoked",
                violation_error_message="Un lien qui a servi ne se retire plus.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.week_id} : {self.name}"

    def state_at(self, now: datetime) -> LinkState:
        return link_state(now, self.expires_at, self.used_at, self.revoked_at)
