"""The only place of this app that writes."""

from assessments.services.errors import FormKeyUsed, PatientDataFound, TextTooLong
from assessments.services.grade import (
    AlreadyGraded,
    GradeIncomplete,
    ScoresDoNotFit,
    record_grade,
)
from assessments.services.positioning import (
    AlreadyBegun,
    AlreadyPositioned,
    submit_positioning,
)
from assessments.services.quiz import AnswersDoNotFit, NoQuestion, QuestionsChanged, submit_quiz
from assessments.services.refresher import remind_refreshers
from assessments.services.submission import (
    AlreadyHandedIn,
    AlreadyPassed,
    NothingWritten,
    UnchangedText,
    WrongLength,
    hand_in,
    save_draft,
)

__all__ = [
    "AlreadyBegun",
    "AlreadyGraded",
    "AlreadyHandedIn",
    "AlreadyPassed",
    "AlreadyPositioned",
    "AnswersDoNotFit",
    "FormKeyUsed",
    "GradeIncomplete",
    "NoQuestion",
    "NothingWritten",
    "PatientDataFound",
    "QuestionsChanged",
    "ScoresDoNotFit",
    "TextTooLong",
    "UnchangedText",
    "WrongLength",
    "hand_in",
    "record_grade",
    "remind_refreshers",
    "save_draft",
    "submit_positioning",
    "submit_quiz",
]
