"""The only place of this app that writes."""

from records.services.jobs import enqueue, ring, run_job, sweep
from records.services.looks import count_look, note_look
from records.services.messages import deliver_message, send_message
from records.services.patient_data import PatientData, refuse_patient_data

__all__ = [
    "PatientData",
    "count_look",
    "deliver_message",
    "enqueue",
    "note_look",
    "refuse_patient_data",
    "ring",
    "run_job",
    "send_message",
    "sweep",
]
