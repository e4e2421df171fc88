"""Loads the content files of the repository: what must be learnt, and by which measure."""

from datetime import datetime

from django.db import transaction

from curricula.rules.content import problems
from curricula.rules.content_files import Content
from curricula.services.content.files import read_content, read_unwritten
from curricula.services.content.lessons import lesson_index, load_lesson
from curricula.services.content.references import load_missions, load_reference
from curricula.services.content.report import ContentReport, ContentWrong
from curricula.services.content.rights import give_editors_their_rights, open_review
from curricula.services.content.tracks import load_rubric, load_track
from curricula.services.search import index_all

__all__ = ["ContentReport", "ContentWrong", "load_content", "read_content", "read_unwritten"]


@transaction.atomic
def load_content(*, now: datetime, content: Content | None = None) -> ContentReport:
    """Bring the site to what the files say; a second load changes nothing and says so.

    Everything is known by its code. Published references, rubrics and track versions are never
    rewritten (`report.refused` says which file needs a new version), nor is a lesson that an
    editor changed on the site (`report.kept`). Raises `ContentWrong` before any write when the
    files contradict themselves.
    """
    content = content or read_content()
    if found := problems(content):
        raise ContentWrong(found)
    report = ContentReport()
    load_missions(content.missions, report)
    for record in content.references:
        load_reference(record, report, now)
    index = lesson_index()
    give_editors_their_rights(index)
    open_review(index)
    for record in content.lessons:
        load_lesson(record, index, report)
    for record in content.rubrics:
        load_rubric(record, content, report, now)
    for record in content.tracks:
        load_track(record, content, report, now)
    index_all()
    return report
