from records.models.document import Document, DocumentEvent, DocumentLooks
from records.models.invitation import Invitation
from records.models.job import Job
from records.models.kept_file import FileFact, KeptFile
from records.models.message import Message
from records.models.patient_data import PatientDataConfirmation
from records.models.reminder import Reminder, ReminderChoice

__all__ = [
    "Document",
    "DocumentEvent",
    "DocumentLooks",
    "FileFact",
    "Invitation",
    "Job",
    "KeptFile",
    "Message",
    "PatientDataConfirmation",
    "Reminder",
    "ReminderChoice",
]
