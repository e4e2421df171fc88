from portfolio.models.attestation import ModuleAttestation
from portfolio.models.entry import EntryClaim, LogbookEntry
from portfolio.models.logbook import LogbookWeek, WeekEvent

__all__ = ["EntryClaim", "LogbookEntry", "LogbookWeek", "ModuleAttestation", "WeekEvent"]
