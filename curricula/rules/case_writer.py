"""A reference written as a CASE 1.1 package (CFPackage).

Blocks, competencies, criteria, activities and tasks are CFItems; `isChildOf` associations with a
sequence number make the tree; `isRelatedTo` ties a task to a competency, the source in `notes`.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from curricula.rules.case_format import (
    ACTIVITY,
    BASE_PATH,
    BLOCK,
    CASE_VERSION,
    CHILD,
    COMPETENCY,
    CRITERION,
    ITEM_TYPES,
    NO_CREATOR,
    OURS,
    RELATED,
    TASK,
    ItemType,
    child_identifier,
    link_identifier,
    with_identifiers,
)
from curricula.rules.package import ReferencePackage

Record = dict[str, Any]

_ADDRESS = re.compile(r"https?://\S+")
_TYPES = {kind.title: kind for kind in ITEM_TYPES}


@dataclass(frozen=True)
class Origin:
    """Where a package is published and when it last changed."""

    site: str
    changed: datetime

    def uri(self, kind: str, identifier: str) -> str:
        return f"{self.site.rstrip('/')}{BASE_PATH}/{kind}/{identifier}"

    @property
    def instant(self) -> str:
        return self.changed.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True)
class _Item:
    """A CFItem and the row that it stands under."""

    parent: Record
    rank: int
    record: Record


def case_json(package: ReferencePackage, origin: Origin) -> bytes:
    """The file to download."""
    written = case_package(package, origin)
    return json.dumps(written, ensure_ascii=False, indent=1).encode()


def case_package(package: ReferencePackage, origin: Origin) -> Record:
    """The CFPackage; inside it, document and items do not name the package (the standard)."""
    package = with_identifiers(package)
    document = _document(package, origin)
    items = list(_items(package, document, origin))
    return {
        "CFDocument": document,
        "CFItems": [item.record for item in items],
        "CFAssociations": [
            *(_child(item, origin) for item in items),
            *_links(package, items, origin),
        ],
        "CFDefinitions": {"CFItemTypes": [item_type(kind, origin) for kind in ITEM_TYPES]},
    }


def case_document(package: ReferencePackage, origin: Origin) -> Record:
    """The CFDocument as `/CFDocuments/{id}` answers it: with the address of its package."""
    document = _document(with_identifiers(package), origin)
    return {**document, "CFPackageURI": _link(document, origin, "CFPackages")}


def alone_item(written: Record, item: Record, origin: Origin) -> Record:
    """A CFItem or CFAssociation by itself: with the address of its document."""
    return {**item, "CFDocumentURI": _link(written["CFDocument"], origin, "CFDocuments")}


def item_type(kind: ItemType, origin: Origin) -> Record:
    return {
        "identifier": kind.identifier,
        "uri": origin.uri("CFItemTypes", kind.identifier),
        "title": kind.title,
        "description": kind.description,
        "hierarchyCode": kind.hierarchy,
        "lastChangeDateTime": origin.instant,
    }


def _document(package: ReferencePackage, origin: Origin) -> Record:
    source = package.source
    return _filled(
        {
            "identifier": package.identifier,
            "uri": origin.uri("CFDocuments", package.identifier),
            "caseVersion": CASE_VERSION,
            "creator": package.certifier or NO_CREATOR,
            "title": package.title,
            "lastChangeDateTime": origin.instant,
            "officialSourceURL": source if _ADDRESS.fullmatch(source) else "",
            "publisher": package.certifier,
            "description": package.status_note,
            "subject": [package.field_of_work] if package.field_of_work else [],
            "language": "fr",
            "version": package.version,
            "statusStartDate": package.valid_from.isoformat() if package.valid_from else "",
            "statusEndDate": package.valid_until.isoformat() if package.valid_until else "",
            "notes": source,
            "extensions": {OURS: {"code": package.code, "official": package.official}},
        }
    )


def _items(package: ReferencePackage, document: Record, origin: Origin) -> Iterator[_Item]:
    for rank, block in enumerate(package.blocks, start=1):
        own = {"source": block.source}
        item = _item(BLOCK, block, block.title, origin, notes=block.note, ours=own)
        yield _Item(document, rank, item)
        for place, row in enumerate(block.competencies, start=1):
            ours: Record = {
                "origin": row.origin,
                "source": row.source,
                "missions": list(row.missions),
            }
            child = _item(COMPETENCY, row, row.text, origin, notes=row.note, ours=ours)
            yield _Item(item, place, child)
            for step, criterion in enumerate(row.criteria, start=1):
                ours = {"source": criterion.source}
                yield _Item(
                    child, step, _item(CRITERION, criterion, criterion.text, origin, ours=ours)
                )
    for rank, activity in enumerate(package.activities, start=len(package.blocks) + 1):
        own = {"source": activity.source}
        item = _item(ACTIVITY, activity, activity.title, origin, ours=own)
        yield _Item(document, rank, item)
        for place, task in enumerate(activity.tasks, start=1):
            ours = {"level": task.level, "optional": task.optional, "source": task.source}
            yield _Item(item, place, _item(TASK, task, task.text, origin, ours=ours))


def _item(
    kind: str, row: Any, statement: str, origin: Origin, notes: str = "", ours: Record | None = None
) -> Record:
    ours = _filled(ours or {})
    return _filled(
        {
            "identifier": row.identifier,
            "fullStatement": statement,
            "CFItemType": kind,
            "uri": origin.uri("CFItems", row.identifier),
            "humanCodingScheme": row.code,
            "notes": notes,
            "language": "fr",
            "CFItemTypeURI": {
                "title": kind,
                "identifier": _TYPES[kind].identifier,
                "uri": origin.uri("CFItemTypes", _TYPES[kind].identifier),
            },
            "lastChangeDateTime": origin.instant,
            "extensions": {OURS: ours} if ours else {},
        }
    )


def _child(item: _Item, origin: Origin) -> Record:
    identifier = child_identifier(item.record["identifier"])
    association = _association(CHILD, identifier, item.record, item.parent, origin)
    return {**association, "sequenceNumber": item.rank}


def _links(package: ReferencePackage, items: list[_Item], origin: Origin) -> Iterator[Record]:
    """Each « this task calls for this competency » that a source states."""
    named = {
        (
            item.record["CFItemType"],
            item.parent.get("humanCodingScheme"),
            item.record["humanCodingScheme"],
        ): item.record
        for item in items
    }
    for link in package.links:
        task = named[TASK, link.activity, link.task]
        competency = named[COMPETENCY, link.block, link.competency]
        identifier = link_identifier(task["identifier"], competency["identifier"])
        association = _association(RELATED, identifier, task, competency, origin)
        yield _filled({**association, "notes": link.source})


def _association(
    kind: str, identifier: str, origin_node: Record, target: Record, origin: Origin
) -> Record:
    return {
        "identifier": identifier,
        "associationType": kind,
        "uri": origin.uri("CFAssociations", identifier),
        "originNodeURI": {**_node(origin_node), "targetType": "CASE"},
        "destinationNodeURI": {**_node(target), "targetType": "CASE"},
        "lastChangeDateTime": origin.instant,
    }


def _node(record: Record) -> Record:
    title = record.get("title") or record["humanCodingScheme"]
    return {"title": title, "identifier": record["identifier"], "uri": record["uri"]}


def _link(document: Record, origin: Origin, kind: str) -> Record:
    identifier = document["identifier"]
    return {
        "title": document["title"],
        "identifier": identifier,
        "uri": origin.uri(kind, identifier),
    }


def _filled(record: Record) -> Record:
    """Optional fields without a value are left out."""
    return {key: value for key, value in record.items() if value not in ("", [], {}, None, False)}
