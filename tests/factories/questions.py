"""Questions of every kind as plain values."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from curricula.models import LessonPage
from curricula.rules.questions import AnswerRow, QuestionRow
from curricula.services.questions import import_questions
from people.enums import Role
from tests.factories.people import membership_factory

SOURCE = "Code de la santé publique, article L1110-4"


def rows_of(prefix: str = "T") -> list[QuestionRow]:
    """One sound question of each kind, with letters that formats must escape."""
    sure = {"source": SOURCE, "certainty": "A"}
    return [
        QuestionRow(
            f"{prefix}-1", "Que dit {la loi} : 1 = 1 ?", "single",
            (AnswerRow("Oui ~ #1", True, "Juste : x = y."), AnswerRow("Non", False, "Relisez.")),
            difficulty=1, competency="K1", **sure,
        ),
        QuestionRow(
            f"{prefix}-2", "Lesquels ?\nPlusieurs lignes.", "multiple",
            (AnswerRow("a", True), AnswerRow("b", True), AnswerRow("c", True), AnswerRow("d")),
            feedback="Retour #### général", **sure,
        ),
        QuestionRow(
            f"{prefix}-3", "Le consentement vient avant.", "true_false",
            (AnswerRow("Vrai", True, "Oui."), AnswerRow("Faux", False, "Non.")), **sure,
        ),
        QuestionRow(
            f"{prefix}-4", "Associez.", "matching",
            (
                AnswerRow("Accueil", True, match="avant"),
                AnswerRow("Ordonnance", True, match="après"),
                AnswerRow("", False, match="jamais"),
            ),
            **sure,
        ),
        QuestionRow(
            f"{prefix}-5", "Quel nom ?", "short",
            (AnswerRow("carte Vitale", True, "Oui."), AnswerRow("[plain] carte", True)), **sure,
        ),
        QuestionRow(
            f"{prefix}-6", "Combien ?", "numeric", (AnswerRow("3.5", True, "Trois et demi."),),
            tolerance=Decimal("0.5"), unit="min", difficulty=3, **sure,
        ),
        QuestionRow(
            f"{prefix}-7", "Racontez.", "open", feedback="Je me présente, puis j’écoute.", **sure
        ),
    ]  # fmt: skip


def kinds_in(lesson: LessonPage, now: datetime, rows: Sequence[QuestionRow] | None = None) -> None:
    """One question of each kind (or these) after those that the lesson has."""
    rows = rows or [replace(row, competency="") for row in rows_of(lesson.code)]
    import_questions(
        actor=membership_factory(Role.LEAD),
        lesson=lesson,
        rows=rows,
        form_key=f"k-{lesson.code}",
        now=now,
    )


def right_answer(question: dict[str, Any]) -> Any:
    """What a form of the quiz gives for a question answered rightly."""
    right = [choice for choice in question["choices"] if choice["correct"]]
    if question["kind"] == "matching":
        return {item["id"]: question["options"].index(item["match"]) for item in right}
    if question["kind"] in {"short", "numeric"}:
        return right[0]["text"]
    return "Je me présente." if question["kind"] == "open" else [choice["id"] for choice in right]
