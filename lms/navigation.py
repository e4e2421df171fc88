"""The main navigation, by role."""

from people.enums import Role
from people.models import Membership

HOME = ("/accueil/", "Accueil", "house")
LOGBOOK = ("/livret/", "Livret", "notebook-pen")
COMPETENCIES = ("/competences/", "Compétences", "list-checks")
TRACK = ("/parcours/", "Parcours", "route")
TO_MARK = ("/a-corriger/", "À corriger", "pen-line")
TO_SIGN = ("/livrets/a-viser/", "À viser", "notebook-pen")
SESSIONS = ("/seances/", "Séances", "calendar-days")
COHORTS = ("/promotions/", "Promotions", "layout-grid")
ATTESTATIONS = ("/attestations/", "Attestations", "shield-check")
ASSISTANTS = ("/assistants/", "Assistants", "users")
CHECK = ("/verifier/", "Vérifier", "shield-check")

ITEMS = {
    Role.LEARNER: (HOME, LOGBOOK, COMPETENCIES, TRACK),
    Role.TRAINER: (HOME, TO_MARK, TO_SIGN, SESSIONS, COHORTS),
    Role.COMPANION: (HOME, COHORTS, CHECK),
    Role.LEAD: (HOME, COHORTS, ATTESTATIONS, TO_MARK, TO_SIGN),
    Role.EMPLOYER: (HOME, ASSISTANTS, CHECK),
    Role.FUNDER: (HOME, CHECK),
    Role.JUROR: (HOME, CHECK),
    Role.ADMIN: (HOME, COHORTS, ATTESTATIONS, CHECK),
}


def nav_items(actor: Membership | None, path: str) -> list[dict[str, object]]:
    """The entries of the navigation; the longest address that begins the path is current."""
    items = ITEMS[Role(actor.role)] if actor else (CHECK,)
    current = max((url for url, _, _ in items if path.startswith(url)), key=len, default=None)
    return [
        {"url": url, "label": label, "icon": icon, "current": url == current}
        for url, label, icon in items
    ]
