"""A question as plain values: what may be asked, and when an answer is right.

The worked tables are in docs/rules/assessment.md. One point a question, all or nothing, is a choice
of this project, not of a text of law.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

SINGLE, MULTIPLE, TRUE_FALSE = "single", "multiple", "true_false"
MATCHING, SHORT, NUMERIC, OPEN = "matching", "short", "numeric", "open"
CHOICE_KINDS = (SINGLE, MULTIPLE, TRUE_FALSE)
TRUE, FALSE = "Vrai", "Faux"
SURE = ("A", "B")
DIFFICULTIES = (1, 2, 3)
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,19}")
MAX_SOURCE, MAX_UNIT, MAX_SHORT, MAX_NUMBER, MAX_TEXT = 300, 20, 200, 40, 4000
MAX_ANSWERS = 30

_NUMBER = re.compile(r"[+-]?[0-9]{1,9}(\.[0-9]{1,6})?")
# Letters that stand in no file, or that only the readers of formats use.
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ue000-\ue00f\ufffe\uffff]")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "’": "'"})


@dataclass(frozen=True)
class AnswerRow:
    """An answer offered or accepted, or an item with its match; without item: a match too many."""

    text: str
    correct: bool = False
    feedback: str = ""
    match: str = ""


@dataclass(frozen=True)
class QuestionRow:
    """A question, whatever its kind. For open text `feedback` is the model answer."""

    code: str
    text: str
    kind: str
    answers: tuple[AnswerRow, ...] = ()
    tolerance: Decimal = Decimal(0)
    unit: str = ""
    feedback: str = ""
    source: str = ""
    certainty: str = ""
    difficulty: int | None = None
    competency: str = ""


# --- The text of a question -------------------------------------------------------------------


def plain(text: str) -> str:
    """Text as it is kept: one kind of line ending, no letter that a file cannot hold."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return _UNWRITABLE.sub("", text).strip()


def one_line(text: str) -> str:
    return " ".join(plain(text).split())


def folded(text: str) -> str:
    """Text without case, accents, kinds of apostrophe and spaces too many."""
    # Twice: the plain form of a letter may have a case of its own, and its small form an accent.
    for _ in range(2):
        text = unicodedata.normalize("NFKD", text).casefold()
    plain = unicodedata.normalize("NFKD", one_line(text).translate(_LIGATURES))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def number(text: str, unit: str = "") -> Decimal | None:
    """A number written with a comma or a point; its unit is ignored only where one is declared."""
    text = one_line(text)[: MAX_NUMBER + MAX_UNIT].replace("\u2212", "-")
    if unit and text.casefold().endswith(unit.casefold()):
        text = text[: len(text) - len(unit)]
    text = "".join(text.split()).replace(",", ".")
    return Decimal(text) if _NUMBER.fullmatch(text) else None


