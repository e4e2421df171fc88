"""Checks of the content files before they are loaded: each finding is a French sentence."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from curricula.enums import Domain, FactStatus, Moment
from curricula.rules.content_files import Content, Record, unique
from curricula.rules.questions import (
    CHOICE_KINDS,
    AnswerRow,
    QuestionRow,
    doubtful_sources,
    number,
    question_problems,
    source_problems,
)
from curricula.rules.track_files import track_problems

# Surveyed missions not established as authorised; none may feed a competency.
NOT_ESTABLISHED = ("T23", "T29", "T37", "T45", "T46", "T47", "T56")
CRITERIA = 5
LEVELS = 4
# What each kind of block must say.
PARTS = {
    "fact": ("text", "source", "date", "status"),
    "list": ("ordered", "items"),
    "definition": ("term", "text"),
    "case": ("situation", "question", "answer"),
    "checklist": ("title", "items"),
    "table": ("caption", "columns", "rows"),
    "reflection": ("prompt",),
}
PLAIN = ("text", "heading", "key_point", "question")
# What a topic that no source supports must say.
UNWRITTEN = ("modules", "missing", "questions")


def problems(content: Content) -> list[str]:
    """Everything that would keep the files from being loaded; empty when all is in order."""
    return [
        *_missions(content.missions),
        *_references(content),
        *(p for lesson in content.lessons for p in _lesson(lesson)),
        *unique("Leçon", content.lessons),
        *(p for rubric in content.rubrics for p in _rubric(rubric)),
        *unique("Grille", content.rubrics),
        *_versions(content.tracks),
        *(p for track in content.tracks for p in track_problems(content, track)),
        *(p for topic in content.unwritten for p in _unwritten(content, topic)),
    ]


def _missions(missions: list[Record]) -> Iterator[str]:
    yield from unique("Mission", missions)
    for mission in missions:
        name = f"Mission {mission['code']}"
        if not (mission["text"] and mission["source"]):
            yield f"{name} : il manque le texte ou la source."
        if mission["moment"] not in ("", *Moment.values):
            yield f"{name} : moment inconnu « {mission['moment']} »."
        if mission["domain"] not in ("", *Domain.values):
            yield f"{name} : domaine inconnu « {mission['domain']} »."
        percents = [float(mission[f"{k}_pct"]) for k in ("indispensable", "utile", "accessoire")]
        if abs(sum(percents) - 100) > 0.5:
            yield f"{name} : les trois pourcentages ne font pas 100."
        doubtful = mission["code"] in NOT_ESTABLISHED
        if doubtful and mission["established"] != "non":
            yield f"{name} : elle n’est pas établie comme autorisée, le fichier dit le contraire."


def _references(content: Content) -> Iterator[str]:
    missions = {mission["code"]: mission for mission in content.missions}
    yield from unique("Référentiel", content.references)
    for reference in content.references:
        name = f"Référentiel {reference['code']}"
        if not reference["official"] and not reference["status_note"]:
            yield f"{name} : un référentiel non officiel doit le dire."
        if not reference["source"]:
            yield f"{name} : il manque la source."
        competencies = [c for block in reference["blocks"] for c in block["competencies"]]
        yield from unique(f"{name}, bloc", reference["blocks"])
        yield from unique(f"{name}, compétence", competencies)
        for competency in competencies:
            yield from _competency(f"{name}, compétence {competency['code']}", competency, missions)
        for activity in reference["activities"]:
            yield from unique(f"{name}, activité {activity['code']}, tâche", activity["tasks"])


def _competency(name: str, competency: Record, missions: dict[str, Record]) -> Iterator[str]:
    for code in competency["missions"]:
        if code not in missions:
            yield f"{name} : mission {code} inconnue."
        elif missions[code]["established"] != "oui":
            yield f"{name} : la mission {code} n’est pas établie, elle ne nourrit rien."


def _lesson(lesson: Record) -> Iterator[str]:
    name = f"Leçon {lesson['code']}"
    if int(lesson["minutes"]) < 1:
        yield f"{name} : la durée déclarée est d’au moins une minute."
    for place, item in enumerate(lesson["body"], start=1):
        yield from _block(f"{name}, élément {place}", item)
    own = {question["code"] for question in lesson["questions"]}
    if strange := [q for item in lesson["body"] if (q := item.get("question")) and q not in own]:
        yield f"{name} : pas une question de cette leçon : {', '.join(strange)}."
    yield from unique(f"{name}, question", lesson["questions"])
    facts = [item["fact"] for item in lesson["body"] if "fact" in item]
    doubtful = doubtful_sources(
        ((str(f.get("source", "")), str(f.get("status", ""))) for f in facts), FactStatus.VERIFIED
    )
    for question in lesson["questions"]:
        yield from _question(f"Question {question['code']}", question, doubtful)


def _block(name: str, item: Record) -> Iterator[str]:
    if len(item) != 1:
        yield f"{name} : un élément a un seul genre."
        return
    ((kind, value),) = item.items()
    if kind in PLAIN:
        if not str(value).strip():
            yield f"{name} : texte vide."
    elif kind not in PARTS:
        yield f"{name} : genre inconnu « {kind} »."
    elif missing := [part for part in PARTS[kind] if value.get(part) in (None, "", [])]:
        yield f"{name} ({kind}) : il manque {', '.join(missing)}."
    elif kind == "fact" and value["status"] not in FactStatus.values:
        yield f"{name} : état de fait inconnu « {value['status']} »."
    elif kind == "table" and any(len(row) != len(value["columns"]) for row in value["rows"]):
        yield f"{name} : chaque ligne d’un tableau a une case par colonne."


def question_row(record: Record) -> QuestionRow:
    """A question of a content file as plain values."""
    keys = ("code", "text", "kind", "source", "certainty")
    others = ("unit", "feedback", "difficulty", "competency")
    return QuestionRow(
        **{key: record[key] for key in keys},
        **{key: record[key] for key in others if key in record},
        tolerance=number(str(record.get("tolerance", 0))) or Decimal(0),
        answers=tuple(
            AnswerRow(
                str(choice.get("text", "")), bool(choice["correct"]),
                choice.get("feedback", ""), choice.get("match", ""),
            )
            for choice in record.get("choices", ())
        ),
    )  # fmt: skip


def _question(name: str, question: Record, doubtful: set[str]) -> Iterator[str]:
    """A graded question rests on a sure fact (A or B) and says where it comes from."""
    row = question_row(question)
    for problem in [*question_problems(row), *source_problems(row, doubtful)]:
        yield f"{name} : {problem}"
    if row.kind in CHOICE_KINDS and not all(answer.feedback for answer in row.answers):
        yield f"{name} : chaque réponse dit pourquoi."


def _rubric(rubric: Record) -> Iterator[str]:
    name = f"Grille {rubric['code']}"
    yield from unique(f"{name}, critère", rubric["criteria"])
    if len(rubric["criteria"]) != CRITERIA:
        yield f"{name} : il faut {CRITERIA} critères, il y en a {len(rubric['criteria'])}."
    for criterion in rubric["criteria"]:
        if len(criterion["levels"]) != LEVELS:
            yield f"{name}, critère {criterion['code']} : il faut {LEVELS} niveaux, de 0 à 3."


def _versions(tracks: list[Record]) -> Iterator[str]:
    """A version of a track is written once; its versions share their title, audience and route."""
    seen = Counter((track["code"], track["number"]) for track in tracks)
    for (code, version), times in seen.items():
        if times > 1:
            yield f"Parcours {code}, version {version} : elle est écrite {times} fois."
    heads: dict[str, set[tuple[str, str, bool]]] = {}
    for track in tracks:
        head = (track["title"], track["audience"], track.get("for_carers", False))
        heads.setdefault(track["code"], set()).add(head)
    yield from (
        f"Parcours {code} : ses versions n’ont pas le même titre, le même public ou la même voie."
        for code, written in heads.items()
        if len(written) > 1
    )


def _unwritten(content: Content, topic: Record) -> Iterator[str]:
    """A topic without lesson says where it would go, what source lacks and what to ask."""
    name = f"À rédiger, « {topic['topic']} »"
    known = {module["code"] for track in content.tracks for module in track["modules"]}
    if unknown := [code for code in topic["modules"] if code not in known]:
        yield f"{name} : module inconnu {', '.join(unknown)}."
    if missing := [part for part in UNWRITTEN if not topic[part]]:
        yield f"{name} : il manque {', '.join(missing)}."
