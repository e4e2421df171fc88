"""Published references as the CASE service answers them.

An identifier is looked up in the tables: however much the site publishes, an answer reads at most
the one reference that holds it, in a constant number of queries.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from curricula.enums import VersionState
from curricula.models import (
    Activity,
    Block,
    Competency,
    Criterion,
    Qualification,
    Task,
    TaskLink,
)
from curricula.queries.packages import changes_of, head_of, package_of
from curricula.rules.case_format import ITEM_TYPES, child_identifier, is_uuid
from curricula.rules.case_writer import (
    Origin,
    Record,
    alone_item,
    case_document,
    case_package,
    item_type,
)

# Where each kind of CFItem keeps its reference.
ITEMS = (
    (Competency, "block__qualification_id"),
    (Task, "activity__qualification_id"),
    (Criterion, "competency__block__qualification_id"),
    (Block, "qualification_id"),
    (Activity, "qualification_id"),
)


@dataclass(frozen=True)
class CasePackage:
    """A CFPackage and the site that publishes it."""

    written: Record
    origin: Origin

    def rows(self, kind: str) -> Iterator[Record]:
        """CFItems or CFAssociations, each as it is answered by itself."""
        return (alone_item(self.written, row, self.origin) for row in self.written[kind])

    def find(self, kind: str, identifier: str) -> Record | None:
        return next((row for row in self.rows(kind) if row["identifier"] == identifier), None)


def _published() -> QuerySet[Qualification]:
    return Qualification.objects.filter(state=VersionState.PUBLISHED)


def count_documents() -> int:
    return _published().count()


def case_documents(site: str, offset: int, limit: int) -> list[Record]:
    """Published references by title, without their rows."""
    found = list(_published()[offset : offset + limit])
    changed = changes_of(found)
    return [case_document(head_of(one), Origin(site, changed[one.pk])) for one in found]


def find_document(site: str, identifier: str) -> Record | None:
    found = _by_identifier(identifier)
    return case_document(head_of(found), _origin(site, found)) if found else None


def find_package(site: str, identifier: str) -> Record | None:
    found = _by_identifier(identifier)
    return _written(site, found).written if found else None


def find_item(site: str, identifier: str) -> Record | None:
    """A CFItem of a published reference."""
    package = _holding(site, identifier)
    return package.find("CFItems", identifier) if package else None


def find_association(site: str, identifier: str) -> Record | None:
    """A CFAssociation of a published reference: the place of a row, or a link of a task."""
    if not is_uuid(identifier):
        return None
    links = TaskLink.objects.filter(identifier=identifier)
    held = links.values_list("task__activity__qualification_id", flat=True).first()
    package = _package(site, held) if held else _holding(site, child_identifier(identifier))
    return package.find("CFAssociations", identifier) if package else None


def associations_of(site: str, identifier: str) -> Record | None:
    """An item with the associations that start or end there, as they stand in the package."""
    package = _holding(site, identifier)
    item = package.find("CFItems", identifier) if package else None
    if package is None or item is None:
        return None
    ends = [row for row in package.written["CFAssociations"] if identifier in _ends(row)]
    return {"CFItem": item, "CFAssociations": ends}


def item_types(site: str, identifier: str) -> list[Record]:
    """A type and those that stand under it; dated by the newest reference that uses them."""
    asked = next((kind for kind in ITEM_TYPES if kind.identifier == identifier), None)
    changed = changes_of(_published())
    if asked is None or not changed:
        return []
    under = asked.hierarchy + "."
    origin = Origin(site, max(changed.values()))
    kinds = [asked, *(kind for kind in ITEM_TYPES if kind.hierarchy.startswith(under))]
    return [item_type(kind, origin) for kind in kinds]


def _by_identifier(identifier: str) -> Qualification | None:
    return _published().filter(identifier=identifier).first() if is_uuid(identifier) else None


def _holding(site: str, identifier: str) -> CasePackage | None:
    """The published reference of which a row bears this identifier."""
    if not is_uuid(identifier):
        return None
    for model, path in ITEMS:
        rows = model._default_manager.filter(identifier=UUID(identifier))
        if held := rows.values_list(path, flat=True).first():
            return _package(site, held)
    return None


def _package(site: str, qualification_id: int) -> CasePackage | None:
    found = _published().filter(pk=qualification_id).first()
    return _written(site, found) if found else None


def _written(site: str, qualification: Qualification) -> CasePackage:
    origin = _origin(site, qualification)
    return CasePackage(case_package(package_of(qualification), origin), origin)


def _origin(site: str, qualification: Qualification) -> Origin:
    return Origin(site, changes_of([qualification])[qualification.pk])


def _ends(row: dict[str, Any]) -> set[str]:
    return {row["originNodeURI"]["identifier"], row["destinationNodeURI"]["identifier"]}
