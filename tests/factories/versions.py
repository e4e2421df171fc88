"""A newer published version of a track, written with the services of the editor."""

from collections.abc import Callable

from django.db.models import Max

from curricula.enums import VersionState
from curricula.models import Module, ModuleLesson, TrackVersion
from curricula.queries.plans import plan_of
from curricula.rules.plan import TrackPlan
from curricula.services.plans import store_plan
from people.models import Membership
from tests.factories.curricula import lesson_factory
from tests.factories.site import NOW

__all__ = ["add_lesson", "module_of", "newer_version"]


def newer_version(
    old: TrackVersion,
    actor: Membership | None = None,
    change: Callable[[TrackPlan], TrackPlan] = lambda plan: plan,
    **fields,
) -> TrackVersion:
    """The next version with the same modules, changed; published unless told otherwise."""
    highest = old.track.versions.aggregate(highest=Max("number"))["highest"]
    new = TrackVersion.objects.create(
        track=old.track,
        number=fields.pop("number", highest + 1),
        qualification=fields.pop("qualification", old.qualification),
        minutes=old.minutes,
        state=fields.pop("state", VersionState.PUBLISHED),
    )
    store_plan(new, change(plan_of(old)), actor=actor, now=NOW)
    return new


def module_of(version: TrackVersion, old: Module) -> Module:
    """The module of the same code."""
    return version.modules.get(code=old.code)


def add_lesson(module: Module, **fields) -> None:
    place = module.module_lessons.count() + 1
    ModuleLesson.objects.create(module=module, lesson=lesson_factory(**fields), order=place)
