"""Loads missions and references. A published reference is never rewritten."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from curricula.enums import VersionState
from curricula.models import Activity, Block, Competency, Mission, Qualification, Task
from curricula.rules.content import Record
from curricula.services.content.report import ContentReport
from people.services import audit

HEAD = ("title", "official", "status_note", "source")
NEW_VERSION = "nouvelle version nécessaire, le texte publié ne change plus"


def load_missions(records: list[Record], report: ContentReport) -> None:
    """The catalogue of surveyed missions, kept like the file."""
    known = {mission.code: mission for mission in Mission.objects.all()}
    for record in records:
        values = _mission_values(record)
        mission = known.get(record["code"])
        if mission is None:
            Mission.objects.create(code=record["code"], **values)
            report.created.append(f"mission {record['code']}")
        elif any(getattr(mission, name) != value for name, value in values.items()):
            Mission.objects.filter(pk=mission.pk).update(**values)
            report.updated.append(f"mission {record['code']}")


def _mission_values(record: Record) -> dict[str, Any]:
    return {
        "text": record["text"],
        "moment": record["moment"],
        "domain": record["domain"],
        "essential_percent": Decimal(record["indispensable_pct"]),
        "essential_count": int(record["indispensable_n"]),
        "useful_percent": Decimal(record["utile_pct"]),
        "useful_count": int(record["utile_n"]),
        "accessory_percent": Decimal(record["accessoire_pct"]),
        "accessory_count": int(record["accessoire_n"]),
        "source": record["source"],
        "established": record["established"] == "oui",
        "note": record["note"],
    }


def load_reference(record: Record, report: ContentReport, now: datetime) -> None:
    """Publish a version of a reference once; afterwards its text never changes."""
    name = f"référentiel {record['code']}, version {record['version']}"
    known = Qualification.objects.filter(code=record["code"], version=str(record["version"]))
    if qualification := known.first():
        if snapshot(qualification) != _expected(record):
            report.refused.append(f"{name} : {NEW_VERSION}.")
        return
    qualification = Qualification.objects.create(
        code=record["code"], version=str(record["version"]), state=VersionState.PUBLISHED,
        **_head(record),
    )  # fmt: skip
    _add_blocks(qualification, record)
    _add_activities(qualification, record)
    audit(None, "curricula.qualification.published", qualification, at=now)
    report.created.append(name)


def _head(record: Record) -> dict[str, Any]:
    return {key: record[key] for key in HEAD}


def _add_blocks(qualification: Qualification, record: Record) -> None:
    missions = {mission.code: mission for mission in Mission.objects.all()}
    for rank, item in enumerate(record["blocks"], start=1):
        block = Block.objects.create(
            qualification=qualification, order=rank,
            **{key: item[key] for key in ("code", "title", "note")},
        )  # fmt: skip
        for place, entry in enumerate(item["competencies"], start=1):
            competency = Competency.objects.create(
                block=block, order=place,
                **{key: entry[key] for key in ("code", "text", "origin", "source", "note")},
            )  # fmt: skip
            competency.missions.set(missions[code] for code in entry["missions"])


def _add_activities(qualification: Qualification, record: Record) -> None:
    for rank, item in enumerate(record["activities"], start=1):
        activity = Activity.objects.create(
            qualification=qualification, code=item["code"], title=item["title"], order=rank
        )
        Task.objects.bulk_create(
            Task(
                activity=activity, order=place,
                **{key: entry[key] for key in ("code", "level", "text", "optional", "source")},
            )
            for place, entry in enumerate(item["tasks"], start=1)
        )  # fmt: skip


def _expected(record: Record) -> dict[str, Any]:
    """The file in the shape of `snapshot`."""
    blocks = [
        {**block, "competencies": [
            {**entry, "missions": sorted(entry["missions"])} for entry in block["competencies"]
        ]}
        for block in record["blocks"]
    ]  # fmt: skip
    return {**_head(record), "blocks": blocks, "activities": record["activities"]}


def snapshot(qualification: Qualification) -> dict[str, Any]:
    """The whole text of a reference as the file would say it."""
    blocks = qualification.blocks.prefetch_related("competencies__missions")
    activities = qualification.activities.prefetch_related("tasks")
    return {
        **{key: getattr(qualification, key) for key in HEAD},
        "blocks": [
            {"code": b.code, "title": b.title, "note": b.note,
             "competencies": [_competency(c) for c in b.competencies.all()]}
            for b in blocks
        ],
        "activities": [
            {"code": a.code, "title": a.title, "tasks": [
                {k: getattr(t, k) for k in ("code", "level", "text", "optional", "source")}
                for t in a.tasks.all()
            ]}
            for a in activities
        ],
    }  # fmt: skip


def _competency(competency: Competency) -> dict[str, Any]:
    values = {k: getattr(competency, k) for k in ("code", "text", "origin", "source", "note")}
    return {**values, "missions": sorted(m.code for m in competency.missions.all())}
