"""The only place of this app that writes."""

from training.services.attendance import (
    AlreadyElsewhere,
    CorrectionReasonMissing,
    MarkRefused,
    write_marks,
)
from training.services.cohort import (
    AlreadyEnrolled,
    CohortDatesWrong,
    CohortTitleTaken,
    RecruitmentDateWrong,
    VersionNotPublished,
    WrongOrganisation,
    create_cohort,
    enrol,
)
from training.services.documents import (
    AlreadyStated,
    DocumentNotReady,
    HoursChanged,
    issue_enrolment_document,
)
from training.services.gate import (
    ModuleClosed,
    NotClosed,
    WaiverReasonMissing,
    check_open,
    open_module,
)
from training.services.moving import (
    AlreadyFinished,
    CohortMoved,
    MoveReasonNeeded,
    NotOfThisCohort,
    OtherReference,
    VersionNotNewer,
    VersionNotOpen,
    move_cohort,
)
from training.services.practice import create_practice
from training.services.reading import (
    NothingToPost,
    NotInTrack,
    post_practice,
    read_lesson,
    record_evaluation,
)
from training.services.session import (
    CategoryMissing,
    NobodyPresent,
    NotOfCohort,
    SessionRefused,
    SessionsTooClose,
    record_session,
)

__all__ = [
    "AlreadyElsewhere",
    "AlreadyEnrolled",
    "AlreadyFinished",
    "AlreadyStated",
    "CategoryMissing",
    "CohortDatesWrong",
    "CohortMoved",
    "CohortTitleTaken",
    "CorrectionReasonMissing",
    "DocumentNotReady",
    "HoursChanged",
    "MarkRefused",
    "ModuleClosed",
    "MoveReasonNeeded",
    "NobodyPresent",
    "NotClosed",
    "NotInTrack",
    "NotOfCohort",
    "NotOfThisCohort",
    "NothingToPost",
    "OtherReference",
    "RecruitmentDateWrong",
    "SessionRefused",
    "SessionsTooClose",
    "VersionNotNewer",
    "VersionNotOpen",
    "VersionNotPublished",
    "WaiverReasonMissing",
    "WrongOrganisation",
    "check_open",
    "create_cohort",
    "create_practice",
    "enrol",
    "issue_enrolment_document",
    "move_cohort",
    "open_module",
    "post_practice",
    "read_lesson",
    "record_evaluation",
    "record_session",
    "write_marks",
]
