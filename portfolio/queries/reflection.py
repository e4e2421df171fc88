"""What a lesson invites its reader to write in the livret."""

from curricula.models import LessonPage
from training.models import Enrolment


def reflection_prompt(enrolment: Enrolment, code: str, block_id: str) -> str:
    """The beginning of a situation: lesson and invitation; empty if the track has no such thing."""
    lesson = (
        LessonPage.objects.live()
        .filter(code=code, module_lessons__module__track_version=enrolment.track_version_id)
        .first()
    )
    if lesson is None:
        return ""
    for block in lesson.body.raw_data:
        if block["type"] == "reflection" and block.get("id") == block_id:
            return f"Leçon « {lesson.title} ». {block['value']['prompt']}\n\n"
    return ""
