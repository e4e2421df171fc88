"""Reads for a screen or an export, in a constant number of queries."""

from training.queries.debt import owed_by
from training.queries.gate import OPEN, Gate, gate_of, gates_of
from training.queries.hours import (
    HoursDetail,
    HoursLine,
    cohort_hours,
    hours_detail,
    hours_totals,
)
from training.queries.lesson import open_lessons
from training.queries.places import place_of
from training.queries.positioning import exempted_minutes, individual_path, relief_of
from training.queries.roster import RosterLine, assistants_to_enrol, cohort_roster, roster
from training.queries.track import (
    LessonPlace,
    ModuleOutline,
    enrolment_for,
    lesson_url,
    lessons_of,
    read_lesson_ids,
    track_outline,
    withdrawn_lessons,
)

__all__ = [
    "OPEN",
    "Gate",
    "HoursDetail",
    "HoursLine",
    "LessonPlace",
    "ModuleOutline",
    "RosterLine",
    "assistants_to_enrol",
    "cohort_hours",
    "cohort_roster",
    "enrolment_for",
    "exempted_minutes",
    "gate_of",
    "gates_of",
    "hours_detail",
    "hours_totals",
    "individual_path",
    "lesson_url",
    "lessons_of",
    "open_lessons",
    "owed_by",
    "place_of",
    "read_lesson_ids",
    "relief_of",
    "roster",
    "track_outline",
    "withdrawn_lessons",
]
