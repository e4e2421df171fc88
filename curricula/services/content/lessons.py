"""Loads lessons as pages. What an editor changed on the site is never overwritten."""

import hashlib
import json
from dataclasses import asdict
from typing import Any

from django.db.models import Model
from wagtail.models import Locale, Page

from curricula.models import Choice, LessonIndexPage, LessonPage, Question, RemovedQuestion
from curricula.queries.questions import competencies_to_name
from curricula.rules.content import question_row
from curricula.rules.content_files import Record
from curricula.rules.questions import AnswerRow
from curricula.services.content.report import ContentReport
from curricula.services.questions import question_values

FIELDS = ("title", "slug", "minutes", "summary", "reviewed_on")


def lesson_index() -> LessonIndexPage:
    """The shelf of the lessons, below the root of the page tree."""
    if index := LessonIndexPage.objects.first():
        return index
    Locale.objects.get_or_create(language_code="fr")
    root = Page.get_first_root_node() or Page.add_root(title="Racine", slug="root")
    return root.add_child(instance=LessonIndexPage(title="Leçons", slug="lecons"))


def load_lesson(record: Record, index: LessonIndexPage, report: ContentReport) -> None:
    """Create or bring up to date a lesson and its questions, as a new published revision."""
    name = f"leçon {record['code']}"
    wanted = _page_values(record)
    checksum = _checksum(wanted)
    page = LessonPage.objects.filter(code=record["code"]).first()
    if page is None:
        page = LessonPage(code=record["code"], live=False, source_checksum=checksum, **wanted)
        index.add_child(instance=page)
        _load_questions(page, record["questions"], report)
        page.save_revision().publish()
        report.created.append(name)
        return
    # First the questions: the text may ask them.
    _load_questions(page, record["questions"], report)
    if checksum != page.source_checksum:
        if edited_on_site(page):
            report.kept.append(f"{name} : elle a été modifiée sur le site, le fichier attend.")
        else:
            _rewrite(page, wanted, checksum)
            report.updated.append(name)


def edited_on_site(page: LessonPage) -> bool:
    """An editor changed the text, has a draft waiting, or took the lesson offline."""
    values = {name: getattr(page, name) for name in (*FIELDS, "body")}
    return (
        _checksum(values) != page.source_checksum or page.has_unpublished_changes or not page.live
    )


def _rewrite(page: LessonPage, wanted: dict[str, Any], checksum: str) -> None:
    for name, value in wanted.items():
        setattr(page, name, value)
    page.source_checksum = checksum
    page.save_revision().publish()


def _page_values(record: Record) -> dict[str, Any]:
    block = LessonPage._meta.get_field("body").stream_block
    body = [
        {"type": kind, "value": _table(value) if kind == "table" else value}
        for item in record["body"]
        for kind, value in item.items()
    ]
    return {**{name: record[name] for name in FIELDS}, "body": block.to_python(body)}


def _table(value: Record) -> Record:
    """A table of a file, as the block of the editor holds it."""
    columns = [{"type": "text", "heading": heading} for heading in value["columns"]]
    rows = [{"values": row} for row in value["rows"]]
    return {"caption": value["caption"], "columns": columns, "rows": rows}


def _checksum(values: dict[str, Any]) -> str:
    """A fingerprint of what is read; the identifiers that the editor adds do not count."""
    plain = {**values, "body": _without_ids(values["body"].get_prep_value())}
    text = json.dumps(plain, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _without_ids(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_ids(part) for key, part in value.items() if key != "id"}
    if isinstance(value, list):
        return [_without_ids(part) for part in value]
    return value


def _load_questions(page: LessonPage, records: list[Record], report: ContentReport) -> None:
    """Questions are known by their code, their answers by their rank.

    What somebody changed or removed on the site stays as it is.
    """
    codes = [record["code"] for record in records]
    removed = RemovedQuestion.objects.filter(code__in=codes).values_list("code", flat=True)
    changed_here = Question.objects.filter(code__in=codes, changed_on_site=True)
    left_alone = {*removed, *changed_here.values_list("code", flat=True)}
    competencies = competencies_to_name() if any(r.get("competency") for r in records) else {}
    for rank, record in enumerate(records, start=1):
        if record["code"] in left_alone:
            report.kept.append(
                f"question {record['code']} : elle a été modifiée ou retirée sur le site, "
                "le fichier attend."
            )
            continue
        row = question_row(record)
        values = question_values(row, competencies)
        question, created = Question.objects.get_or_create(
            code=record["code"], defaults={"lesson": page, "order": rank, **values}
        )
        changed = _bring_to(question, {"lesson_id": page.pk, "order": rank, **values})
        changed |= _load_choices(question, row.answers)
        if changed and not created:
            report.updated.append(f"question {record['code']}")


def _load_choices(question: Question, answers: tuple[AnswerRow, ...]) -> bool:
    known = {choice.order: choice for choice in question.choices.all()}
    changed = False
    for rank, answer in enumerate(answers, start=1):
        values = asdict(answer)
        if rank in known:
            changed |= _bring_to(known.pop(rank), values)
        else:
            Choice.objects.create(question=question, order=rank, **values)
            changed = True
    for choice in known.values():
        choice.delete()
        changed = True
    return changed


def _bring_to(row: Model, values: dict[str, Any]) -> bool:
    if all(getattr(row, name) == value for name, value in values.items()):
        return False
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
    return True
