from portfolio.models.attachment import EntryAttachment
from portfolio.models.attestation import ModuleAttestation
from portfolio.models.care import CareFact
from portfolio.models.day import WeekDay
from portfolio.models.entry import EntryClaim, LogbookEntry
from portfolio.models.logbook import LogbookWeek, WeekEvent
from portfolio.models.obstacle import ObstacleFact
from portfolio.models.practice import PracticeAnswer
from portfolio.models.practice_link import PracticeLink, PracticeSubstitute

__all__ = [
    "CareFact",
    "EntryAttachment",
    "EntryClaim",
    "LogbookEntry",
    "LogbookWeek",
    "ModuleAttestation",
    "ObstacleFact",
    "PracticeAnswer",
    "PracticeLink",
    "PracticeSubstitute",
    "WeekDay",
    "WeekEvent",
]
