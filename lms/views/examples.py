"""Invented data of the page /composants/. Nothing here is a fact."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings

LEVELS = [(0, "Pas encore"), (1, "En cours"), (2, "Acquis"), (3, "Exemplaire")]
DAYS = [("lun", "lun."), ("mar", "mar."), ("mer", "mer."), ("jeu", "jeu."), ("ven", "ven.")]
ANSWERS = [("oui", "Oui"), ("partie", "En partie"), ("non", "Non")]


class ExampleForm(forms.Form):
    """One field of each kind, one of them wrong."""

    practice = forms.CharField(label="Cabinet", help_text="Le nom écrit sur la convention.")
    hours = forms.CharField(label="Heures au cabinet")
    day = forms.DateField(label="Jour", widget=forms.DateInput(attrs={"type": "date"}))
    site = forms.ChoiceField(label="Salle", choices=[("1", "Salle 1"), ("2", "Salle 2")])
    seen = forms.ChoiceField(
        label="Observation confirmée", choices=ANSWERS, widget=forms.RadioSelect
    )
    text = forms.CharField(label="Ce que j’ai fait", required=False, widget=forms.Textarea)
    agreed = forms.BooleanField(label="Le patient a donné son accord")

    def clean_hours(self) -> str:
        raise forms.ValidationError("43 h dépassent le contrat de 35 h. Écrivez 35 h ou moins.")


class LevelsForm(forms.Form):
    a = forms.ChoiceField(
        label="Recueille l’accord du patient", choices=LEVELS, widget=forms.RadioSelect
    )
    b = forms.ChoiceField(
        label="Transmet au médecin ce qui est utile", choices=LEVELS, widget=forms.RadioSelect
    )


def forms_data() -> dict[str, str]:
    return {
        "practice": "Cabinet des Tilleuls",
        "hours": "43 h",
        "day": "2027-03-04",
        "site": "1",
        "seen": "partie",
        "text": "J’ai vérifié l’adresse et les dates d’ALD de 14 dossiers.",
        "agreed": "on",
    }


def forms_of(prefix: str) -> dict[str, forms.Form]:
    data = {f"{prefix}-{name}": value for name, value in forms_data().items()}
    return {
        "form": ExampleForm(data, prefix=prefix),
        "levels": LevelsForm(initial={"a": 2}, prefix=f"{prefix}-n"),
    }


def icons() -> list[str]:
    folder = Path(settings.BASE_DIR) / "templates" / "components" / "icons"
    return sorted(path.stem for path in folder.glob("*.svg"))


def year() -> list[tuple[str, str]]:
    """43 weeks: 24 signed, one without logbook, one waiting, the 26th open."""
    months = {week: short for week, short, _ in MONTHS}
    states = ["ok"] * 43
    states[8] = states[16] = states[17] = ""
    states[20], states[24], states[25] = "manque", "att", "ici"
    states[26:] = [""] * 17
    return [(s, "26" if s == "ici" else months.get(i, "")) for i, s in enumerate(states)]


def cumulated(weekly: list[int]) -> list[int]:
    total, out = 0, []
    for minutes in weekly:
        total += minutes
        out.append(total)
    return out


PLAN = cumulated([0 if week in {8, 16, 17, 27, 28} else 600 for week in range(43)])
DONE = cumulated([0 if week in {8, 16, 17, 20} else 540 for week in range(25)])
MONTHS = [
    (0, "sept.", "septembre 2026"),
    (4, "oct.", "octobre 2026"),
    (8, "nov.", "novembre 2026"),
    (13, "déc.", "décembre 2026"),
    (17, "janv.", "janvier 2027"),
    (21, "févr.", "février 2027"),
    (25, "mars", "mars 2027"),
    (30, "avr.", "avril 2027"),
    (34, "mai", "mai 2027"),
    (39, "juin", "juin 2027"),
]
COLOURS = [
    ("papier", "Papier"),
    ("papier-2", "Papier doux"),
    ("encre", "Encre"),
    ("encre-2", "Encre seconde"),
    ("filet", "Filet"),
    ("bord", "Bord de champ"),
    ("fil", "Fil"),
    ("fil-fort", "Fil appuyé"),
    ("fil-pale", "Fil pâle"),
    ("trou", "Trou"),
    ("signal", "Signal"),
    ("signal-encre", "Signal, texte"),
    ("signal-pale", "Signal pâle"),
    ("dos", "Dos"),
    ("acte", "Acte"),
]


def cloth_rows() -> list[dict[str, Any]]:
    planned: list[int | str] = ["v"] * 17
    full: list[int | str] = [720] * 8 + ["f"] + [840] * 7 + ["f", "f"] + [480] * 6 + ["va", "v"]
    thin: list[int | str] = [300] * 8 + ["f"] + [200] * 7 + ["f", "f"] + [0, 0, 120, 60, 0, 60]
    return [
        {
            "name": "Sarah Benali",
            "url": "#",
            "weeks": full + planned,
            "label": "21 semaines comptées, 1 en attente",
            "hours": 13200,
            "drift": "sur le plan",
        },
        {
            "name": "Karim Saïdi",
            "url": "#",
            "weeks": [*thin, "va", "v", *planned],
            "label": "18 semaines comptées, 3 sans heure, 1 en attente",
            "hours": 8400,
            "drift": "− 86 h",
            "late": True,
            "action": "Appeler",
            "action_url": "#",
        },
    ]


DATA = {
    "spine_items": year(),
    "colours": COLOURS,
    "example_minutes": 11910,
    "example_day": date(2027, 3, 4),
    "example_moment": datetime(2027, 3, 4, 13, 32, tzinfo=UTC),
    "mixed": ["ok", "ok", "ok", ("part", 0.4), "att", "manque", "vide", "vide", "prev", "noeud"],
    "long_row": ["ok"] * 24 + ["att", "manque"] + ["vide"] * 17,
    "states": [
        ("ok", "acquis"),
        ("att", "en attente"),
        ("manque", "manque"),
        ("vide", "prévu"),
        ("prev", "prévision"),
    ],
    "plan": PLAN,
    "done": DONE,
    "months": MONTHS,
    "cloth_weeks": [{week: short for week, short, _ in MONTHS}.get(week, "") for week in range(43)],
    "cloth": cloth_rows(),
    "sheet_rows": [
        ("Délivrée le", "vendredi 3 juillet 2026"),
        ("Par", "Organisme Les Deux Rives (démonstration)"),
        ("Valable", "sans limite, sauf révocation"),
    ],
}
