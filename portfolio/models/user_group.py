from django.db import models

from people.enums import OrganisationKind
from people.models import Membership
from portfolio.enums import GroupKind
from portfolio.permissions import GROUP_ROLES, RUNNING_ROLES
from portfolio.rules.user_group import FEWEST_WEEKS, MAX_NAME, MAX_WORDS, MOST_WEEKS, GroupPace
from training.enums import Situation
from training.models import Enrolment


class UserGroupQuerySet(models.QuerySet["UserGroup"]):
    def visible_to(self, actor: Membership) -> "UserGroupQuerySet":
        """Those of one's body for who runs them; for learners and employers, of the bodies that
        train them or their people. Twin of `can_read_group`.
        """
        if actor.role in RUNNING_ROLES:
            return self.filter(organisation=actor.organisation_id)
        if actor.role not in GROUP_ROLES:
            return self.none()
        theirs = Enrolment.objects.visible_to(actor).exclude(situation=Situation.LEFT)
        return self.filter(organisation__in=theirs.values("cohort__organisation"))

    def with_mine(self, actor: Membership) -> "UserGroupQuerySet":
        """`mine`: whether the actor is in it now; None if they never were."""
        return self.annotate(mine=_newest_word(actor))

    def inside(self, actor: Membership) -> "UserGroupQuerySet":
        """Those whose themes, needs and members the actor reads; twin of `can_read_inside`."""
        found = self.visible_to(actor)
        if actor.role in RUNNING_ROLES:
            return found
        return found.annotate(mine=_newest_word(actor)).filter(mine=True)


def _newest_word(actor: Membership) -> models.Subquery:
    newest = GroupMemberFact.objects.filter(group=models.OuterRef("pk"), member=actor)
    return models.Subquery(newest.order_by("-number").values("joined")[:1])


class UserGroup(models.Model):
    """People who use the same software, are at the same level, or work on the same theme.

    No personal data but who opened it.
    """

    organisation = models.ForeignKey(
        "people.Organisation",
        models.PROTECT,
        related_name="user_groups",
        limit_choices_to={"kind": OrganisationKind.TRAINING_BODY},
    )
    kind = models.CharField("réuni par", max_length=10, choices=GroupKind)
    name = models.CharField("nom", max_length=MAX_NAME)
    form_key = models.CharField("jeton du formulaire", max_length=40, unique=True)
    opened_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    opened_at = models.DateTimeField("ouvert le")

    objects = UserGroupQuerySet.as_manager()

    class Meta:
        verbose_name = "groupe d’utilisateurs"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                "organisation",
                models.functions.Lower("name"),
                name="user_group_named_once",
                violation_error_message="Un groupe a déjà ce nom.",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=GroupKind.values) & ~models.Q(name=""),
                name="user_group_kind_and_name",
                violation_error_message="Un groupe a un genre et un nom.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def setting(self) -> "GroupSetting":
        """The newest one; they are loaded with the group."""
        return max(self.settings.all(), key=lambda one: one.number)

    @property
    def pace(self) -> GroupPace:
        return self.setting.pace


class GroupSetting(models.Model):
    """The rhythm of a group, and whether it is closed, in versions. Rows are only added.

    No personal data but who set it.
    """

    group = models.ForeignKey(UserGroup, models.PROTECT, related_name="settings")
    number = models.PositiveSmallIntegerField("version")
    weeks = models.PositiveSmallIntegerField("une réunion toutes les … semaines")
    first_on = models.DateField("à partir du")
    closed = models.BooleanField("fermé", default=False)
    set_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    set_at = models.DateTimeField("choisi le")

    class Meta:
        verbose_name = "rythme d’un groupe d’utilisateurs"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "number"],
                name="group_setting_once",
                violation_error_message="Cette version existe déjà.",
            ),
            models.CheckConstraint(
                condition=models.Q(weeks__gte=FEWEST_WEEKS, weeks__lte=MOST_WEEKS),
                name="group_setting_within_bounds",
                violation_error_message="Ce rythme n’est pas possible.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group_id}, version {self.number}"

    @property
    def pace(self) -> GroupPace:
        return GroupPace(self.weeks, self.first_on, self.closed)


class GroupMemberFact(models.Model):
    """That somebody joined a group or left it. Rows are only added; the newest one holds.

    Personal data: who takes part in what, for which practice.
    """

    group = models.ForeignKey(UserGroup, models.PROTECT, related_name="member_facts")
    member = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField("numéro")
    joined = models.BooleanField("participe")
    noted_at = models.DateTimeField("noté le")

    class Meta:
        verbose_name = "participation à un groupe"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "member", "number"],
                name="group_member_fact_once",
                violation_error_message="Cela est déjà noté.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group_id} : {self.member_id}"


class GroupSession(models.Model):
    """A meeting of a group that was held. Rows are only added.

    Personal data: who noted it; its text names nobody.
    """

    group = models.ForeignKey(UserGroup, models.PROTECT, related_name="sessions")
    held_on = models.DateField("jour")
    text = models.CharField("ce qui s’est dit", max_length=MAX_WORDS)
    form_key = models.CharField("jeton du formulaire", max_length=40, unique=True)
    noted_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("notée le")

    class Meta:
        verbose_name = "réunion d’un groupe d’utilisateurs"
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "held_on"],
                name="group_session_once_a_day",
                violation_error_message="Une réunion de ce jour est déjà notée.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group_id}, {self.held_on}"


class GroupReferent(models.Model):
    """Whom a practice names for a group from a day on, or nobody any more. Rows are only added.

    Personal data: who answers for their practice.
    """

    group = models.ForeignKey(UserGroup, models.PROTECT, related_name="referents")
    practice = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField("numéro")
    person = models.ForeignKey(
        "people.Membership", models.PROTECT, related_name="+", null=True, blank=True
    )
    since = models.DateField("à partir du")
    named_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    named_at = models.DateTimeField("nommé le")

    class Meta:
        verbose_name = "référent d’un cabinet dans un groupe"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "practice", "number"],
                name="group_referent_once",
                violation_error_message="Cela est déjà noté.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group_id} : {self.practice_id}"
