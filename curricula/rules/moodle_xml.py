"""Moodle XML (docs.moodle.org, « Moodle XML format »).

Documents that declare a type or an entity are refused before they are parsed: nothing outside the
text is ever looked up, and nothing grows.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from curricula.rules.plain_text import NotPlain, as_text
from curricula.rules.question_file import (
    FileRefused,
    Gathering,
    QuestionFile,
    Refused,
    full_credit,
    labels,
    one_tolerance,
    shares,
    weighed,
    with_labels,
)
from curricula.rules.questions import (
    FALSE,
    MATCHING,
    MULTIPLE,
    NUMERIC,
    OPEN,
    SHORT,
    SINGLE,
    TRUE,
    TRUE_FALSE,
    AnswerRow,
    QuestionRow,
    normal,
    written,
)

_DECLARATION = re.compile(r"<!\s*(DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)", re.IGNORECASE)
_STYLES = {"html": "html", "plain_text": "plain"}
_TYPES = {
    SINGLE: "multichoice",
    MULTIPLE: "multichoice",
    TRUE_FALSE: "truefalse",
    MATCHING: "matching",
    SHORT: "shortanswer",
    NUMERIC: "numerical",
    OPEN: "essay",
}


def read(text: str) -> QuestionFile:
    """The questions of a Moodle XML text. Raises `FileRefused` when it cannot be parsed."""
    if _DECLARATION.search(text):
        raise FileRefused("Ce fichier déclare un DOCTYPE ou une entité : il est refusé tel quel.")
    try:
        root = ElementTree.fromstring(text.strip())  # noqa: S314 - no declaration gets here
    except (ElementTree.ParseError, ValueError) as error:
        line = getattr(error, "position", (1, 0))[0]
        raise FileRefused(f"Ce fichier n’est pas du XML bien formé (ligne {line}).") from error
    if root.tag != "quiz":
        raise FileRefused("Ce XML n’est pas un questionnaire de Moodle : il manque « quiz ».")
    gathering, place = Gathering(), 0
    for element in root.findall("question"):
        if element.get("type") == "category":
            continue
        place += 1
        try:
            gathering.take(f"question {place}", _question(element))
        except (Refused, NotPlain) as refusal:
            title = element.findtext("name/text") or element.findtext("questiontext/text") or ""
            gathering.leave(f"question {place}", title, str(refusal))
    return gathering.file()


def _question(element: Element) -> QuestionRow:
    kind = element.get("type", "")
    readers = {
        "multichoice": _multichoice,
        "truefalse": _truefalse,
        "shortanswer": _shortanswer,
        "matching": _matching,
        "match": _matching,
        "numerical": _numerical,
        "essay": _essay,
    }
    if kind not in readers:
        raise Refused(f"le genre « {kind[:30]} » n’a pas de place ici.")
    if next(element.iter("file"), None) is not None:
        raise Refused("la question contient un fichier joint, qui n’est pas repris.")
    row = QuestionRow(
        code=element.findtext("idnumber") or "",
        text=_text(element.find("questiontext")),
        kind=OPEN,
        feedback=_text(element.find("generalfeedback")),
    )
    tags = [tag.text or "" for tag in element.findall("tags/tag/text")]
    return with_labels(readers[kind](row, element), tags)


def _text(element: Element | None) -> str:
    """The words of an element, from its own style or from that of the document around it."""
    if element is None:
        return ""
    if any(len(child) for child in element.findall("text")):
        raise NotPlain("le texte contient des balises qui ne sont pas protégées.")
    text = element.findtext("text") or ""
    return as_text(text, _STYLES.get(element.get("format", ""), ""))


def _credit(answer: Element) -> Decimal:
    try:
        credit = Decimal(answer.get("fraction", "0"))
    except InvalidOperation as error:
        raise Refused("la part de points d’une réponse n’est pas un nombre.") from error
    if not credit.is_finite():
        raise Refused("la part de points d’une réponse n’est pas un nombre.")
    return credit


def _weights(element: Element) -> list[tuple[str, Decimal, str]]:
    return [
        (_text_of_answer(answer), _credit(answer), _text(answer.find("feedback")))
        for answer in element.findall("answer")
    ]


def _text_of_answer(answer: Element) -> str:
    """An answer says its text in `text`, in older files in itself."""
    return _text(answer) if answer.find("text") is not None else as_text(answer.text or "")


def _multichoice(row: QuestionRow, element: Element) -> QuestionRow:
    single = (element.findtext("single") or "true").strip() in {"true", "1"}
    kind, answers = weighed(_weights(element), single)
    return replace(row, kind=kind, answers=answers)


def _truefalse(row: QuestionRow, element: Element) -> QuestionRow:
    found = {text.lower(): (credit, said) for text, credit, said in _weights(element)}
    if set(found) != {"true", "false"}:
        raise Refused("une question vrai ou faux a les réponses « true » et « false ».")
    answers = tuple(
        AnswerRow(word, found[key][0] == 100, found[key][1])
        for word, key in ((TRUE, "true"), (FALSE, "false"))
    )
    return replace(row, kind=TRUE_FALSE, answers=answers)


def _shortanswer(row: QuestionRow, element: Element) -> QuestionRow:
    if (element.findtext("usecase") or "0").strip() == "1":
        raise Refused("la question distingue majuscules et minuscules, ce qui n’est pas repris.")
    return replace(row, kind=SHORT, answers=full_credit(_weights(element)))


def _matching(row: QuestionRow, element: Element) -> QuestionRow:
    pairs = []
    for pair in element.findall("subquestion"):
        text = _text(pair)
        match = as_text(pair.findtext("answer/text") or "", "plain")
        pairs.append(AnswerRow(text, bool(text), match=match))
    return replace(row, kind=MATCHING, answers=tuple(pairs))


def _numerical(row: QuestionRow, element: Element) -> QuestionRow:
    answers = full_credit(_weights(element))
    tolerance = one_tolerance(a.findtext("tolerance") or "0" for a in element.findall("answer"))
    units = [unit.findtext("unit_name") or "" for unit in element.findall("units/unit")]
    if len(units) > 1:
        raise Refused("plusieurs unités avec conversion ne sont pas reprises.")
    return replace(row, kind=NUMERIC, answers=answers, tolerance=tolerance, unit="".join(units))


def _essay(row: QuestionRow, element: Element) -> QuestionRow:
    return replace(row, feedback=row.feedback or _text(element.find("graderinfo")))


# --- Writing ----------------------------------------------------------------------------------


def write(rows: Iterable[QuestionRow]) -> str:
    """The questions as Moodle XML; read again they are equal."""
    root = Element("quiz")
    for row in rows:
        _written(root, normal(row))
    ElementTree.indent(root)
    body = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'


def _say(parent: Element, tag: str, text: str, **attributes: str) -> Element:
    """An element whose words stand in `text`."""
    element = SubElement(parent, tag, attributes)
    SubElement(element, "text").text = text
    return element


def _plain(parent: Element, tag: str, text: str, **attributes: str) -> Element:
    return _say(parent, tag, text, **attributes, format="plain_text")


def _written(root: Element, row: QuestionRow) -> None:
    question = SubElement(root, "question", type=_TYPES[row.kind])
    _say(question, "name", row.code or row.text[:80])
    _plain(question, "questiontext", row.text)
    _plain(question, "generalfeedback", row.feedback)
    SubElement(question, "defaultgrade").text = "0" if row.kind == OPEN else "1"
    if row.code:
        SubElement(question, "idnumber").text = row.code
    if row.kind in {SINGLE, MULTIPLE}:
        SubElement(question, "single").text = "true" if row.kind == SINGLE else "false"
        SubElement(question, "shuffleanswers").text = "false"
    if row.kind == SHORT:
        SubElement(question, "usecase").text = "0"
    if row.kind == MATCHING:
        _write_pairs(question, row.answers)
    else:
        _write_answers(question, row)
    if row.unit:
        unit = SubElement(SubElement(question, "units"), "unit")
        SubElement(unit, "multiplier").text = "1"
        SubElement(unit, "unit_name").text = row.unit
    if marks := labels(row):
        tags = SubElement(question, "tags")
        for label in marks:
            _say(tags, "tag", label)


def _write_pairs(question: Element, answers: tuple[AnswerRow, ...]) -> None:
    for pair in answers:
        element = _plain(question, "subquestion", pair.text)
        _say(element, "answer", pair.match)


def _write_answers(question: Element, row: QuestionRow) -> None:
    words = {TRUE: "true", FALSE: "false"} if row.kind == TRUE_FALSE else {}
    for answer, credit in zip(row.answers, _credits(row), strict=True):
        element = _plain(question, "answer", words.get(answer.text, answer.text), fraction=credit)
        _plain(element, "feedback", answer.feedback)
        if row.kind == NUMERIC:
            SubElement(element, "tolerance").text = written(row.tolerance)


def _credits(row: QuestionRow) -> Iterator[str]:
    share = shares(max(1, sum(answer.correct for answer in row.answers)))
    for answer in row.answers:
        if row.kind == MULTIPLE:
            yield share if answer.correct else "-100"
        else:
            yield "100" if answer.correct else "0"
