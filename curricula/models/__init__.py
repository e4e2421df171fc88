from curricula.models.lesson import LessonIndexPage, LessonPage
from curricula.models.mission import Mission
from curricula.models.mission_condition import MissionCondition
from curricula.models.offer import Offer
from curricula.models.qualification import (
    Activity,
    Block,
    Competency,
    Criterion,
    Qualification,
    Task,
    TaskLink,
)
from curricula.models.question import Choice, Question, RemovedQuestion
from curricula.models.reference_import import ImportLine, ReferenceImport
from curricula.models.rubric import Assignment, Rubric, RubricCriterion
from curricula.models.search import SearchEntry
from curricula.models.track import (
    AcceptedAbsence,
    CategoryCap,
    Module,
    ModuleBudget,
    ModuleLesson,
    Prerequisite,
    Track,
    TrackVersion,
)

__all__ = [
    "AcceptedAbsence",
    "Activity",
    "Assignment",
    "Block",
    "CategoryCap",
    "Choice",
    "Competency",
    "Criterion",
    "ImportLine",
    "LessonIndexPage",
    "LessonPage",
    "Mission",
    "MissionCondition",
    "Module",
    "ModuleBudget",
    "ModuleLesson",
    "Offer",
    "Prerequisite",
    "Qualification",
    "Question",
    "ReferenceImport",
    "RemovedQuestion",
    "Rubric",
    "RubricCriterion",
    "SearchEntry",
    "Task",
    "TaskLink",
    "Track",
    "TrackVersion",
]
