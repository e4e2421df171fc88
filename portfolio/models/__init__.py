from portfolio.models.amendment import AmendmentAnswer, WeekAmendment
from portfolio.models.attachment import EntryAttachment
from portfolio.models.attestation import ModuleAttestation
from portfolio.models.bilan import ActivityReview, ReviewEvent
from portfolio.models.care import CareFact
from portfolio.models.comment import CommentAnswer, SentenceComment
from portfolio.models.content import PracticeContent
from portfolio.models.copy import WeekCopy
from portfolio.models.day import WeekDay
from portfolio.models.entry import EntryClaim, LogbookEntry
from portfolio.models.follow_up import FollowUp, FollowUpFact
from portfolio.models.group import GroupRhythm
from portfolio.models.logbook import LogbookWeek, WeekEvent, WeekOpening
from portfolio.models.meeting import Meeting, MeetingEvent, MeetingMinutes
from portfolio.models.obstacle import ObstacleFact
from portfolio.models.paper import WeekSheet
from portfolio.models.personal import (
    OralPresentation,
    PersonalEvent,
    PersonalReview,
    PersonalText,
)
from portfolio.models.practice import PracticeAnswer
from portfolio.models.practice_link import PracticeLink, PracticeSubstitute
from portfolio.models.template import EntryTemplate
from portfolio.models.user_group import (
    GroupMemberFact,
    GroupReferent,
    GroupSession,
    GroupSetting,
    UserGroup,
)
from portfolio.models.user_need import (
    GroupTheme,
    SynthesisSending,
    ThemeClosing,
    ThemeVote,
    UserNeed,
    UserNeedFact,
)
from portfolio.models.wall import SharingFact, WallCopy

__all__ = [
    "ActivityReview",
    "AmendmentAnswer",
    "CareFact",
    "CommentAnswer",
    "EntryAttachment",
    "EntryClaim",
    "EntryTemplate",
    "FollowUp",
    "FollowUpFact",
    "GroupMemberFact",
    "GroupReferent",
    "GroupRhythm",
    "GroupSession",
    "GroupSetting",
    "GroupTheme",
    "LogbookEntry",
    "LogbookWeek",
    "Meeting",
    "MeetingEvent",
    "MeetingMinutes",
    "ModuleAttestation",
    "ObstacleFact",
    "OralPresentation",
    "PersonalEvent",
    "PersonalReview",
    "PersonalText",
    "PracticeAnswer",
    "PracticeContent",
    "PracticeLink",
    "PracticeSubstitute",
    "ReviewEvent",
    "SentenceComment",
    "SharingFact",
    "SynthesisSending",
    "ThemeClosing",
    "ThemeVote",
    "UserGroup",
    "UserNeed",
    "UserNeedFact",
    "WallCopy",
    "WeekAmendment",
    "WeekCopy",
    "WeekDay",
    "WeekEvent",
    "WeekOpening",
    "WeekSheet",
]
