from portfolio.models.attestation import ModuleAttestation
from portfolio.models.day import WeekDay
from portfolio.models.entry import EntryClaim, LogbookEntry
from portfolio.models.follow_up import FollowUp, FollowUpFact
from portfolio.models.group import GroupRhythm
from portfolio.models.logbook import LogbookWeek, WeekEvent
from portfolio.models.meeting import Meeting, MeetingEvent, MeetingMinutes

__all__ = [
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
    "WeekDay",
    "WeekEvent",
]
