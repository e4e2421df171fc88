"""The XML of a fiche: blocks with the text of their competencies and how they are assessed.

A text is cut into competencies only where the source cuts it (`source_lists`). What is assessed
becomes criteria only where the source names, one by one, the codes of its competencies;
otherwise it stays whole in the note of the block.
"""

from collections import Counter
from collections.abc import Callable
from typing import IO
from xml.etree.ElementTree import Element

from curricula.rules.fiche import (
    TAKE_ONE,
    fiche_number,
    fiche_package,
    is_bad_number,
    no_number,
    nothing,
)
from curricula.rules.package import BlockRow, CompetencyRow, CriterionRow, Problem, Reading
from curricula.rules.safe_xml import BadXml, elements, local
from curricula.rules.source_lists import SourceList, separate, source_text

NO_TEXT = "Le fichier XML ne contient pas le texte des compétences de ce bloc."
ASSESSED = "Modalités d’évaluation (texte de la source) : "
READ = {
    "NUMERO_FICHE", "INTITULE", "DATE_DECISION", "DATE_EFFET", "DATE_FIN_ENREGISTREMENT",
    "CERTIFICATEURS", "CODES_NSF", "BLOCS_COMPETENCES",
}  # fmt: skip
# Known, and of no use to a reference.
LEFT = {
    "ID_FICHE", "ETAT_FICHE", "ABREGE", "NOMENCLATURE_EUROPE", "ACTIF", "TYPE_ENREGISTREMENT",
    "DATE_DERNIER_JO", "DATE_LIMITE_DELIVRANCE", "DUREE_ENREGISTREMENT", "PREREQUIS",
    "PREREQUIS_ENTREE_FORMATION", "PREREQUIS_VALIDATION_BLOC", "ACTIVITES_VISEES",
    "CAPACITES_ATTESTEES", "SECTEURS_ACTIVITE", "TYPE_EMPLOI_ACCESSIBLES", "OBJECTIFS_CONTEXTE",
    "REGLEMENTATIONS_ACTIVITES", "LIEN_URL_DESCRIPTION", "CODES_ROME", "FORMACODES",
    "EXISTENCE_PARTENAIRES", "PARTENAIRES", "STATISTIQUES_PROMOTIONS", "SI_JURY_FI", "SI_JURY_CA",
    "SI_JURY_FC", "SI_JURY_CQ", "SI_JURY_CL", "SI_JURY_VAE", "VALIDATION_PARTIELLE",
    "ANCIENNES_CERTIFICATIONS", "NOUVELLES_CERTIFICATIONS", "PUBLICATION_DECRET_GENERAL",
    "PUBLICATION_DECRET_CREATION", "PUBLICATION_DECRET_AUTRE",
}  # fmt: skip
BLOCK_PARTS = {"CODE", "LIBELLE", "LISTE_COMPETENCES", "MODALITES_EVALUATION"}


def read_fiche_xml(opened: Callable[[], IO[bytes]], number: str, most: int) -> Reading:
    """The fiche of that number; without a number, the only one of the file."""
    wanted = fiche_number(number)
    if is_bad_number(number):
        return no_number(number)
    found: list[Reading] = []
    try:
        for fiche in elements(opened, "FICHE", most):
            name = fiche_number(_text(fiche, "NUMERO_FICHE"))
            if not wanted or name == wanted:
                found.append(_fiche(fiche, name))
            if len(found) > 1:
                reason = f"la fiche {wanted} y est deux fois." if wanted else TAKE_ONE
                return nothing("fichier", f"plus d’une fiche : {reason}")
    except BadXml as error:
        return nothing(f"ligne {error.line}" if error.line else "fichier", error.reason)
    if not found:
        return nothing("fichier", f"aucune fiche {wanted}".strip() + " dans ce fichier.")
    return found[0]


def _fiche(fiche: Element, number: str) -> Reading:
    title = _text(fiche, "INTITULE")
    if not number or not title:
        return nothing("FICHE", "il manque le numéro (NUMERO_FICHE) ou l’intitulé (INTITULE).")
    problems = list(_unknown(fiche, "FICHE", READ | LEFT))
    if left := sorted({local(child) for child in fiche if local(child) in LEFT}):
        reason = f"éléments connus, non repris : {', '.join(left)}."
        problems.append(Problem("FICHE", reason, blocking=False))
    blocks = _blocks(fiche, problems)
    package, remarks = fiche_package(
        number,
        title,
        blocks,
        decided=_text(fiche, "DATE_DECISION"),
        begins=_text(fiche, "DATE_EFFET"),
        ends=_text(fiche, "DATE_FIN_ENREGISTREMENT"),
        certifier=", ".join(_named(fiche, "CERTIFICATEURS", "NOM_CERTIFICATEUR")),
        field_of_work=", ".join(
            [*_named(fiche, "CODES_NSF", "LIBELLE"), *_named(fiche, "CODES_NSF", "INTITULE")]
        ),
    )
    return Reading(package, (*remarks, *problems))


