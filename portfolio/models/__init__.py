from portfolio.models.amendment import AmendmentAnswer, WeekAmendment
from portfolio.models.attestation import ModuleAttestation
from portfolio.models.day import WeekDay
from portfolio.models.entry import EntryClaim, LogbookEntry
from portfolio.models.logbook import LogbookWeek, WeekEvent, WeekOpening

__all__ = [
    "AmendmentAnswer",
    "EntryClaim",
    "LogbookEntry",
    "LogbookWeek",
    "ModuleAttestation",
    "WeekAmendment",
    "WeekDay",
    "WeekEvent",
    "WeekOpening",
]
