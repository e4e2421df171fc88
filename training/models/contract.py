from datetime import date, timedelta

from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone

from training.enums import ShareState
from training.rules.contract import WEEK_MINUTES, Share, share_state

A_WEEK = models.Q(weekly_minutes__gte=1, weekly_minutes__lte=WEEK_MINUTES)
A_WEEK_MESSAGE = "La durée par semaine est de 1 minute à 168 heures."


class EmploymentContract(models.Model):
    """The dates and hours of the contract of somebody, in versions. Rows are only added.

    A correction is a further version with its reason. `ends_on` is the last day; without it the
    contract has no term.
    Personal data: when and how long somebody is employed.
    """

    enrolment = models.ForeignKey("training.Enrolment", models.PROTECT, related_name="contracts")
    number = models.PositiveSmallIntegerField("version")
    starts_on = models.DateField("premier jour")
    ends_on = models.DateField("dernier jour", null=True, blank=True)
    weekly_minutes = models.PositiveIntegerField("minutes par semaine")
    kind = models.CharField("nature, telle qu’écrite au contrat", max_length=80, blank=True)
    reason = models.CharField("motif de la correction", max_length=300, blank=True)
    written_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    written_at = models.DateTimeField("noté le")

    class Meta:
        verbose_name = "contrat de travail"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "number"],
                name="contract_number_once",
                violation_error_message="Cette version du contrat existe déjà.",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                name="contract_ends_after_its_start",
                violation_error_message="Le contrat ne peut pas finir avant d’avoir commencé.",
            ),
            models.CheckConstraint(
                condition=A_WEEK,
                name="contract_hours_of_a_week",
                violation_error_message=A_WEEK_MESSAGE,
            ),
            models.CheckConstraint(
                condition=models.Q(number=1) | ~models.Q(reason=""),
                name="contract_correction_has_a_reason",
                violation_error_message="Une correction a un motif.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id}, contrat, version {self.number}"


class SharedPostQuerySet(models.QuerySet["SharedPost"]):
    def not_over(self, day: date | models.OuterRef) -> "SharedPostQuerySet":
        """Those that hold on a Europe/Paris day or later. The newest end stands.

        Within a subquery, the day may be a column of the row outside.
        """
        ends = SharedPostEnd.objects.filter(post=models.OuterRef("pk")).order_by("-number")
        last = Coalesce(models.Subquery(ends.values("until")[:1]), models.F("until"))
        found = self.alias(last=last)
        return found.filter(models.Q(last=None) | models.Q(last__gt=day))

    def on(self, day: date | models.OuterRef) -> "SharedPostQuerySet":
        """Those that hold on a day; rule: `holds_on`."""
        return self.not_over(day).filter(since__lte=day)

    def today(self) -> "SharedPostQuerySet":
        """Those that hold now: the one place where what an employer sees depends on the clock."""
        return self.on(timezone.localdate())


class SharedPost(models.Model):
    """A further practice shares the post of somebody, beside the main one. Rows are only added.

    From `since` on, that day included, to `until`, that day excluded; `SharedPostEnd` changes the
    end. Personal data: where somebody works, since when, how long a week.
    """

    enrolment = models.ForeignKey("training.Enrolment", models.PROTECT, related_name="shared_posts")
    number = models.PositiveSmallIntegerField("numéro")
    practice = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    since = models.DateField("à partir du")
    until = models.DateField("n’y est plus à partir du", null=True, blank=True)
    weekly_minutes = models.PositiveIntegerField("minutes par semaine")
    shared_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    shared_at = models.DateTimeField("noté le")

    objects = SharedPostQuerySet.as_manager()

    class Meta:
        verbose_name = "poste partagé"
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "number"],
                name="shared_post_number_once",
                violation_error_message="Ce partage est déjà noté.",
            ),
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gt=models.F("since")),
                name="shared_post_lasts_a_day",
                violation_error_message="La fin vient après le premier jour.",
            ),
            models.CheckConstraint(
                condition=A_WEEK,
                name="shared_post_hours_of_a_week",
                violation_error_message=A_WEEK_MESSAGE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} : {self.practice}"

    @property
    def share(self) -> Share:
        """With the end that stands; reads the ends, prefetched or not."""
        ends = self.ends.all()
        return Share(self.practice_id, self.since, ends[0].until if ends else self.until)

    def state_on(self, day: date) -> ShareState:
        return share_state(day, self.share)

    def stands_or_comes(self, day: date) -> bool:
        """Neither over nor taken back."""
        return self.state_on(day) in (ShareState.HELD, ShareState.COMING)

    @property
    def last_day(self) -> date | None:
        """The last day on which the practice has its part; None without an end."""
        until = self.share.until
        return until - timedelta(days=1) if until else None


class SharedPostEnd(models.Model):
    """From when on a practice no longer shares the post; the newest stands. Rows are only added.

    Personal data: why somebody no longer works somewhere; never an illness.
    """

    post = models.ForeignKey(SharedPost, models.PROTECT, related_name="ends")
    number = models.PositiveSmallIntegerField("numéro")
    until = models.DateField("n’y est plus à partir du")
    reason = models.CharField("motif", max_length=300)
    ended_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    ended_at = models.DateTimeField("noté le")

    class Meta:
        verbose_name = "fin d’un poste partagé"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["post", "number"],
                name="shared_post_end_number_once",
                violation_error_message="Cette fin est déjà notée.",
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="shared_post_end_has_a_reason",
                violation_error_message="Une fin a un motif.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} : {self.until}"


class NamedReferent(models.Model):
    """Who answers for somebody on one side: the training body, or a practice. Rows are only added.

    The newest of a side stands. Somebody without an account is named, with a phone or an address.
    Personal data: name, phone and e-mail address of a person at work.
    """

    enrolment = models.ForeignKey("training.Enrolment", models.PROTECT, related_name="referents")
    organisation = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField("numéro")
    member = models.ForeignKey(
        "people.Membership", models.PROTECT, related_name="+", null=True, blank=True
    )
    name = models.CharField("nom", max_length=160, blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    email = models.EmailField("adresse électronique", blank=True)
    named_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    named_at = models.DateTimeField("nommé le")

    class Meta:
        verbose_name = "référent"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "organisation", "number"],
                name="referent_number_once",
                violation_error_message="Ce référent est déjà nommé.",
            ),
            models.CheckConstraint(
                condition=models.Q(member__isnull=False, name="", phone="", email="")
                | (
                    models.Q(member=None)
                    & ~models.Q(name="")
                    & (~models.Q(phone="") | ~models.Q(email=""))
                ),
                name="referent_is_a_member_or_named",
                violation_error_message="Un référent a un compte, ou un nom et de quoi le joindre.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.member.user) if self.member else self.name

    def stands_on(self, day: date) -> bool:
        """Somebody with an account stands as long as they are a member."""
        return not self.member or self.member.until is None or self.member.until >= day