def written(value: Decimal) -> str:
    """A number as files write it: with a point, without idle zeros."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


def normal(row: QuestionRow) -> QuestionRow:
    """The question as it is kept: what a format reads again is equal to this."""
    answers = tuple(
        AnswerRow(_value(row, a.text), a.correct, plain(a.feedback), plain(a.match))
        for a in row.answers
    )
    return replace(
        row, answers=answers, code=one_line(row.code), text=plain(row.text),
        unit=one_line(row.unit), feedback=plain(row.feedback), source=one_line(row.source),
        certainty=one_line(row.certainty), competency=one_line(row.competency),
    )  # fmt: skip


def _value(row: QuestionRow, text: str) -> str:
    if row.kind == NUMERIC and (value := number(text)) is not None:
        return written(value)
    return plain(text)


# --- Marking ----------------------------------------------------------------------------------


def right_choices(right: Collection[object], given: Iterable[object]) -> bool:
    """All the right answers and no other; nothing ticked is never right."""
    return bool(right) and set(given) == set(right)


def right_pairs(expected: Mapping[str, str], given: Mapping[str, str]) -> bool:
    """Every item with its match."""
    return bool(expected) and all(given.get(item) == match for item, match in expected.items())


def right_short(accepted: Iterable[str], given: str) -> bool:
    """One of the accepted answers, whatever the case, the accents and the spaces."""
    said = folded(given)
    return bool(said) and any(folded(answer) == said for answer in accepted)


def right_number(accepted: Iterable[str], tolerance: Decimal, unit: str, given: str) -> bool:
    """A number no further from an accepted one than the tolerance, which itself is still right."""
    said = number(given, unit)
    values = [value for text in accepted if (value := number(text)) is not None]
    return said is not None and any(abs(said - value) <= tolerance for value in values)


# --- What may be asked ------------------------------------------------------------------------


def question_problems(row: QuestionRow) -> list[str]:
    """What is wrong with the question itself, in French; empty when it can be asked."""
    found = [] if row.text else ["le texte de la question est vide."]
    if len(row.text) > MAX_TEXT or any(_too_long(answer) for answer in row.answers):
        found.append(f"un texte dépasse {MAX_TEXT} signes.")
    if len(row.answers) > MAX_ANSWERS:
        found.append(f"il y a plus de {MAX_ANSWERS} réponses.")
    if row.difficulty not in (None, *DIFFICULTIES):
        found.append("la difficulté va de 1 à 3.")
    if row.kind != NUMERIC and (row.tolerance or row.unit):
        found.append("une tolérance ou une unité ne va qu’avec un nombre.")
    checks = {MATCHING: _matching, SHORT: _short, NUMERIC: _numeric, OPEN: _open}
    if row.kind in CHOICE_KINDS:
        return [*found, *_choices(row)]
    if row.kind not in checks:
        return [*found, f"genre de question inconnu « {row.kind} »."]
    return [*found, *checks[row.kind](row)]


def source_problems(row: QuestionRow, doubtful: Collection[str] = ()) -> list[str]:
    """A graded question rests on a sure fact (A or B) and says where it comes from.

    `doubtful`: the sources, folded, of which the lesson knows only facts to check or historical.
    """
    found = []
    if row.certainty not in SURE:
        found.append("une question notée repose sur un fait sûr (A ou B).")
    if not row.source:
        found.append("il manque la source.")
    elif len(row.source) > MAX_SOURCE:
        found.append(f"la source dépasse {MAX_SOURCE} signes.")
    if rests_on(row.source, doubtful):
        found.append("la leçon dit ce fait « à vérifier » ou historique : il ne se note pas.")
    return found


def doubtful_sources(facts: Iterable[tuple[str, str]], verified: str) -> set[str]:
    """The sources, folded, of facts of which none is verified; `facts`: (source, status)."""
    known = [(sources_named(source), status) for source, status in facts]
    sure = {source for named, status in known if status == verified for source in named}
    return {source for named, _ in known for source in named} - sure


def sources_named(text: str) -> set[str]:
    """The sources, folded, of one line: they are written one after the other with « ; »."""
    return {folded(part) for part in text.split(";") if part.strip()}


def rests_on(source: str, doubtful: Collection[str]) -> bool:
    """Does a question name one of the sources that its lesson doubts?"""
    return not sources_named(source).isdisjoint(doubtful)


def _too_long(answer: AnswerRow) -> bool:
    return max(len(answer.text), len(answer.feedback), len(answer.match)) > MAX_TEXT


def _doubles(texts: Iterable[str]) -> list[str]:
    known = list(texts)
    return ["deux réponses sont les mêmes."] if len(set(known)) < len(known) else []


def _choices(row: QuestionRow) -> list[str]:
    found = _doubles(answer.text for answer in row.answers)
    right = sum(answer.correct for answer in row.answers)
    if len(row.answers) < 2:
        found.append("il faut au moins deux réponses.")
    if row.kind == MULTIPLE and right < 2:
        found.append(f"plusieurs réponses sont annoncées, {right} est juste.")
    if row.kind != MULTIPLE and right != 1:
        found.append(f"il faut une seule réponse juste, il y en a {right}.")
    if row.answers and right == len(row.answers):
        found.append("toutes les réponses sont justes.")
    if any(not answer.text or answer.match for answer in row.answers):
        found.append("une réponse est vide.")
    if row.kind == TRUE_FALSE and [answer.text for answer in row.answers] != [TRUE, FALSE]:
        found.append("les réponses sont « Vrai », puis « Faux ».")
    return found


def _matching(row: QuestionRow) -> list[str]:
    items = [answer for answer in row.answers if answer.text]
    found = _doubles(answer.text for answer in items)
    if len(items) < 2 or len({answer.match for answer in row.answers}) < 2:
        found.append("il faut au moins deux éléments, et deux réponses à associer.")
    if any(not answer.match for answer in row.answers):
        found.append("un élément n’a pas de réponse à associer.")
    if any("->" in answer.text + answer.match for answer in row.answers):
        found.append("« -> » ne s’écrit pas dans un élément à associer.")
    if any(answer.feedback or answer.correct != bool(answer.text) for answer in row.answers):
        found.append("le retour se donne pour toute la question, et chaque élément compte.")
    return found


def _accepted(row: QuestionRow) -> list[str]:
    wrong = any(not a.text or not a.correct or a.match for a in row.answers)
    if not row.answers or wrong:
        return ["il faut des réponses acceptées, et elles seules."]
    return _doubles(answer.text for answer in row.answers)


def _short(row: QuestionRow) -> list[str]:
    found = _accepted(row)
    if any(not folded(answer.text) for answer in row.answers):
        found.append("une réponse acceptée n’a pas de lettre.")
    if any(len(answer.text) > MAX_SHORT or "\n" in answer.text for answer in row.answers):
        found.append(f"une réponse courte tient en une ligne de {MAX_SHORT} signes.")
    if any("->" in a.text + a.feedback or "*" in a.text for a in row.answers):
        found.append("« -> » et « * » ne s’écrivent pas dans une réponse courte.")
    return found


def _numeric(row: QuestionRow) -> list[str]:
    found = _accepted(row)
    found += [
        f"« {answer.text[:MAX_NUMBER]} » n’est pas un nombre."
        for answer in row.answers
        if number(answer.text) is None
    ]
    if number(written(row.tolerance)) is None or row.tolerance < 0:
        found.append("la tolérance est un nombre positif.")
    if len(row.unit) > MAX_UNIT:
        found.append(f"l’unité dépasse {MAX_UNIT} signes.")
    return found


def _open(row: QuestionRow) -> list[str]:
    found = [] if row.feedback else ["il manque la réponse modèle."]
    return found if not row.answers else [*found, "une question ouverte n’a pas de réponse juste."]
