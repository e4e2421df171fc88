"""What a file that was handed in would do, row by row, before anything is written."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from curricula.enums import ImportState, RowChange, VersionState
from curricula.models import Qualification, ReferenceImport
from curricula.queries.packages import known_missions, last_version, package_of
from curricula.rules.package import Problem, Reading, ReferencePackage
from curricula.rules.reference_problems import package_problems
from curricula.rules.references import HEAD, Difference, differences, tidy
from people.models import Membership
from records.enums import JobState
from records.models import Job

VERDICTS = {
    RowChange.ADDED: "à créer",
    RowChange.CHANGED: "à modifier",
    RowChange.MOVED: "à déplacer",
    RowChange.REMOVED: "absente du fichier",
    RowChange.UNCHANGED: "inchangée",
}
REFUSED = "refusée"
REMARK = "remarque"
UNFINISHED = (ImportState.READING, ImportState.SHOWN, ImportState.WRITING)
LISTED = 5
ORDER = (REFUSED, *VERDICTS.values(), REMARK)
FIXED = (
    "Cette version est déjà publiée ou retirée : son texte ne change plus. "
    "Donnez un autre numéro de version."
)


@dataclass(frozen=True)
class PreviewLine:
    """A row of the file, what becomes of it, and why it is refused or remarked upon."""

    place: str
    name: str
    verdict: str
    text: str = ""
    reasons: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    fields: str = ""

    @property
    def refused(self) -> bool:
        return self.verdict == REFUSED


@dataclass(frozen=True)
class Preview:
    """Every row, refused first, unchanged last; `seen` names what the rows are compared with."""

    package: ReferencePackage | None
    lines: list[PreviewLine]
    base: Qualification | None

    @property
    def counts(self) -> list[tuple[str, int]]:
        met = Counter(line.verdict for line in self.lines)
        return [(verdict, met[verdict]) for verdict in ORDER if met[verdict]]

    @property
    def refused(self) -> list[PreviewLine]:
        return [line for line in self.lines if line.refused]

    @property
    def replaces(self) -> bool:
        """The draft of this very version gets the new text."""
        return bool(self.base and self.package and self.base.version == self.package.version)

    @property
    def about(self) -> str:
        if self.package is None:
            return ""
        return f"{self.package.title or 'sans titre'}, version {self.package.version or '?'}"

    @property
    def seen(self) -> str:
        return f"{self.base.pk}.{self.base.revision}" if self.base else "rien"


def preview_of(reading: Reading) -> Preview:
    """A file compared with the reference of its own version, else with the last published."""
    if reading.package is None:
        return Preview(None, [_alone(p.place, "", [p]) for p in reading.problems], None)
    package = tidy(reading.package)
    base = _base(package)
    problems = [*reading.problems, *package_problems(package, known_missions())]
    if base and base.version == package.version and base.state != VersionState.DRAFT:
        problems.append(Problem(HEAD, FIXED))
    found = differences(package_of(base) if base else None, package)
    lines = _lines(found, problems, reading)
    return Preview(package, sorted(lines, key=_rank), base)


def counts_of(waiting: ReferenceImport) -> list[tuple[str, int]]:
    """How many rows of a kept preview become what; a JSON object keeps no order."""
    return [(verdict, waiting.counts[verdict]) for verdict in ORDER if verdict in waiting.counts]


def job_key(waiting: ReferenceImport) -> str:
    """Each reading and each writing of a file is a job of its own."""
    return f"curricula.import:{waiting.pk}:{waiting.attempt}"


def is_stopped(waiting: ReferenceImport) -> bool:
    """Its job was tried as often as jobs are, in vain."""
    return Job.objects.filter(key=job_key(waiting), state=JobState.FAILED).exists()


def unfinished_imports(actor: Membership) -> QuerySet[ReferenceImport]:
    """The newest files of a person that wait for them or are being worked on."""
    mine = ReferenceImport.objects.visible_to(actor).filter(actor=actor)
    return mine.filter(state__in=UNFINISHED).defer("content")[:LISTED]


def _rank(line: PreviewLine) -> tuple[int, int]:
    """Refused rows first, as they follow each other in the file; what does not change last."""
    if line.refused:
        number = re.search(r"\d+", line.place)
        return 0, int(number[0]) if number else 0
    return (2 if line.verdict == VERDICTS[RowChange.UNCHANGED] else 1), 0


def _base(package: ReferencePackage) -> Qualification | None:
    known = Qualification.objects.filter(code=package.code)
    if same := known.filter(version=package.version).first():
        return same
    return last_version(package.code)


def _lines(
    found: Iterable[Difference], problems: Iterable[Problem], reading: Reading
) -> list[PreviewLine]:
    """A row is one line, with all that is said of it by its name or by its place in the file.

    What is said of nothing that was read stands alone, once a place.
    """
    places: dict[str, list[str]] = defaultdict(list)
    for name, place in reading.places:
        places[name].append(place)
    told: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        told[problem.place].append(problem)
    met: Counter[str] = Counter()
    lines, said = [], set()
    for one in found:
        name = one.row.name
        own = places[name] if one.new else []
        place = own[met[name]] if met[name] < len(own) else ""
        met[name] += 1
        here = [*told.get(place, ()), *told.get(name, ())] if one.new else []
        lines.append(_line(one, place, here))
        said |= {place, name} if one.new else set()
    names = {place: name for name, place in reading.places}
    alone = (
        _alone(place, names.get(place, ""), told[place]) for place in told if place not in said
    )
    return [*lines, *alone]


def _line(found: Difference, place: str, problems: Sequence[Problem]) -> PreviewLine:
    reasons, remarks = _said(problems)
    return PreviewLine(
        place=place,
        name=found.row.name,
        verdict=REFUSED if reasons else VERDICTS[found.change],
        text=found.row.text,
        reasons=reasons,
        remarks=remarks,
        fields=found.words,
    )


def _alone(place: str, name: str, problems: Sequence[Problem]) -> PreviewLine:
    """A row that could not be read, or remarks about the file."""
    reasons, remarks = _said(problems)
    verdict = REFUSED if reasons else REMARK
    return PreviewLine(place, name, verdict, reasons=reasons, remarks=remarks)


def _said(problems: Sequence[Problem]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Why a row is refused, and what is remarked about it; each once."""
    reasons = dict.fromkeys(p.reason for p in problems if p.blocking)
    return tuple(reasons), tuple(dict.fromkeys(p.reason for p in problems if not p.blocking))
