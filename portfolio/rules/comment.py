"""A situation cut into sentences, and the comments that stand beside them (docs/rules/comments.md).

The rule of sentences and the limits are ours, « choix de l’organisme ».
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol, TypeVar

from portfolio.enums import CommentAct

MAX_REMARK = 500
# What ends with a point in the middle of a sentence.
SHORTENED = re.compile(
    r"mm?|mmes?|mlle|mr|drs?|prs?|ste?|pp?|ex|cf|art|env|min|max|t[eé]l|r[eé]f|av|apr|nb|n°|no|vol"
    r"|chap|fig|hab|ann|resp",
    re.IGNORECASE,
)
SYMBOL = "[\U0001f000-\U0001faff\u2190-\u21ff\u2600-\u27bf\ufe0f\u200d]"
# The signs that may end a sentence, with what closes it and the symbols that comment on it.
END = re.compile(rf"(?:\.{{3,}}|[.!?…])+(?:\s*[»”)\]]|\")*(?:[ \u00a0\u202f]*{SYMBOL})*(?=\s|$)")
LAST_WORD = re.compile(r"[\w°]+$")


def sentences_of(text: str) -> list[str]:
    """The sentences of a text, in their order, without the blanks around each.

    A new line begins a new one, so an item of a list is one. Between « and » nothing is cut.
    """
    return [found for line in text.splitlines() for found in _of_line(line.strip())]


def _of_line(line: str) -> list[str]:
    found, start = [], 0
    for match in END.finditer(line):
        if _ends(line, start, match):
            found.append(line[start : match.end()].strip())
            start = match.end()
    return [*found, rest] if (rest := line[start:].strip()) else found


def _ends(line: str, start: int, match: re.Match[str]) -> bool:
    """Whether a sign ends the sentence that begins at `start`."""
    said, following = line[start : match.end()], line[match.end() :].lstrip()
    if said.count("«") > said.count("»"):
        return False
    if following and following[0].islower():
        return False
    return match[0] != "." or not _shortens(line[start : match.start()])


def _shortens(before: str) -> bool:
    """Whether the point after these words belongs to the last one: « Dr. », « J. », « 1. »."""
    found = LAST_WORD.search(before)
    if found is None:
        return False
    word, first = found[0], not before[: found.start()].strip(" -•*–(")
    return (
        bool(SHORTENED.fullmatch(word))
        or (len(word) == 1 and word.isalpha() and word.isupper())
        or (first and (word.isdigit() or len(word) == 1))
    )


class Beside(Protocol):
    """What the rule wants to know of a comment."""

    @property
    def field(self) -> str: ...
    @property
    def place(self) -> int: ...
    @property
    def sentence(self) -> str: ...


C = TypeVar("C", bound=Beside)


def place_of(comment: Beside, sentences: Sequence[str]) -> int | None:
    """Where the words that were commented stand now, counted from 0; None once they changed.

    A sentence that stands several times is the one nearest to where it stood.
    """
    places = [at for at, words in enumerate(sentences) if words == comment.sentence]
    return min(places, key=lambda at: abs(at - comment.place)) if places else None


class Sentence(NamedTuple):
    """A sentence of a field, counted from 0, with the comments on it."""

    field: str
    place: int
    words: str
    comments: list[Beside]

    @property
    def key(self) -> str:
        """As a form names it."""
        return f"{self.field}:{self.place}"


class Commented(NamedTuple):
    """The sentences of a situation by field, and comments on words that are there no longer."""

    fields: dict[str, list[Sentence]]
    changed: list[Beside]


def beside(texts: dict[str, str], comments: Iterable[C]) -> Commented:
    """Each comment beside its sentence; those on words that changed apart."""
    fields = {
        field: [Sentence(field, at, words, []) for at, words in enumerate(sentences_of(text))]
        for field, text in texts.items()
    }
    changed: list[Beside] = []
    for comment in comments:
        sentences = fields.get(comment.field, [])
        at = place_of(comment, [one.words for one in sentences])
        (changed if at is None else sentences[at].comments).append(comment)
    return Commented(fields, changed)


def remark_problem(remark: str) -> str:
    """Why a comment cannot be kept, in French; empty if it can."""
    if not remark:
        return "Écrivez votre commentaire."
    return f"Un commentaire tient en {MAX_REMARK} caractères." if len(remark) > MAX_REMARK else ""


def answer_problem(act: str, text: str) -> str:
    """Why an answer to a comment cannot be kept, in French; empty if it can."""
    if act not in CommentAct.values:
        return "Choisissez une réponse."
    if act == CommentAct.SAID and not text:
        return "Écrivez votre réponse, ou choisissez « pris en compte »."
    if act == CommentAct.TAKEN and text:
        return "Vous avez écrit une réponse : envoyez-la par « Répondre », ou effacez-la."
    return f"Une réponse tient en {MAX_REMARK} caractères." if len(text) > MAX_REMARK else ""
