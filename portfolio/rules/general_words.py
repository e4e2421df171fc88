"""Words that say an age or a reason of a visit without telling of a patient.

The guard asks for ranges and general words (docs/rules/patient-data.md); these lists are ours,
« choix de l’organisme ».
"""

AGES = (
    "nourrisson de moins de 1 an",
    "enfant de 1 à 9 ans",
    "enfant de 10 à 17 ans",
    "personne de 18 à 29 ans",
    "personne de 30 à 39 ans",
    "personne de 40 à 49 ans",
    "personne de 50 à 59 ans",
    "personne de 60 à 69 ans",
    "personne de 70 à 79 ans",
    "personne de 80 ans et plus",
)
REASONS = (
    "renouvellement d’ordonnance",
    "suivi d’une maladie chronique",
    "douleur ou fièvre",
    "vaccination",
    "dépistage",
    "résultats d’examens",
    "pansement ou soin",
    "suivi d’un enfant ou d’une grossesse",
    "certificat médical",
    "avis d’un spécialiste",
    "démarche administrative",
    "demande non programmée",
)
GENERAL_WORDS = (("Âges, par tranches", AGES), ("Motifs de visite", REASONS))
