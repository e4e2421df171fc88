"""A CASE 1.1 package (JSON) read into plain values: ours without loss, others as far as they go.

What the standard requires and the file lacks refuses the row; what this site has no place for is
reported and left out. The tree is made by `case_tree`.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from curricula.rules.case_format import CHILD, OURS, RELATED, is_uuid
from curricula.rules.case_tree import Edge, Node, tree
from curricula.rules.package import Problem, Reading, ReferencePackage
from curricula.rules.slugs import slug

Record = dict[str, Any]

MAX_BYTES = 20 * 1024 * 1024
MAX_ITEMS = 20_000
_COMMON = {"identifier", "uri", "lastChangeDateTime", "language", "notes", "extensions"}
# Fields that are read, or that say nothing this site keeps apart.
PACKAGE_FIELDS = {"CFDocument", "CFItems", "CFAssociations", "CFDefinitions", "CFRubrics"}
DOCUMENT_FIELDS = _COMMON | {
    "caseVersion", "creator", "title", "officialSourceURL", "publisher", "description", "subject",
    "version", "statusStartDate", "statusEndDate", "CFPackageURI",
}  # fmt: skip
ITEM_FIELDS = _COMMON | {
    "fullStatement", "CFItemType", "humanCodingScheme", "educationLevel", "CFItemTypeURI",
    "CFDocumentURI",
}  # fmt: skip
ASSOCIATION_FIELDS = _COMMON | {
    "associationType", "sequenceNumber", "originNodeURI", "destinationNodeURI", "CFDocumentURI",
}  # fmt: skip
UNKNOWN_STATUS = "Importé d’un paquet CASE 1.1. Statut à vérifier."


@dataclass
class _Found:
    """What the rows gave, and what was found wrong with them."""

    problems: list[Problem] = field(default_factory=list)
    unknown: Counter[tuple[str, str]] = field(default_factory=Counter)

    def refuse(self, place: str, reason: str) -> None:
        self.problems.append(Problem(place, reason))

    def remark(self, place: str, reason: str) -> None:
        self.problems.append(Problem(place, reason, blocking=False))

    def fields(self, kind: str, record: Record, known: set[str]) -> None:
        self.unknown.update((kind, name) for name in record if name not in known)

    def all(self) -> tuple[Problem, ...]:
        left_out = (
            Problem(kind, f"champ « {name} » non repris ({count} fois).", blocking=False)
            for (kind, name), count in sorted(self.unknown.items())
        )
        return (*self.problems, *left_out)


def read_case(content: bytes) -> Reading:
    """The reference that a CASE package holds, with every row refused or remarked upon."""
    if len(content) > MAX_BYTES:
        return _nothing("fichier", "il dépasse 20 Mo : ce n’est pas un paquet CASE de référentiel.")
    if not content.strip():
        return _nothing("fichier", "il est vide.")
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return _nothing("fichier", "il n’est pas en UTF-8.")
    except (ValueError, RecursionError) as error:
        line = f"ligne {error.lineno}" if isinstance(error, json.JSONDecodeError) else "fichier"
        return _nothing(line, "ce n’est pas du JSON lisible.")
    if isinstance(data, dict) and isinstance(data.get("CFPackage"), dict):
        data = data["CFPackage"]
    if not isinstance(data, dict) or not isinstance(data.get("CFDocument"), dict):
        return _nothing("fichier", "il n’y a pas de CFDocument : ce n’est pas un paquet CASE.")
    return _read(data)


def _nothing(place: str, reason: str) -> Reading:
    return Reading(None, (Problem(place, reason),))


def _read(data: Record) -> Reading:
    found = _Found()
    found.fields("CFPackage", data, PACKAGE_FIELDS | {"extensions"})
    if data.get("CFRubrics"):
        found.remark("CFRubrics", "les grilles du paquet ne sont pas reprises.")
    head = _head(data["CFDocument"], found)
    for name in ("CFItems", "CFAssociations"):
        if not isinstance(data.get(name, []), list):
            return Reading(None, (*found.all(), Problem(name, "ce n’est pas une liste.")))
    if len(data.get("CFItems", [])) > MAX_ITEMS:
        reason = f"plus de {MAX_ITEMS} éléments : ce paquet est trop grand."
        return Reading(None, (*found.all(), Problem("CFItems", reason)))
    nodes = list(_nodes(data.get("CFItems", []), head.identifier, found))
    edges = list(_edges(data.get("CFAssociations", []), found))
    grown = tree(head.identifier, nodes, edges)
    package = ReferencePackage(
        **vars(head)
        | {"blocks": grown.blocks, "activities": grown.activities, "links": grown.links}
    )
    return Reading(package, (*found.all(), *grown.problems))


def _head(record: Record, found: _Found) -> ReferencePackage:
    found.fields("CFDocument", record, DOCUMENT_FIELDS)
    title, identifier = _text(record, "title"), _text(record, "identifier").lower()
    if not title.strip():
        found.refuse("CFDocument", "il manque le titre (title).")
    if not is_uuid(identifier):
        found.refuse("CFDocument", "il manque un identifiant (identifier) qui soit un UUID.")
    ours = _ours(record)
    subject = record.get("subject")
    subjects = [s for s in subject if isinstance(s, str)] if isinstance(subject, list) else []
    version = _text(record, "version")
    if not version.strip():
        version = _text(record, "lastChangeDateTime")[:10] or "1"
        found.remark("CFDocument", f"pas de version : « {version} » est retenue.")
    note, source = _text(record, "description"), _text(record, "notes")
    certifier = _text(record, "publisher")
    if ours is None:
        note = note or UNKNOWN_STATUS
        source = _text(record, "officialSourceURL") or _text(record, "uri") or source
        certifier = certifier or _text(record, "creator")
    return ReferencePackage(
        code=_code(_text(ours or {}, "code")) or slug(title) or f"case-{identifier[:8]}",
        version=version,
        title=title,
        official=bool((ours or {}).get("official", False)),
        status_note=note,
        source=source,
        field_of_work=", ".join(subjects),
        certifier=certifier,
        valid_from=_day(record, "statusStartDate", found),
        valid_until=_day(record, "statusEndDate", found),
        identifier=identifier,
    )


def _code(text: str) -> str:
    return text if re.fullmatch(r"[-\w]{1,60}", text, re.ASCII) else slug(text)


def _nodes(records: list[Any], document: str, found: _Found) -> Iterator[Node]:
    seen = {document: "CFDocument"}
    for number, record in enumerate(records, start=1):
        if not isinstance(record, dict):
            found.refuse(f"CFItem {number}", "ce n’est pas un objet JSON.")
            continue
        code = _text(record, "humanCodingScheme")
        place = f"CFItem {number} ({code})" if code else f"CFItem {number}"
        found.fields("CFItem", record, ITEM_FIELDS)
        identifier = _text(record, "identifier").lower()
        if not is_uuid(identifier):
            found.refuse(place, "il manque un identifiant (identifier) qui soit un UUID.")
        elif identifier in seen:
            found.refuse(place, f"son identifiant est déjà celui du {seen[identifier]}.")
        elif not _text(record, "fullStatement").strip():
            found.refuse(place, "il manque l’énoncé (fullStatement).")
        else:
            seen[identifier] = place
            yield _node(record, identifier, code, place)


def _node(record: Record, identifier: str, code: str, place: str) -> Node:
    link = record.get("CFItemTypeURI")
    kind = _text(record, "CFItemType") or (_text(link, "title") if isinstance(link, dict) else "")
    ours = _ours(record) or {}
    level = record.get("educationLevel")
    levels = [one for one in level if isinstance(one, str)] if isinstance(level, list) else []
    missions = ours.get("missions")
    return Node(
        identifier=identifier,
        place=place,
        kind=kind,
        code=code,
        statement=_text(record, "fullStatement"),
        notes=_text(record, "notes"),
        origin=_text(ours, "origin"),
        source=_text(ours, "source"),
        level=_text(ours, "level") or ", ".join(levels),
        optional=ours.get("optional") is True,
        missions=tuple(m for m in missions if isinstance(m, str))
        if isinstance(missions, list)
        else (),
    )


def _edges(records: list[Any], found: _Found) -> Iterator[Edge]:
    """The associations that this site knows; others are counted by type."""
    others: Counter[str] = Counter()
    for number, record in enumerate(records, start=1):
        place = f"CFAssociation {number}"
        if not isinstance(record, dict):
            found.refuse(place, "ce n’est pas un objet JSON.")
            continue
        found.fields("CFAssociation", record, ASSOCIATION_FIELDS)
        kind = _text(record, "associationType")
        start, end = (_end(record, name) for name in ("originNodeURI", "destinationNodeURI"))
        if not (kind and start and end):
            found.refuse(place, "il manque le type, l’origine ou la destination.")
        elif kind not in (CHILD, RELATED):
            others[kind] += 1
        else:
            rank = record.get("sequenceNumber")
            rank = rank if isinstance(rank, int) else None
            yield Edge(kind, start, end, place, rank, _text(record, "notes"))
    for kind, count in sorted(others.items()):
        found.remark("CFAssociations", f"{count} association(s) « {kind} » non reprise(s).")


def _end(record: Record, name: str) -> str:
    node = record.get(name)
    return _text(node, "identifier").lower() if isinstance(node, dict) else ""


def _ours(record: Record) -> Record | None:
    """What this site added in the standard's place for it."""
    extensions = record.get("extensions")
    ours = extensions.get(OURS) if isinstance(extensions, dict) else None
    return ours if isinstance(ours, dict) else None


def _text(record: Record, name: str) -> str:
    value = record.get(name)
    return value if isinstance(value, str) else ""


def _day(record: Record, name: str, found: _Found) -> date | None:
    text = _text(record, name)
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        found.remark("CFDocument", f"« {name} » n’est pas une date : {text[:30]}.")
        return None
