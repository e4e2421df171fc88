"""The only place of this app that writes."""

from portfolio.services.amendment import (
    AlreadyAnswered,
    AmendmentRefused,
    WeekNotAmendable,
    amend_entry,
    amend_hours,
    answer_amendment,
)
from portfolio.services.attestation import (
    AlreadyRevoked,
    NotInTrack,
    NotReady,
    ReasonNeeded,
    issue_module_attestation,
    revoke_attestation,
)
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
from portfolio.services.signing import (
    CommentNeeded,
    SeenWeek,
    WeekNotWaiting,
    return_week,
    sign_week,
    sign_weeks,
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
    "CommentNeeded",
    "EntryRefused",
    "HoursRefused",
    "NotInTrack",
    "NotReady",
    "OpeningRefused",
    "ReasonNeeded",
    "ReopenedWeeks",
    "SeenWeek",
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
    "edit_entry",
    "issue_module_attestation",
    "open_week",
    "remove_entry",
    "reopen_week",
    "reopen_weeks",
    "return_week",
    "revoke_attestation",
    "save_hours",
    "sign_week",
    "sign_weeks",
    "submit_week",
    "write_entry",
    "write_week",
]
