"""States of what a learner hands in."""

from django.db.models import TextChoices


class SubmissionState(TextChoices):
    DRAFT = "draft", "brouillon"
    SUBMITTED = "submitted", "remis"
    GRADED = "graded", "corrigé"


SUBMISSION_TRANSITIONS = {
    SubmissionState.DRAFT: {SubmissionState.SUBMITTED},
    SubmissionState.SUBMITTED: {SubmissionState.GRADED},
    SubmissionState.GRADED: {SubmissionState.GRADED},
}

LEVEL_LABELS = ("pas encore", "en cours", "acquis", "exemplaire")
