import pytest

from people.enums import Role
from tests.factories import membership_factory

ANALYSIS = "Analyse du besoin"
ADAPTATIONS = "Aménagements"
CONTRACT = "Contrat et cabinets"
RIGHTS = "Diplôme, certificats et échéances"
CONVENTION = "Convention du cabinet"
AGREEMENT = "Convention de formation"
WELCOME = "Livret d’accueil"
INDUCTION = "Journée d’accueil et engagements"
CONVOCATIONS = "Convocations"
POSITIONING = "Positionnement"
ASSISTANCE = "Assistance à distance"
ACCOMPANIMENT = "Accompagnement"
REVIEWS = "Bilans"
STUDY = [POSITIONING, "Heures", "Situation", ASSISTANCE]
# What is missing comes first: nobody wrote an analysis, a contract or an agreement yet.
MISSING = [ANALYSIS, CONTRACT, CONVENTION]
TITLES = {
    Role.LEARNER: [
        *MISSING, ADAPTATIONS, RIGHTS, WELCOME, INDUCTION, CONVOCATIONS, *STUDY,
        ACCOMPANIMENT, REVIEWS, "Documents",
    ],
    Role.TRAINER: [
        *MISSING, ADAPTATIONS, RIGHTS, WELCOME, INDUCTION, CONVOCATIONS, *STUDY, REVIEWS, "Modules",
        "Documents",
    ],
    Role.COMPANION: [
        *MISSING, RIGHTS, WELCOME, INDUCTION, CONVOCATIONS, *STUDY, ACCOMPANIMENT, REVIEWS,
        "Documents",
    ],
    Role.LEAD: [
        *MISSING, AGREEMENT, ADAPTATIONS, RIGHTS, WELCOME, INDUCTION, CONVOCATIONS, *STUDY,
        ACCOMPANIMENT, REVIEWS, "Modules", "Semaines du livret en retard", "Documents",
    ],
    Role.EMPLOYER: [*MISSING, RIGHTS, INDUCTION, "Heures", "Situation", REVIEWS, "Documents"],
    Role.FUNDER: [ANALYSIS, "Heures", "Situation", "Documents"],
}  # fmt: skip


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
