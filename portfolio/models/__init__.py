from portfolio.models.attestation import ModuleAttestation
from portfolio.models.logbook import LogbookEntry, LogbookWeek, WeekEvent

__all__ = ["LogbookEntry", "LogbookWeek", "ModuleAttestation", "WeekEvent"]
