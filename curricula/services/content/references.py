"""Loads missions and references. A published reference is never rewritten."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from curricula.enums import VersionState
from curricula.models import Mission, Qualification
from curricula.queries.packages import package_of
from curricula.rules.content_files import Record
from curricula.rules.package import (
    ActivityRow,
    BlockRow,
    CompetencyRow,
    ReferencePackage,
    TaskRow,
)
from curricula.rules.references import tidy, without_identifiers
from curricula.services.content.report import ContentReport
from curricula.services.packages import store_package
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
    package = tidy(package_from(record))
    name = f"référentiel {package.code}, version {package.version}"
    known = Qualification.objects.filter(code=package.code, version=package.version).first()
    if known:
        if tidy(without_identifiers(package_of(known))) != package:
            report.refused.append(f"{name} : {NEW_VERSION}.")
        return
    qualification = store_package(package, VersionState.PUBLISHED)
    audit(None, "curricula.qualification.published", qualification, at=now)
    report.created.append(name)


def package_from(record: Record) -> ReferencePackage:
    """The file as plain values."""
    return ReferencePackage(
        code=record["code"],
        version=str(record["version"]),
        blocks=tuple(_block(item) for item in record["blocks"]),
        activities=tuple(_activity(item) for item in record["activities"]),
        **{key: record[key] for key in HEAD},
    )


def _block(item: Record) -> BlockRow:
    return BlockRow(
        **{key: item[key] for key in ("code", "title", "note")},
        competencies=tuple(
            CompetencyRow(
                **{key: entry[key] for key in ("code", "text", "origin", "source", "note")},
                missions=tuple(entry["missions"]),
            )
            for entry in item["competencies"]
        ),
    )


def _activity(item: Record) -> ActivityRow:
    return ActivityRow(
        code=item["code"],
        title=item["title"],
        tasks=tuple(
            TaskRow(**{key: entry[key] for key in ("code", "text", "level", "optional", "source")})
            for entry in item["tasks"]
        ),
    )
