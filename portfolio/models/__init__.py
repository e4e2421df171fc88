from portfolio.models.amendment import AmendmentAnswer, WeekAmendment
from portfolio.models.attachment import EntryAttachment
from portfolio.models.attestation import ModuleAttestation
from portfolio.models.care import CareFact
from portfolio.models.day import WeekDay
from portfolio.models.entry import EntryClaim, LogbookEntry
from portfolio.models.follow_up import FollowUp, FollowUpFact
from portfolio.models.group import GroupRhythm
from portfolio.models.logbook import LogbookWeek, WeekEvent, WeekOpening
from portfolio.models.meeting import Meeting, MeetingEvent, MeetingMinutes
from portfolio.models.obstacle import ObstacleFact
from portfolio.models.practice import PracticeAnswer
from portfolio.models.practice_link import PracticeLink, PracticeSubstitute

__all__ = [
    "AmendmentAnswer",
    "CareFact",
    "EntryAttachment",
    "EntryClaim",
    "FollowUp",
    "FollowUpFact",
    "GroupRhythm",
    "LogbookEntry",
    "LogbookWeek",
    "Meeting",
    "MeetingEvent",
    "MeetingMinutes",
    "ModuleAttestation",
    "ObstacleFact",
    "PracticeAnswer",
    "PracticeLink",
    "PracticeSubstitute",
    "WeekAmendment",
    "WeekDay",
    "WeekEvent",
    "WeekOpening",
]
