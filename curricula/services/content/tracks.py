"""Loads rubrics and tracks. A published track version and its rubrics are never rewritten."""

from datetime import datetime
from typing import Any

from curricula.enums import VersionState
from curricula.models import (
    Competency,
    Qualification,
    Rubric,
    RubricCriterion,
    Track,
    TrackVersion,
)
from curricula.queries.plans import plan_of
from curricula.rules.content_files import Content, Record
from curricula.rules.track_files import track_plan
from curricula.services.content.references import NEW_VERSION
from curricula.services.content.report import ContentReport
from curricula.services.plans import store_plan
from people.services import audit

CRITERION = ("code", "title", "levels")


def load_rubric(record: Record, content: Content, report: ContentReport, now: datetime) -> None:
    """A rubric looks at the competencies of the reference that its tracks follow."""
    name = f"grille {record['code']}"
    if rubric := Rubric.objects.filter(code=record["code"]).first():
        if _rubric_snapshot(rubric) != _rubric_expected(record):
            report.refused.append(f"{name} : {NEW_VERSION}.")
        return
    rubric = Rubric.objects.create(code=record["code"], title=record["title"])
    competencies = _competencies(record["code"], content)
    for rank, item in enumerate(record["criteria"], start=1):
        criterion = RubricCriterion.objects.create(
            rubric=rubric, order=rank, **{key: item[key] for key in CRITERION}
        )
        criterion.competencies.set(competencies[code] for code in item["competencies"])
    audit(None, "curricula.rubric.published", rubric, at=now)
    report.created.append(name)


def _competencies(rubric: str, content: Content) -> dict[str, Competency]:
    followed = {
        track["qualification"]
        for track in content.tracks
        for module in track["modules"]
        if module["assignment"] and module["assignment"]["rubric"] == rubric
    }
    versions = {r["code"]: str(r["version"]) for r in content.references}
    found = Competency.objects.filter(
        block__qualification__code__in=followed,
        block__qualification__version__in=[versions[code] for code in followed],
    )
    return {competency.code: competency for competency in found}


def _rubric_expected(record: Record) -> dict[str, Any]:
    criteria = [
        {**item, "competencies": sorted(item["competencies"])} for item in record["criteria"]
    ]
    return {"title": record["title"], "criteria": criteria}


def _rubric_snapshot(rubric: Rubric) -> dict[str, Any]:
    criteria = [
        {
            **{key: getattr(criterion, key) for key in CRITERION},
            "competencies": sorted(c.code for c in criterion.competencies.all()),
        }
        for criterion in rubric.criteria.prefetch_related("competencies")
    ]
    return {"title": rubric.title, "criteria": criteria}


def load_track(record: Record, content: Content, report: ContentReport, now: datetime) -> None:
    """Publish a version of a track once; learners are pinned to it."""
    name = f"parcours {record['code']}, version {record['number']}"
    plan = track_plan(content, record)
    track, _ = Track.objects.update_or_create(
        code=record["code"],
        defaults={
            "title": record["title"],
            "audience": record["audience"],
            "for_carers": record.get("for_carers", False),
        },
    )
    if version := track.versions.filter(number=record["number"]).first():
        if plan_of(version) != plan or version.qualification.code != record["qualification"]:
            report.refused.append(f"{name} : {NEW_VERSION}.")
        return
    reference = next(r for r in content.references if r["code"] == record["qualification"])
    version = TrackVersion.objects.create(
        track=track,
        number=record["number"],
        qualification=Qualification.objects.get(
            code=reference["code"], version=str(reference["version"])
        ),
        minutes=plan.minutes,
        state=VersionState.PUBLISHED,
    )
    store_plan(version, plan, actor=None, now=now)
    audit(None, "curricula.track.published", version, at=now)
    report.created.append(name)
