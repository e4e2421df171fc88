"""A comment on a situation that its author opened to all its readers, and a model of theirs."""

from people.enums import Role
from portfolio.models import EntryTemplate, LogbookEntry, SentenceComment
from portfolio.services import comment_sentence, keep_template
from tests.factories.assessments import learner_of
from tests.factories.site import NOW, Site
from training.models import Enrolment


def comment_and_keep(site: Site, enrolment: Enrolment) -> None:
    """On the obstacle of the fifth week."""
    entry = LogbookEntry.objects.get(week__enrolment=enrolment, kind="obstacle")
    comment_sentence(
        actor=site.staff[Role.TRAINER], entry=entry, field="text", place=0, version=entry.version,
        remark="Qui ouvre les accès ?", form_key=f"commentaire-{enrolment.pk}", now=NOW,
    )  # fmt: skip
    keep_template(
        actor=learner_of(enrolment), entry=entry, name="Essai", text="Je devais …",
        form_key=f"modele-{enrolment.pk}", now=NOW,
    )  # fmt: skip


def comment_of(enrolment: Enrolment) -> SentenceComment:
    return SentenceComment.objects.get(entry__week__enrolment=enrolment)


def template_of(enrolment: Enrolment) -> EntryTemplate:
    return EntryTemplate.objects.get(enrolment=enrolment)