def _blocks(fiche: Element, problems: list[Problem]) -> list[BlockRow]:
    rows: dict[str, BlockRow] = {}
    places: dict[str, str] = {}
    parts = _child(fiche, "BLOCS_COMPETENCES")
    for rank, element in enumerate(parts if parts is not None else (), start=1):
        code, title = _text(element, "CODE"), _text(element, "LIBELLE")
        place = f"bloc {rank} ({code})" if code else f"bloc {rank}"
        problems += _unknown(element, place, BLOCK_PARTS)
        if not code or not title:
            problems.append(Problem(place, "il manque le code (CODE) ou le libellé (LIBELLE)."))
        elif code in rows:
            reason = f"le code « {code} » est déjà celui du {places[code]}."
            problems.append(Problem(place, reason))
        else:
            rows[code], places[code] = _block(element, code, title, place, problems), place
    if not rows:
        problems.append(Problem("BLOCS_COMPETENCES", "aucun bloc dans la fiche.", blocking=False))
    return list(rows.values())


def _block(
    element: Element, code: str, title: str, place: str, problems: list[Problem]
) -> BlockRow:
    text = source_text(_child(element, "LISTE_COMPETENCES"))
    assessed = source_text(_child(element, "MODALITES_EVALUATION"))
    listed, asked = separate(text), separate(assessed)
    notes = [listed.before] if text else [NO_TEXT]
    source = f"France compétences, {code}"
    criteria = _criteria(listed, asked, source)
    if assessed and not criteria:
        notes.append(ASSESSED + assessed)
    elif asked.before:
        notes.append(ASSESSED + asked.before)
    for reason in _remarks(listed):
        problems.append(Problem(place, reason, blocking=False))
    codes = listed.codes
    competencies = tuple(
        CompetencyRow(
            code=codes[rank - 1] if codes else f"C{rank}",
            text=piece.rest if codes else piece.text,
            source=source,
            criteria=criteria.get(piece.code, ()),
        )
        for rank, piece in enumerate(listed.pieces, start=1)
    )
    note = "\n".join(note for note in notes if note)
    return BlockRow(code, title, note, competencies, source=source)


def _remarks(listed: SourceList) -> list[str]:
    found = []
    if listed.whole:
        found.append("la source ne sépare pas les compétences : le texte est gardé entier.")
    if listed.pieces and not listed.codes:
        found.append("la source ne numérote pas les compétences : les codes C1, C2… sont du site.")
    if listed.before:
        found.append("ce qui précède la liste des compétences est gardé dans la note du bloc.")
    return found


def _criteria(
    listed: SourceList, asked: SourceList, source: str
) -> dict[str, tuple[CriterionRow, ...]]:
    """Criteria by code of competency, where each piece begins with one of these codes."""
    named = [piece.code for piece in asked.pieces]
    if not named or not listed.codes or not set(named) <= set(listed.codes):
        return {}
    return {
        code: tuple(
            CriterionRow(f"K{rank}", text, source)
            for rank, text in enumerate(
                (piece.rest for piece in asked.pieces if piece.code == code), start=1
            )
        )
        for code in set(named)
    }


def _unknown(element: Element, place: str, known: set[str]) -> list[Problem]:
    """One remark for each name of element that this reader does not know."""
    names = Counter(local(child) for child in element)
    return [
        Problem(place, f"élément inconnu « {name} » ({count} fois), non repris.", blocking=False)
        for name, count in sorted(names.items())
        if name and name not in known
    ]


def _child(element: Element, name: str) -> Element | None:
    return next((child for child in element if local(child) == name), None)


def _text(element: Element, name: str) -> str:
    return " ".join(source_text(_child(element, name)).split())


def _named(fiche: Element, group: str, name: str) -> list[str]:
    """The text of each element of that name, one level below those of a group."""
    parts = _child(fiche, group)
    found = [_text(part, name) for part in (parts if parts is not None else ())]
    return [text for text in found if text]
