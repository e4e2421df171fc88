from curricula.models.lesson import LessonIndexPage, LessonPage
from curricula.models.mission import Mission
from curricula.models.offer import Offer
from curricula.models.qualification import Activity, Block, Competency, Qualification, Task
from curricula.models.question import Choice, Question
from curricula.models.rubric import Assignment, Rubric, RubricCriterion
from curricula.models.search import SearchEntry
from curricula.models.track import Module, ModuleLesson, Track, TrackVersion

__all__ = [
    "Activity",
    "Assignment",
    "Block",
    "Choice",
    "Competency",
    "LessonIndexPage",
    "LessonPage",
    "Mission",
    "Module",
    "ModuleLesson",
    "Offer",
    "Qualification",
    "Question",
    "Rubric",
    "RubricCriterion",
    "SearchEntry",
    "Task",
    "Track",
    "TrackVersion",
]
