"""The only place of this app that writes."""

from portfolio.services.amendment import (
    AlreadyAnswered,
    AmendmentRefused,
    WeekNotAmendable,
    amend_entry,
    amend_hours,
    answer_amendment,
)
from portfolio.services.attachment import (
    AttachmentRefused,
    TooLateToConfirm,
    attach_file,
    confirm_attachment,
    erase_attachment,
)
from portfolio.services.attestation import (
    AlreadyRevoked,
    NotInTrack,
    NotReady,
    ReasonNeeded,
    issue_module_attestation,
    revoke_attestation,
)
from portfolio.services.comment import (
    AnsweredAlready,
    CommentRefused,
    answer_comment,
    comment_sentence,
)
from portfolio.services.copy import CopyRefused, confirm_copy, copy_week
from portfolio.services.desk import write_week
from portfolio.services.entry import (
    EntryRefused,
    add_entry,
    edit_entry,
    remove_entry,
    write_entry,
)
from portfolio.services.logbook import (
    HoursRefused,
    WeekIncomplete,
    WeekLocked,
    WeekNotOpen,
    open_week,
    save_hours,
    submit_week,
)
from portfolio.services.paper import CodeUnread, Filed, NotYours, Place, SheetRefused, file_sheet
from portfolio.services.practice import answer_entry, answer_week, confirm_weeks
from portfolio.services.practice_link import answer_by_link, revoke_link, send_link
from portfolio.services.signing import (
    CommentNeeded,
    SeenWeek,
    WeekNotWaiting,
    return_week,
    sign_week,
    sign_weeks,
)
from portfolio.services.substitute import end_substitute, name_substitute
from portfolio.services.template import (
    TemplateRefused,
    keep_template,
    remove_template,
    rename_template,
)
from portfolio.services.window import (
    OpeningRefused,
    ReopenedWeeks,
    WeekClosed,
    WeekToReopen,
    reopen_week,
    reopen_weeks,
)

__all__ = [
    "AlreadyAnswered",
    "AlreadyRevoked",
    "AmendmentRefused",
    "AnsweredAlready",
    "AttachmentRefused",
    "CodeUnread",
    "CommentNeeded",
    "CommentRefused",
    "CopyRefused",
    "EntryRefused",
    "Filed",
    "HoursRefused",
    "NotInTrack",
    "NotReady",
    "NotYours",
    "OpeningRefused",
    "Place",
    "ReasonNeeded",
    "ReopenedWeeks",
    "SeenWeek",
    "SheetRefused",
    "TemplateRefused",
    "TooLateToConfirm",
    "WeekClosed",
    "WeekIncomplete",
    "WeekLocked",
    "WeekNotAmendable",
    "WeekNotOpen",
    "WeekNotWaiting",
    "WeekToReopen",
    "add_entry",
    "amend_entry",
    "amend_hours",
    "answer_amendment",
    "answer_by_link",
    "answer_comment",
    "answer_entry",
    "answer_week",
    "attach_file",
    "comment_sentence",
    "confirm_attachment",
    "confirm_copy",
    "confirm_weeks",
    "copy_week",
    "edit_entry",
    "end_substitute",
    "erase_attachment",
    "file_sheet",
    "issue_module_attestation",
    "keep_template",
    "name_substitute",
    "open_week",
    "remove_entry",
    "remove_template",
    "rename_template",
    "reopen_week",
    "reopen_weeks",
    "return_week",
    "revoke_attestation",
    "revoke_link",
    "save_hours",
    "send_link",
    "sign_week",
    "sign_weeks",
    "submit_week",
    "write_entry",
    "write_week",
]
