from typing import Any

from django.apps import AppConfig
from wagtail.signals import page_published, page_unpublished


class CurriculaConfig(AppConfig):
    name = "curricula"
    verbose_name = "Parcours et référentiels"

    def ready(self) -> None:
        for signal in (page_published, page_unpublished):
            signal.connect(_index, dispatch_uid="curricula.search")


def _index(sender: Any, instance: Any, **kwargs: Any) -> None:
    """What is published can be found at once, what is taken offline no longer."""
    # Models exist only once every app is ready.
    from curricula.models import LessonPage  # noqa: PLC0415
    from curricula.services.search import index_lesson  # noqa: PLC0415

    if isinstance(instance, LessonPage):
        index_lesson(lesson=instance)
