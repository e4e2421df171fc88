"""A site that has the first versions of the tracks takes the next ones."""

from dataclasses import replace

from curricula.queries import newest_versions
from curricula.services.content import load_content
from tests.factories import cohort_factory

FIRST_LESSONS = {f"L{number:02}" for number in range(1, 13)}


def test_a_site_with_the_first_versions_takes_the_next_ones(db, content, files, now):
    first = replace(
        content,
        lessons=[lesson for lesson in content.lessons if lesson["code"] in FIRST_LESSONS],
        rubrics=[rubric for rubric in content.rubrics if rubric["code"] in "R1R2R3R4"],
        tracks=[track for track in content.tracks if track["number"] == 1],
        unwritten=[],
    )
    load_content(now=now, content=first)
    cohort = cohort_factory(track_version=newest_versions().get(track__code="380"))
    report = load_content(now=now, content=files)
    assert (report.refused, report.kept, report.updated) == ([], [], [])
    later = {f"parcours {code}, version {number}" for code in ("115", "380") for number in (2, 3)}
    assert later <= set(report.created)
    cohort.refresh_from_db()
    assert cohort.track_version.number == 1
    assert cohort.track_version.modules.get(code="380-3").module_lessons.count() == 0
    assert set(newest_versions().values_list("number", flat=True)) == {3}
