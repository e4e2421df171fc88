"""Words for people, their roles and their organisations."""

from django.db.models import TextChoices


class Role(TextChoices):
    """What a person does in an organisation."""

    LEARNER = "learner", "assistant"
    TRAINER = "trainer", "formateur"
    COMPANION = "companion", "accompagnateur"
    LEAD = "lead", "responsable pédagogique"
    EMPLOYER = "employer", "employeur"
    FUNDER = "funder", "financeur"
    JUROR = "juror", "juré"
    ADMIN = "admin", "administrateur"


class OrganisationKind(TextChoices):
    TRAINING_BODY = "training_body", "organisme de formation"
    PRACTICE = "practice", "cabinet ou maison de santé"
    FUNDER = "funder", "financeur"
    CERTIFIER = "certifier", "certificateur"


ROLES_OF_KIND = {
    OrganisationKind.TRAINING_BODY: {Role.TRAINER, Role.COMPANION, Role.LEAD, Role.ADMIN},
    OrganisationKind.PRACTICE: {Role.LEARNER, Role.EMPLOYER},
    OrganisationKind.FUNDER: {Role.FUNDER},
    OrganisationKind.CERTIFIER: {Role.JUROR},
}

# Those who work for the training body and see its learners.
STAFF_ROLES = (Role.TRAINER, Role.COMPANION, Role.LEAD, Role.ADMIN)
# Those who may invite, enrol, create practices and cohorts, issue and revoke.
LEADING_ROLES = (Role.LEAD, Role.ADMIN)
