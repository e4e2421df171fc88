from portfolio.models.attestation import ModuleAttestation
from portfolio.models.care import CareFact
from portfolio.models.day import WeekDay
from portfolio.models.entry import EntryClaim, LogbookEntry
from portfolio.models.logbook import LogbookWeek, WeekEvent

__all__ = [
    "CareFact",
    "EntryClaim",
    "LogbookEntry",
    "LogbookWeek",
    "ModuleAttestation",
    "WeekDay",
    "WeekEvent",
]
