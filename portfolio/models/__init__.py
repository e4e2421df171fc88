from portfolio.models.attestation import ModuleAttestation
from portfolio.models.day import WeekDay
from portfolio.models.entry import EntryClaim, LogbookEntry
from portfolio.models.logbook import LogbookWeek, WeekEvent, WeekOpening

__all__ = [
    "EntryClaim",
    "LogbookEntry",
    "LogbookWeek",
    "ModuleAttestation",
    "WeekDay",
    "WeekEvent",
    "WeekOpening",
]
