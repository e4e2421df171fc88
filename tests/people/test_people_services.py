from datetime import date

import pytest

from people.enums import OrganisationKind, Role
from people.models import AuditEvent, Membership
from people.services import AlreadyAdministered, RoleNotOfOrganisation, add_membership, open_site


@pytest.fixture
def lead(db, now):
    return open_site(
        email="Chef@Exemple.example",
        first_name="Chef",
        last_name="Exemple",
        password="une-longue-phrase",
        training_body="Organisme Exemple",
        city="Lyon",
        now=now,
        today=date(2027, 3, 4),
    )


def test_open_site_makes_lead_and_administrator(lead):
    roles = set(Membership.objects.filter(user=lead.user).values_list("role", flat=True))
    assert roles == {Role.LEAD, Role.ADMIN}
    assert lead.user.email == "chef@exemple.example"
    assert lead.organisation.kind == OrganisationKind.TRAINING_BODY


def test_open_site_works_only_once(lead, now):
    with pytest.raises(AlreadyAdministered):
        open_site(
            email="autre@exemple.example",
            first_name="A",
            last_name="B",
            password="une-longue-phrase",
            training_body="Autre",
            city="",
            now=now,
            today=date(2027, 3, 4),
        )


def test_add_membership_refuses_role_of_another_kind_of_organisation(lead, now):
    with pytest.raises(RoleNotOfOrganisation):
        add_membership(
            actor=lead,
            user=lead.user,
            organisation=lead.organisation,
            role=Role.EMPLOYER,
            start=date(2027, 3, 4),
            now=now,
        )


def test_add_membership_twice_keeps_one_and_audits_once(lead, now):
    before = AuditEvent.objects.count()
    made = [
        add_membership(
            actor=lead,
            user=lead.user,
            organisation=lead.organisation,
            role=Role.TRAINER,
            start=date(2027, 3, 4),
            now=now,
        ).pk
        for _ in range(2)
    ]
    assert made[0] == made[1]
    assert AuditEvent.objects.count() == before + 1
