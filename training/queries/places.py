"""Where a fact of another version of the track stands in the version that is followed."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from curricula.models import Module
from training.models import Enrolment


@dataclass(frozen=True)
class Places:
    """The modules of some versions by their code, with the rubric of their synthesis."""

    found: dict[tuple[int, str], tuple[int, int | None]] = field(default_factory=dict)

    def module_id(self, enrolment: Enrolment, module: Module, rubric_id: int | None = None) -> int:
        """The module of the same code that the enrolment follows now.

        A synthesis counts there with the same rubric only. What has no counterpart stays at its own
        module, as history.
        """
        place = self.found.get((enrolment.track_version_id, module.code))
        if place is None or (rubric_id is not None and rubric_id != place[1]):
            return module.pk
        return place[0]


def places_in(versions: Iterable[int]) -> Places:
    """One query, however many versions and enrolments."""
    rows = Module.objects.filter(track_version__in=set(versions)).order_by()
    return Places(
        {
            (version, code): (module, rubric)
            for version, code, module, rubric in rows.values_list(
                "track_version_id", "code", "pk", "assignment__rubric_id"
            )
        }
    )
