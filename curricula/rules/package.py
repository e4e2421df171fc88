"""A reference as plain values: what every format reads into and is written from."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class CriterionRow:
    """How one sees that a competency is shown."""

    code: str
    text: str
    source: str = ""
    identifier: str = ""


@dataclass(frozen=True)
class CompetencyRow:
    """A competency with the codes of the surveyed missions that it names."""

    code: str
    text: str
    origin: str = ""
    source: str = ""
    note: str = ""
    missions: tuple[str, ...] = ()
    criteria: tuple[CriterionRow, ...] = ()
    identifier: str = ""


@dataclass(frozen=True)
class BlockRow:
    code: str
    title: str
    note: str = ""
    competencies: tuple[CompetencyRow, ...] = ()
    identifier: str = ""
    source: str = ""


@dataclass(frozen=True)
class TaskRow:
    """A task; `level` is free text, each reference has its own levels."""

    code: str
    text: str
    level: str = ""
    optional: bool = False
    source: str = ""
    identifier: str = ""


@dataclass(frozen=True)
class ActivityRow:
    code: str
    title: str
    tasks: tuple[TaskRow, ...] = ()
    identifier: str = ""
    source: str = ""


@dataclass(frozen=True)
class LinkRow:
    """A source says that a task calls for a competency; both are named by their codes."""

    activity: str
    task: str
    block: str
    competency: str
    source: str = ""


@dataclass(frozen=True)
class ReferencePackage:
    """One version of a reference. Order matters: rows stand in the order of the source.

    `identifier` is a UUID in text, empty where a format has none; equality of two packages
    written and read again holds with identifiers where the format carries them.
    """

    code: str
    version: str
    title: str
    official: bool = False
    status_note: str = ""
    source: str = ""
    field_of_work: str = ""
    certifier: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    blocks: tuple[BlockRow, ...] = ()
    activities: tuple[ActivityRow, ...] = ()
    links: tuple[LinkRow, ...] = ()
    identifier: str = ""


@dataclass(frozen=True)
class Problem:
    """A row that is refused, or a remark about one, in French.

    `place` names the row as its author sees it: « ligne 12 », « CFItem 3 ».
    """

    place: str
    reason: str
    blocking: bool = True


@dataclass(frozen=True)
class Reading:
    """What a file gave: no package when nothing could be read, and every problem found.

    `places` says where a row stands in the file: (« compétence ADM C01 », « ligne 12 »), in the
    order of the file; the names are those of `curricula.rules.references.rows_of`.
    """

    package: ReferencePackage | None
    problems: tuple[Problem, ...] = field(default=())
    places: tuple[tuple[str, str], ...] = ()

    @property
    def refused(self) -> bool:
        return self.package is None or any(problem.blocking for problem in self.problems)
