from portfolio.models.attachment import EntryAttachment
from portfolio.models.attestation import ModuleAttestation
from portfolio.models.day import WeekDay
from portfolio.models.entry import EntryClaim, LogbookEntry
from portfolio.models.logbook import LogbookWeek, WeekEvent

__all__ = [
    "EntryAttachment",
    "EntryClaim",
    "LogbookEntry",
    "LogbookWeek",
    "ModuleAttestation",
    "WeekDay",
    "WeekEvent",
]
