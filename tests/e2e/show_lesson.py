"""Shows one block of each kind in a lesson of a running site.

`python -m tests.e2e.show_lesson L29` says where the assistant of the demo reads it.
"""

import os
import sys

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings")
    django.setup()
    from curricula.models import LessonPage
    from people.models import Membership
    from tests.factories.media import show_every_block
    from training.queries import open_lessons

    lesson = show_every_block(LessonPage.objects.get(code=sys.argv[1]))
    learner = Membership.objects.get(user__email="assistant@livret.example", role="learner")
    sys.stdout.write(open_lessons(learner)[lesson.pk])
