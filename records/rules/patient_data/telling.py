"""What to tell the person who wrote: the kinds and why, never the values."""

from records.enums import IdentifierKind, Strength
from records.rules.patient_data.finding import Finding

WHY_NOT = "Le livret ne garde rien qui fasse reconnaître un patient"
STAFF_ONLY = "Si ce n’est pas un patient"


def explain(findings: list[Finding], *, offered: bool = False) -> str:
    """Why a text cannot be kept as it is, in French; empty if nothing was found.

    `offered`: the form has a box to confirm what is only asked.
    """
    refused = _kinds(findings, Strength.REFUSE)
    if refused:
        return _sentence(refused, ", puis enregistrez.")
    asked = _kinds(findings, Strength.ASK)
    if not asked:
        return ""
    where = "confirmez-le plus bas avec une raison" if offered else (
        "écrivez sa fonction à la place, ou confirmez avec une raison là où la page le propose"
    )  # fmt: skip
    return _sentence(asked, f". {STAFF_ONLY}, {where}.")


def _kinds(findings: list[Finding], strength: Strength) -> list[IdentifierKind]:
    return list(dict.fromkeys(one.kind for one in findings if one.strength == strength))


def _sentence(kinds: list[IdentifierKind], end: str) -> str:
    labels = [kind.label for kind in kinds]
    listed = " et ".join([", ".join(labels[:-1]), labels[-1]] if labels[1:] else labels)
    several = labels[1:] or kinds[0] == IdentifierKind.INITIALS
    remove = "retirez-les" if several else "retirez-la" if "une " in labels[0] else "retirez-le"
    return f"Ce texte contient {listed}. {WHY_NOT} : {remove}{end}"
