"""Reads for a screen or an export, in a constant number of queries."""

from portfolio.queries.attestation import (
    Readiness,
    attestation_readiness,
    module_followed,
    readiness_table,
)
from portfolio.queries.competency import (
    BlockMap,
    CompetencySheet,
    Evidence,
    competency_map,
    competency_sheet,
    most_used,
)
from portfolio.queries.logbook import (
    LogbookPath,
    PathWeek,
    logbook_path,
    waiting_pile,
    waiting_weeks,
    week_path,
)

__all__ = [
    "BlockMap",
    "CompetencySheet",
    "Evidence",
    "LogbookPath",
    "PathWeek",
    "Readiness",
    "attestation_readiness",
    "competency_map",
    "competency_sheet",
    "logbook_path",
    "module_followed",
    "most_used",
    "readiness_table",
    "waiting_pile",
    "waiting_weeks",
    "week_path",
]
