"""Contents of the documents that state hours, for tests."""

from typing import Any

COMMON = {
    "site": "https://livret.example",
    "holder_name": "Camille Dorval",
    "organisation": "Organisme Exemple",
    "city": "Lyon",
    "employer": "Cabinet des Tilleuls",
    "employer_city": "Bron",
    "action": "Parcours de 115 h, version 1",
    "starts_on": "2026-09-01",
    "ends_on": "2027-02-28",
    "minutes": 1290,
    "identification": "SIRET 123 456 789 00012",
    "issued_by": "Claire Nogaret",
    "issued_role": "responsable pédagogique",
    "issued_on": "2027-03-01",
    "statement": "L’organisme atteste que la personne nommée a suivi cette action.",
}


def certificate_content(**parts: Any) -> dict[str, Any]:
    return {
        **COMMON,
        "title": "Certificat de réalisation",
        "first_name": "Camille",
        "last_name": "Dorval",
        "nature": "action de formation",
        "planned_from": "2026-09-01",
        "planned_to": "2027-07-02",
        "hours": [
            {"nature": "présentiel", "minutes": 900},
            {"nature": "à distance", "minutes": 390},
        ],
        "is_not": "Ce certificat de réalisation n’est pas une certification.",
        **parts,
    }


def statement_content(**parts: Any) -> dict[str, Any]:
    return {
        **COMMON,
        "title": "Relevé d’heures",
        "funder": "Opérateur Exemple",
        "funder_city": "Paris",
        "hours": [
            {"module": "Le cœur de métier", "nature": "présentiel", "minutes": 900},
            {"module": "Le secret", "nature": "à distance", "minutes": 390},
        ],
        "beyond": 30,
        "sessions": 5,
        "lessons": 13,
        "so_far": 1290,
        "due": 6900,
        "is_not": "Ce relevé d’heures n’est pas une certification.",
        **parts,
    }


def agreement_content(**parts: Any) -> dict[str, Any]:
    return {
        **COMMON,
        "title": "Convention de formation",
        "minutes": 6900,
        "due": 6900,
        "funder": "Opérateur Exemple",
        "funder_city": "Paris",
        "funder_file": "D-2026-17",
        "objective": "Tenir l’accueil et préparer les dossiers.",
        "blocks": ["Accueillir", "Organiser"],
        "modules": [
            {"title": "Le cœur de métier", "minutes": 4200},
            {"title": "Le secret", "minutes": 2700},
        ],
        "rate": "18,9\u00a0%",
        "price": "1\u00a0380,50\u00a0€, hors taxe (HT)",
        "payment": "En deux fois.\nLa seconde à la fin.",
        "means": "Salle, supports, plateforme.",
        "follow_up": "Feuilles d’émargement, quiz, attestation.",
        "is_not": "Cette convention de formation n’atteste aucun titre.",
        **parts,
    }


def sheet_content(**parts: Any) -> dict[str, Any]:
    return {
        **COMMON,
        "title": "Feuille d’émargement",
        "lines": [
            {
                "when": "mardi 2 mars 2027, 9 h à 12 h 30",
                "title": "Le secret au quotidien",
                "module": "Le secret",
                "presence": "présent, 20 min de retard",
                "minutes": 190,
                "signed": "le mardi 2 mars 2027 à 12 h 31, sur son propre appareil",
                "trainer": "Claire Nogaret, le mardi 2 mars 2027 à 12 h 40",
            },
            {
                "when": "mercredi 3 mars 2027, 9 h à 12 h 30",
                "title": "L’accueil",
                "module": "",
                "presence": "absent",
                "minutes": 0,
                "signed": "",
                "trainer": "",
            },
        ],
        "minutes": 190,
        "unsigned": 0,
        "is_not": "Cette feuille d’émargement n’est pas un certificat de réalisation.",
        **parts,
    }
