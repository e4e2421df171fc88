"""GIFT, the text format of Moodle (docs.moodle.org, « GIFT format »).

A question is a paragraph: `::name::[style]text{answers}`. The letters ~ = # { } : and \\ are
escaped with \\. `// [id:…] [tag:…]` above it carries the code and the labels.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

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
    number,
    written,
)

_ESCAPED = "\\~=#{}:"
# While a question is taken apart its escaped letters are others, which no file holds.
_HIDDEN = {f"\\{letter}": chr(0xE000 + place) for place, letter in enumerate(_ESCAPED)}
_HIDDEN["\\n"] = chr(0xE008)
_SHOWN = {hidden: escaped[1] for escaped, hidden in _HIDDEN.items()} | {chr(0xE008): "\n"}
_HIDE = re.compile(r"\\[\\~=#{}:n]")
_SHOW = re.compile("[\ue000-\ue008]")
_STYLE = re.compile(r"\[(html|moodle|plain|markdown)\]")
_WEIGHT = re.compile(r"%(-?\d{1,3}(?:\.\d{1,8})?)%")
_LABEL = re.compile(r"(?<!\\)\[(id|tag):((?:\\.|[^\]\\])+)\]")
MAX_REMARK = 2000
_TRUTH = {"T": True, "TRUE": True, "F": False, "FALSE": False}


def read(text: str) -> QuestionFile:
    """The questions of a GIFT text. Raises `FileRefused` when there is none."""
    if text.lstrip().startswith("<?xml"):
        raise FileRefused("C’est un fichier XML, pas du GIFT : choisissez l’autre format.")
    gathering = Gathering()
    for number_, (line, paragraph) in enumerate(_paragraphs(text), start=1):
        place, remarks = f"question {number_} (ligne {line})", []
        kept = [row for row in paragraph if not _is_remark(row, remarks)]
        try:
            gathering.take(place, _question("\n".join(kept), " ".join(remarks)[:MAX_REMARK]))
        except (Refused, NotPlain) as refusal:
            gathering.leave(place, "\n".join(kept), str(refusal))
    return gathering.file()


def _paragraphs(text: str) -> Iterator[tuple[int, list[str]]]:
    """What stands between empty lines, with the number of its first line; no mere remarks."""
    rows: list[str] = []
    text = _SHOW.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    for number_, row in enumerate([*text.split("\n"), ""], start=1):
        if row.strip().startswith("$CATEGORY:"):
            continue
        if row.strip():
            rows.append(row.strip())
            continue
        if any(not row.startswith("//") for row in rows):
            yield number_ - len(rows), rows
        rows = []


def _is_remark(row: str, remarks: list[str]) -> bool:
    if row.startswith("//"):
        remarks.append(row)
        return True
    return False


def _question(text: str, remarks: str) -> QuestionRow:
    text = _HIDE.sub(lambda match: _HIDDEN[match.group()], text)
    name = ""
    if text.startswith("::") and "::" in text[2:]:
        name, text = text[2:].split("::", 1)
    start, end = text.find("{"), text.find("}")
    if start < 0 and end < 0:
        raise Refused("un texte sans réponse n’est pas une question.")
    if not 0 <= start < end:
        raise Refused("une accolade manque ou n’est pas fermée.")
    before, inside, after = text[:start], text[start + 1 : end].strip(), text[end + 1 :].strip()
    wording = f"{before}_____ {after}" if after else before
    style = _style(wording.strip())[0]
    feedback = ""
    if "####" in inside:
        inside, feedback = inside[: (at := inside.rfind("####"))].strip(), inside[at + 4 :]
    said = dict(_labels(remarks, "id"))
    row = QuestionRow(
        code=said.get("id", _show(name)), text=_text(wording, style), kind=OPEN,
        feedback=_text(feedback, style),
    )  # fmt: skip
    row = _answered(row, inside, style)
    return with_labels(row, [value for _, value in _labels(remarks, "tag")])


def _answered(row: QuestionRow, inside: str, style: str) -> QuestionRow:
    if not inside:
        return row
    if inside.startswith("#"):
        return _numeric(row, inside[1:], style)
    if "~" in inside:
        single = "=" in inside
        parts = [p.strip() for p in inside.replace("=", "~=").split("~") if p.strip()]
        kind, answers = weighed([_weight(p, style, Decimal(0)) for p in parts], single)
        return replace(row, kind=kind, answers=answers)
    if "=" in inside and "->" in inside:
        return replace(row, kind=MATCHING, answers=_pairs(inside, style))
    if inside.split("#", maxsplit=1)[0].strip() in _TRUTH:
        return replace(row, kind=TRUE_FALSE, answers=_truth(inside, style))
    parts = [part.strip() for part in inside.split("=") if part.strip()]
    answers = full_credit([_weight(part, style, Decimal(100)) for part in parts])
    return replace(row, kind=SHORT, answers=answers)


def _weight(part: str, style: str, otherwise: Decimal) -> tuple[str, Decimal, str]:
    """An answer with its credit: `=` is all of it, `%50%` says how much."""
    weight = otherwise
    if part.startswith("="):
        weight, part = Decimal(100), part[1:]
    elif match := _WEIGHT.match(part):
        weight, part = Decimal(match[1]), part[match.end() :]
    text, _, feedback = part.partition("#")
    return _text(text, style), weight, _text(feedback, style)


def _pairs(inside: str, style: str) -> tuple[AnswerRow, ...]:
    pairs = []
    for part in (part.strip() for part in inside.split("=")):
        if not part:
            continue
        item, arrow, match = part.partition("->")
        if not arrow:
            raise Refused("un élément à associer n’a pas de « -> ».")
        text = _text(item, style)
        pairs.append(AnswerRow(text, bool(text), match=_show(match)))
    return tuple(pairs)


def _truth(inside: str, style: str) -> tuple[AnswerRow, ...]:
    """`TRUE#feedback of the wrong answer#feedback of the right one`."""
    word, wrong, right = [*inside.split("#", 2), "", ""][:3]
    true = _TRUTH[word.strip()]
    said = {True: _text(right, style), False: _text(wrong, style)}
    return (AnswerRow(TRUE, true, said[true]), AnswerRow(FALSE, not true, said[not true]))


def _numeric(row: QuestionRow, inside: str, style: str) -> QuestionRow:
    inside, wrong, _ = inside.partition("~")
    if wrong:
        raise Refused("un nombre avec un retour pour les réponses fausses n’est pas repris.")
    weights = [
        _weight(part.strip(), "plain", Decimal(100)) for part in inside.split("=") if part.strip()
    ]
    values, tolerances = [], []
    for text, weight, feedback in weights:
        value, tolerance = _range(text)
        values.append((value, weight, as_text(feedback, style)))
        tolerances.append(tolerance)
    if not values:
        raise Refused("il manque le nombre attendu.")
    answers = full_credit(values)
    return replace(row, kind=NUMERIC, answers=answers, tolerance=one_tolerance(tolerances))


def _range(text: str) -> tuple[str, str]:
    """`3:0.5` and `2.5..3.5` both say 3, give or take 0.5."""
    if ".." in text:
        low, high = (number(part) for part in text.split("..", 1))
        if low is None or high is None or low > high:
            raise Refused("les bornes ne sont pas deux nombres, le plus petit d’abord.")
        return written((low + high) / 2), written((high - low) / 2)
    value, _, tolerance = text.partition(":")
    return value, tolerance


def _style(text: str) -> tuple[str, str]:
    match = _STYLE.match(text)
    return (match[1], text[match.end() :]) if match else ("", text)


def _text(text: str, style: str) -> str:
    own, text = _style(text.strip())
    return as_text(_show(text), own or style)


def _show(text: str) -> str:
    return _SHOW.sub(lambda match: _SHOWN[match.group()], text).strip()


def _labels(remarks: str, name: str) -> list[tuple[str, str]]:
    return [
        (kind, re.sub(r"\\(.)", r"\1", value).strip())
        for kind, value in _LABEL.findall(remarks)
        if kind == name
    ]


# --- Writing ----------------------------------------------------------------------------------


def write(rows: Iterable[QuestionRow]) -> str:
    """The questions as GIFT; read again they are equal."""
    return "\n\n".join(_written(normal(row)) for row in rows) + "\n"


def _written(row: QuestionRow) -> str:
    marks = [("id", row.code)] if row.code else []
    marks += [("tag", label) for label in labels(row)]
    remark = " ".join(f"[{kind}:{_marked(value)}]" for kind, value in marks)
    body = "".join(f"\n\t{line}" for line in _lines(row))
    if row.feedback:
        body += f"\n\t####{_escape(row.feedback)}"
    head = f"::{_escape(row.code)}::" if row.code else ""
    question = f"{head}[plain]{_escape(row.text, styled=False)}{{{body}\n}}"
    return f"// {remark}\n{question}" if remark else question


def _lines(row: QuestionRow) -> Iterator[str]:
    if row.kind == TRUE_FALSE:
        right, wrong = sorted(row.answers, key=lambda answer: not answer.correct)
        comments = f"#{_escape(wrong.feedback)}#{_escape(right.feedback)}"
        yield ("TRUE" if right.text == TRUE else "FALSE") + comments
    elif row.kind == MATCHING:
        for pair in row.answers:
            yield f"={_escape(pair.text)} -> {_escape(pair.match, styled=False)}"
    elif row.kind == NUMERIC:
        yield "#"
        for answer in row.answers:
            yield f"={answer.text}:{written(row.tolerance)}{_comment(answer)}"
    elif row.kind == SHORT:
        for answer in row.answers:
            yield f"=%100%{_escape(answer.text)}{_comment(answer)}"
    elif row.kind in {SINGLE, MULTIPLE}:
        yield from _choices(row)


def _choices(row: QuestionRow) -> Iterator[str]:
    share = shares(max(1, sum(answer.correct for answer in row.answers)))
    for answer in row.answers:
        if row.kind == SINGLE:
            sign = "=" if answer.correct else "~%0%"
        else:
            sign = f"~%{share}%" if answer.correct else "~%-100%"
        yield f"{sign}{_escape(answer.text)}{_comment(answer)}"


def _comment(answer: AnswerRow) -> str:
    return f"#{_escape(answer.feedback)}" if answer.feedback else ""


def _escape(text: str, styled: bool = True) -> str:
    """Text with its letters escaped; where a style could stand, one that is only text is hidden."""
    mark = "[plain]" if styled and _STYLE.match(text) else ""
    escaped = "".join(f"\\{c}" if c in _ESCAPED else c for c in text)
    return mark + escaped.replace("\n", "\\n")


def _marked(text: str) -> str:
    return text.replace("\\", "\\\\").replace("]", "\\]")
