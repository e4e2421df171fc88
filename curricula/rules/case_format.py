"""Words and identifiers of CASE 1.1, as this site writes and recognises them.

Source: 1EdTech CASE Service 1.1, final release of 13 March 2025, information model and REST
binding. What the standard has no field for stands in `extensions`, under the key OURS.
"""

import re
from dataclasses import dataclass, replace
from uuid import UUID, uuid5

from curricula.rules.package import (
    ActivityRow,
    BlockRow,
    CompetencyRow,
    ReferencePackage,
)

BASE_PATH = "/ims/case/v1p1"
CASE_VERSION = "1.1"
OURS = "livret"
CHILD, RELATED = "isChildOf", "isRelatedTo"
NO_CREATOR = "non précisé"

BLOCK, COMPETENCY, CRITERION = "Bloc", "Compétence", "Critère"
ACTIVITY, TASK = "Activité", "Tâche"

_NAMESPACE = UUID("5b0d4c5e-2f0f-5d6c-9a55-6c1f7b8f2a10")
_KIND_OF_UUID = 0xF000_C000_0000_0000_0000  # version and variant, which stay
_TURN = uuid5(_NAMESPACE, CHILD).int & ~_KIND_OF_UUID
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


@dataclass(frozen=True)
class ItemType:
    """A kind of CFItem; the hierarchy code says under which it stands."""

    title: str
    hierarchy: str
    description: str

    @property
    def identifier(self) -> str:
        return stable("item-type", self.title)


ITEM_TYPES = (
    ItemType(BLOCK, "1", "Famille de compétences d’un référentiel."),
    ItemType(COMPETENCY, "1.1", "Ce qu’une personne peut montrer qu’elle sait faire."),
    ItemType(CRITERION, "1.1.1", "À quoi l’on voit qu’une compétence est montrée."),
    ItemType(ACTIVITY, "2", "Famille de tâches d’un référentiel."),
    ItemType(TASK, "2.1", "Tâche du métier, avec le niveau que donne la source."),
)


def is_uuid(text: object) -> bool:
    return isinstance(text, str) and _UUID.fullmatch(text.lower()) is not None


def stable(*path: str) -> str:
    """The same path always gives the same UUID, on every site."""
    return str(uuid5(_NAMESPACE, "\x1f".join(path)))


def child_identifier(own: str) -> str:
    """The identifier of « this row stands under that one », made of the row's own.

    It goes both ways: given that identifier, it gives the row's own again, so that whoever asks for
    an association finds its row without reading the whole reference.
    """
    return str(UUID(int=UUID(own).int ^ _TURN))


def link_identifier(task: str, competency: str) -> str:
    """The identifier of « this task calls for that competency »."""
    return stable(RELATED, task, competency)


def with_identifiers(package: ReferencePackage) -> ReferencePackage:
    """The package with a UUID on each row: its own, else one made of codes and version."""
    path = (package.code, package.version)
    return replace(
        package,
        identifier=package.identifier or stable(*path),
        blocks=tuple(_block(block, path) for block in package.blocks),
        activities=tuple(_activity(activity, path) for activity in package.activities),
    )


def _block(block: BlockRow, path: tuple[str, ...]) -> BlockRow:
    path = (*path, BLOCK, block.code)
    return replace(
        block,
        identifier=block.identifier or stable(*path),
        competencies=tuple(_competency(row, path) for row in block.competencies),
    )


def _competency(row: CompetencyRow, path: tuple[str, ...]) -> CompetencyRow:
    path = (*path, COMPETENCY, row.code)
    return replace(
        row,
        identifier=row.identifier or stable(*path),
        criteria=tuple(
            replace(
                criterion,
                identifier=criterion.identifier or stable(*path, CRITERION, criterion.code),
            )
            for criterion in row.criteria
        ),
    )


def _activity(activity: ActivityRow, path: tuple[str, ...]) -> ActivityRow:
    path = (*path, ACTIVITY, activity.code)
    return replace(
        activity,
        identifier=activity.identifier or stable(*path),
        tasks=tuple(
            replace(task, identifier=task.identifier or stable(*path, TASK, task.code))
            for task in activity.tasks
        ),
    )
