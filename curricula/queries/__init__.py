"""Reads for a screen or an export, in a constant number of queries."""

from curricula.queries.lessons import fact_states
from curricula.queries.missions import MissionLine, mission_blocks, mission_lines
from curricula.queries.packages import identifier_of, package_of, published_packages
from curricula.queries.programmes import Programme, newest_versions, programme
from curricula.queries.public import public_sheet
from curricula.queries.references import (
    activities_of,
    blocks_of,
    competencies_of_module,
    published_references,
)
from curricula.queries.search import search_entries

__all__ = [
    "MissionLine",
    "Programme",
    "activities_of",
    "blocks_of",
    "competencies_of_module",
    "fact_states",
    "identifier_of",
    "mission_blocks",
    "mission_lines",
    "newest_versions",
    "package_of",
    "programme",
    "public_sheet",
    "published_packages",
    "published_references",
    "search_entries",
]
