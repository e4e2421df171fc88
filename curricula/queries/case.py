"""Published references as the CASE service answers them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from curricula.queries.packages import published_packages
from curricula.rules.case_writer import (
    Origin,
    Record,
    alone_document,
    alone_item,
    case_package,
)


@dataclass(frozen=True)
class CasePackage:
    """A CFPackage and the site that publishes it."""

    written: Record
    origin: Origin

    @property
    def document(self) -> Record:
        return alone_document(self.written, self.origin)

    def rows(self, kind: str) -> Iterator[Record]:
        """CFItems or CFAssociations, each as it is answered by itself."""
        return (alone_item(self.written, row, self.origin) for row in self.written[kind])


def case_packages(site: str) -> list[CasePackage]:
    """Every published reference, by title; a constant number of queries."""
    found = [(Origin(site, one.changed), one.package) for one in published_packages()]
    return [CasePackage(case_package(package, origin), origin) for origin, package in found]


def find_package(site: str, identifier: str) -> CasePackage | None:
    found = case_packages(site)
    return next((p for p in found if p.written["CFDocument"]["identifier"] == identifier), None)


def find_by_identifier(site: str, kind: str, identifier: str) -> Record | None:
    """A CFItem or CFAssociation of a published reference."""
    rows = (row for package in case_packages(site) for row in package.rows(kind))
    return next((row for row in rows if row["identifier"] == identifier), None)


def associations_of(site: str, identifier: str) -> Record | None:
    """An item with the associations that start or end there, as they stand in the package."""
    for package in case_packages(site):
        for item in package.rows("CFItems"):
            if item["identifier"] == identifier:
                rows = package.written["CFAssociations"]
                ends = [row for row in rows if identifier in _ends(row)]
                return {"CFItem": item, "CFAssociations": ends}
    return None


def item_types(site: str, identifier: str) -> list[Record]:
    """A type and those that stand under it; dated by the newest reference that uses them."""
    packages = sorted(case_packages(site), key=lambda package: package.origin.changed)
    kinds = packages[-1].written["CFDefinitions"]["CFItemTypes"] if packages else []
    asked = next((kind for kind in kinds if kind["identifier"] == identifier), None)
    if asked is None:
        return []
    under = asked["hierarchyCode"] + "."
    return [asked, *(kind for kind in kinds if kind["hierarchyCode"].startswith(under))]


def _ends(row: dict[str, Any]) -> set[str]:
    return {row["originNodeURI"]["identifier"], row["destinationNodeURI"]["identifier"]}
