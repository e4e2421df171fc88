"""What a file of questions gives: those that can be taken, and why each of the others is not."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from curricula.rules.questions import (
    CODE,
    MULTIPLE,
    NUMERIC,
    SINGLE,
    AnswerRow,
    QuestionRow,
    normal,
    number,
    question_problems,
)

MAX_BYTES = 256 * 1024
MAX_QUESTIONS = 100
MAX_READ = 500
ARCHIVES = (b"PK", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf", b"BZh", b"\xfd7zXZ")
SOURCE, CERTAINTY, DIFFICULTY, COMPETENCY = "source", "certitude", "difficulté", "compétence"
UNIT = "unité"
TITLE = 80

Weights = list[tuple[str, Decimal, str]]


class FileRefused(Exception):
    """Nothing of the file can be read; `str()` is the reason, in French."""


class Refused(Exception):
    """One question of the file cannot be taken; `str()` is the reason, in French."""


@dataclass(frozen=True)
class Found:
    """A question that can be taken, with the place where its author sees it."""

    place: str
    row: QuestionRow


@dataclass(frozen=True)
class Left:
    """A question that is not taken, and why."""

    place: str
    title: str
    reason: str


@dataclass(frozen=True)
class QuestionFile:
    found: tuple[Found, ...] = ()
    left: tuple[Left, ...] = ()

    @property
    def rows(self) -> tuple[QuestionRow, ...]:
        return tuple(found.row for found in self.found)


def text_of(data: bytes) -> str:
    """The text of a file, which is UTF-8 and no archive. Raises `FileRefused`."""
    if len(data) > MAX_BYTES:
        raise FileRefused(f"Ce fichier dépasse {MAX_BYTES // 1024} Ko.")
    if data.startswith(ARCHIVES):
        raise FileRefused("C’est une archive : donnez le fichier de questions lui-même.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileRefused(
            "Ce fichier n’est pas un texte en UTF-8 : enregistrez-le en UTF-8."
        ) from error
    if "\x00" in text:
        raise FileRefused("Ce fichier n’est pas un texte.")
    return text


class Gathering:
    """Sorts what a format reads into found and left."""

    def __init__(self) -> None:
        self.found: list[Found] = []
        self.left: list[Left] = []

    def take(self, place: str, row: QuestionRow) -> None:
        """Keep a question that can be asked; a code that another one has is not taken twice."""
        self._count()
        row = normal(row)
        if not CODE.fullmatch(row.code):
            row = replace(row, code="")
        first = next((f.place for f in self.found if row.code and f.row.code == row.code), "")
        if first:
            self.leave(place, row.text, f"le code {row.code} est déjà celui de la {first}.")
        elif problems := question_problems(row):
            self.leave(place, row.text, " ".join(problems))
        elif len(self.found) >= MAX_QUESTIONS:
            self.leave(place, row.text, f"un fichier donne {MAX_QUESTIONS} questions au plus.")
        else:
            self.found.append(Found(place, row))

    def leave(self, place: str, title: str, reason: str) -> None:
        self._count()
        short = " ".join(title.split())
        short = short if len(short) <= TITLE else f"{short[: TITLE - 1]}…"
        self.left.append(Left(place, short, reason[:1].upper() + reason[1:]))

    def _count(self) -> None:
        if len(self.found) + len(self.left) >= MAX_READ:
            raise FileRefused(f"Ce fichier a plus de {MAX_READ} questions : partagez-le.")

    def file(self) -> QuestionFile:
        """All of it. Raises `FileRefused` when the file holds no question at all."""
        if not (self.found or self.left):
            raise FileRefused("Aucune question dans ce fichier.")
        return QuestionFile(tuple(self.found), tuple(self.left))


# --- What the formats have no place for travels as labels -----------------------------------------


def labels(row: QuestionRow) -> list[str]:
    """Source, certainty, difficulty, competency and unit, as « name:value »."""
    values = {
        SOURCE: row.source,
        CERTAINTY: row.certainty,
        DIFFICULTY: row.difficulty,
        COMPETENCY: row.competency,
        UNIT: row.unit,
    }
    return [f"{name}:{value}" for name, value in values.items() if value]


def with_labels(row: QuestionRow, found: Iterable[str]) -> QuestionRow:
    """The question with what its labels say; labels of others are ignored."""
    values = {
        name.strip(): value.strip()
        for name, separator, value in (label.partition(":") for label in found)
        if separator
    }
    difficulty = values.get(DIFFICULTY, "")
    return replace(
        row,
        source=values.get(SOURCE, ""),
        certainty=values.get(CERTAINTY, ""),
        competency=values.get(COMPETENCY, ""),
        difficulty=int(difficulty) if difficulty in {"1", "2", "3"} else None,
        unit=values.get(UNIT, row.unit) if row.kind == NUMERIC else "",
    )


# --- Credits of answers ---------------------------------------------------------------------------


def weighed(weights: Weights, single: bool) -> tuple[str, tuple[AnswerRow, ...]]:
    """Kind and answers of a multiple choice from (text, credit in %, feedback).

    Here an answer is right or it is not: with several answers all credits above zero are right
    ones; with a single one a part of the credit has no meaning, and the question is refused.
    """
    if single and any(0 < weight < 100 for _, weight, _ in weights):
        raise Refused("une réponse vaut une partie des points : ici elle est juste ou non.")
    answers = tuple(AnswerRow(text, weight > 0, feedback) for text, weight, feedback in weights)
    return (SINGLE if single else MULTIPLE), answers


def full_credit(weights: Weights) -> tuple[AnswerRow, ...]:
    """The accepted answers of a short answer or a number; all must have the whole credit."""
    if any(weight != 100 for _, weight, _ in weights):
        raise Refused("une réponse vaut une partie des points : ici elle est juste ou non.")
    if any("*" in text for text, _, _ in weights):
        raise Refused("une réponse acceptée contient un joker « * », qui n’est pas repris.")
    return tuple(AnswerRow(text, True, feedback) for text, _, feedback in weights)


def shares(right: int) -> str:
    """The credit of each right answer, as Moodle writes it."""
    return format((Decimal(100) / right).quantize(Decimal("0.00001")).normalize(), "f")


def one_tolerance(values: Iterable[str]) -> Decimal:
    """The tolerance shared by all accepted numbers."""
    found = {number(value or "0") for value in values}
    if None in found:
        raise Refused("la tolérance n’est pas un nombre.")
    if len(found) != 1:
        raise Refused("les nombres acceptés n’ont pas la même tolérance.")
    return found.pop() or Decimal(0)
