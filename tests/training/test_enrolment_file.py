import pytest

from people.enums import Role
from tests.factories import membership_factory

ANALYSIS = "Analyse du besoin"
CONVENTION = "Convention du cabinet"
ASSISTANCE = "Assistance à distance"
RIGHTS = "Diplôme, certificats et échéances"
INDUCTION = "Journée d’accueil et engagements"
# What is missing comes first: nobody wrote an agreement yet.
READ = [
    CONVENTION, "Heures", "Situation", "Livret d’accueil", INDUCTION, "Convocations", RIGHTS,
    ASSISTANCE,
]  # fmt: skip
CONTRACT = "Contrat et cabinets"
RIGHTS = "Diplôme, certificats et échéances"
# What is missing comes first: nobody wrote an agreement yet, nor noted a contract.
READ = [CONVENTION, CONTRACT, "Heures", "Situation", "Livret d’accueil", RIGHTS]
TITLES = {
    Role.LEARNER: [*READ, "Positionnement", "Documents"],
    Role.TRAINER: [*READ, "Positionnement", "Modules", "Documents"],
    Role.COMPANION: [*READ, "Positionnement", "Documents"],
    Role.LEAD: [*READ, "Positionnement", "Modules", "Documents"],
    Role.EMPLOYER: [CONVENTION, "Heures", "Situation", INDUCTION, RIGHTS, "Documents"],
    Role.EMPLOYER: [CONVENTION, CONTRACT, "Heures", "Situation", RIGHTS, "Documents"],
    Role.FUNDER: ["Heures", "Situation", "Documents"],
AGREEMENT = "Convention de formation"
RIGHTS = "Diplôme, certificats et échéances"
# What is missing comes first: nobody wrote an analysis or an agreement yet.
READ = [ANALYSIS, CONVENTION, "Heures", "Situation", "Livret d’accueil"]
TAUGHT = [*READ, "Aménagements", RIGHTS]
TITLES = {
    Role.LEARNER: [*TAUGHT, "Positionnement", "Documents"],
    Role.TRAINER: [*TAUGHT, "Positionnement", "Modules", "Documents"],
    Role.COMPANION: [*READ, RIGHTS, "Positionnement", "Documents"],
    Role.LEAD: [
        ANALYSIS,
        CONVENTION,
        AGREEMENT,
        *TAUGHT[2:],
        "Positionnement",
        "Modules",
        "Documents",
    ],
    Role.EMPLOYER: [ANALYSIS, CONVENTION, "Heures", "Situation", RIGHTS, "Documents"],
    Role.FUNDER: [ANALYSIS, "Heures", "Situation", "Documents"],
}


@pytest.fixture
def people(world):
    funder = membership_factory(Role.FUNDER)
    world.enrolment.funder = funder.organisation
    world.enrolment.save()
    return {
        Role.LEARNER: world.learner,
        Role.TRAINER: world.trainer,
        Role.COMPANION: world.companion,
        Role.LEAD: world.lead,
        Role.EMPLOYER: world.employer,
        Role.FUNDER: funder,
    }


@pytest.mark.parametrize("role", TITLES)
def test_the_file_names_the_parts_that_a_role_may_open(world, people, sign_in, role):
    client = sign_in(people[role])
    parts = client.get(f"/inscriptions/{world.enrolment.pk}/").context["parts"]
    assert [part.title for part in parts] == TITLES[role]
    assert [client.get(part.url).status_code for part in parts] == [200] * len(parts)
