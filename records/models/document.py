from collections.abc import Iterable

from django.core.files.storage import storages
from django.db import models

from people.enums import Role
from people.models import Membership, User
from records.enums import DocumentKind, DocumentState


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, actor: Membership) -> "DocumentQuerySet":
        """The holder, the staff of the issuer, and the organisations it is shared with."""
        return self.visible_to_person(actor.user, [actor])

    def visible_to_person(
        self, person: User, memberships: Iterable[Membership]
    ) -> "DocumentQuerySet":
        """What a person may see with all the memberships they hold today."""
        staff, partners = [], []
        for membership in memberships:
            if membership.is_staff:
                staff.append(membership.organisation_id)
            if membership.role in {Role.EMPLOYER, Role.FUNDER}:
                partners.append(membership.organisation_id)
        return self.filter(
            models.Q(holder=person)
            | models.Q(issuer__in=staff)
            | models.Q(shared_with__in=partners)
        ).distinct()


def private_storage():
    return storages["private"]


class Document(models.Model):
    """A numbered document whose content is frozen on the day of issue.

    `content` is what the pages and the PDF show; `pdf` is the file as delivered and `sha256` its
    fingerprint. What has become of it stands in `DocumentEvent`; `state` repeats the newest event.
    Personal data: name of the holder, what was attested, name of the issuing person.
    """

    code = models.CharField("code", max_length=13, unique=True)
    kind = models.CharField("nature", max_length=30, choices=DocumentKind)
    source_key = models.CharField("origine", max_length=160)
    title = models.CharField("titre", max_length=200)
    holder = models.ForeignKey("people.User", models.PROTECT, related_name="documents")
    issuer = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    shared_with = models.ManyToManyField("people.Organisation", related_name="+", blank=True)
    issued_at = models.DateTimeField("délivrée le")
    content = models.JSONField("contenu figé")
    pdf = models.FileField(
        "fichier", storage=private_storage, upload_to="documents/", max_length=200
    )
    sha256 = models.CharField("empreinte", max_length=64)
    renderer = models.CharField("version du rendu", max_length=40)
    state = models.CharField(
        "état", max_length=10, choices=DocumentState, default=DocumentState.IN_FORCE
    )

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "document"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "source_key"],
                condition=models.Q(state=DocumentState.IN_FORCE),
                name="document_in_force_once",
                violation_error_message="Ce document est déjà délivré.",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=DocumentState.values),
                name="document_state_known",
                violation_error_message="État inconnu.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class DocumentEvent(models.Model):
    """What happened to a document: delivered, revoked. Rows are only added.

    Personal data: the acting person; the reason is shown to nobody outside the issuer.
    """

    document = models.ForeignKey(Document, models.PROTECT, related_name="events")
    state = models.CharField("état", max_length=10, choices=DocumentState)
    at = models.DateTimeField("le")
    actor = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    reason = models.CharField("raison", max_length=500, blank=True)

    class Meta:
        verbose_name = "événement d’un document"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "state"],
                name="document_event_once",
                violation_error_message="C’est déjà fait.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.document.code} {self.get_state_display()}"


class DocumentLooks(models.Model):
    """How often a document was looked up on a day; says nothing of who looked."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="looks")
    day = models.DateField("jour")
    count = models.PositiveIntegerField("consultations", default=0)

    class Meta:
        verbose_name = "consultations d’un document"
        constraints = [models.UniqueConstraint(fields=["document", "day"], name="looks_once_a_day")]

    def __str__(self) -> str:
        return f"{self.document.code} {self.day}: {self.count}"
