"""The only place of this app that writes."""

from records.services.checking import document_problem
from records.services.documents import (
    AlreadyRevoked,
    ReasonMissing,
    issue_document,
    revoke_document,
)
from records.services.invitations import (
    AlreadyMember,
    AnotherAccount,
    Guest,
    InvitationClosed,
    accept_invitation,
    invitation_url,
    invite,
    invite_again,
    invite_all,
)
from records.services.jobs import enqueue, ring, run_job, sweep
from records.services.kept_files import FileRefused, ReadPaper, keep_file, read_paper
from records.services.looks import count_look, note_look
from records.services.messages import Letter, deliver_message, send_message, send_messages
from records.services.patient_data import (
    PatientData,
    WhyMissing,
    confirm_weak_identifiers,
    refuse_patient_data,
)
from records.services.quarantine import (
    AlreadyPurged,
    PurgeReasonMissing,
    confirm_no_patient,
    purge_file,
)
from records.services.rendering import (
    NotRenderable,
    OtherRenderer,
    qr_svg,
    render_again,
    verification_url,
)
from records.services.scanning import Reading, Spotted, free_text_fields, scan
from records.services.scanning_papers import scan_papers

__all__ = [
    "AlreadyMember",
    "AlreadyPurged",
    "AlreadyRevoked",
    "AnotherAccount",
    "FileRefused",
    "Guest",
    "InvitationClosed",
    "Letter",
    "NotRenderable",
    "OtherRenderer",
    "PatientData",
    "PurgeReasonMissing",
    "ReadPaper",
    "Reading",
    "ReasonMissing",
    "Spotted",
    "WhyMissing",
    "accept_invitation",
    "confirm_no_patient",
    "confirm_weak_identifiers",
    "count_look",
    "deliver_message",
    "document_problem",
    "enqueue",
    "free_text_fields",
    "invitation_url",
    "invite",
    "invite_again",
    "invite_all",
    "issue_document",
    "keep_file",
    "note_look",
    "purge_file",
    "qr_svg",
    "read_paper",
    "refuse_patient_data",
    "render_again",
    "revoke_document",
    "ring",
    "run_job",
    "scan",
    "scan_papers",
    "send_message",
    "send_messages",
    "sweep",
    "verification_url",
]
