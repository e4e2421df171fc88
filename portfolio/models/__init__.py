from portfolio.models.amendment import AmendmentAnswer, WeekAmendment
from portfolio.models.attachment import EntryAttachment
from portfolio.models.attestation import ModuleAttestation
from portfolio.models.care import CareFact
from portfolio.models.day import WeekDay
from portfolio.models.entry import EntryClaim, LogbookEntry
from portfolio.models.logbook import LogbookWeek, WeekEvent, WeekOpening
from portfolio.models.practice import PracticeAnswer
from portfolio.models.practice_link import PracticeLink, PracticeSubstitute

__all__ = [
    "AmendmentAnswer",
    "CareFact",
    "EntryAttachment",
    "EntryClaim",
    "LogbookEntry",
    "LogbookWeek",
    "ModuleAttestation",
    "PracticeAnswer",
    "PracticeLink",
    "PracticeSubstitute",
    "WeekAmendment",
    "WeekDay",
    "WeekEvent",
    "WeekOpening",
]
