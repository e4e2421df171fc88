"""The tree of a CASE package, cut to the shape of a reference.

Types in our words say what an item is. Other types are read by their place: a root is a block, a
leaf below it a competency; what stands between is kept in the note of the competency.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from curricula.rules.case_format import (
    ACTIVITY,
    BLOCK,
    CHILD,
    COMPETENCY,
    CRITERION,
    ITEM_TYPES,
    RELATED,
    TASK,
)
from curricula.rules.package import (
    ActivityRow,
    BlockRow,
    CompetencyRow,
    CriterionRow,
    LinkRow,
    Problem,
    TaskRow,
)

MAX_DEPTH = 40
WITHOUT_BLOCK = "Sans bloc dans le fichier"
_KNOWN = {kind.title for kind in ITEM_TYPES}


@dataclass(frozen=True)
class Node:
    """A CFItem as it was read."""

    identifier: str
    place: str
    kind: str
    code: str
    statement: str
    notes: str
    origin: str
    source: str
    level: str
    optional: bool
    missions: tuple[str, ...]


@dataclass(frozen=True)
class Edge:
    """An association between two nodes."""

    kind: str
    start: str
    end: str
    place: str
    rank: int | None
    notes: str


@dataclass
class Grown:
    blocks: tuple[BlockRow, ...] = ()
    activities: tuple[ActivityRow, ...] = ()
    links: tuple[LinkRow, ...] = ()
    problems: list[Problem] = field(default_factory=list)


def tree(document: str, nodes: list[Node], edges: list[Edge]) -> Grown:
    """Blocks, activities and links of a package; every row that has no place is a problem."""
    return _Grower(document, nodes, edges).grow()


class _Grower:
    def __init__(self, document: str, nodes: list[Node], edges: list[Edge]) -> None:
        self.document = document
        self.nodes = {node.identifier: node for node in nodes}
        self.edges = edges
        self.problems: list[Problem] = []
        self.parents: dict[str, tuple[str, int | None]] = {}
        self.children: dict[str, list[Node]] = defaultdict(list)
        self.taken: dict[tuple[str, ...], dict[str, str]] = defaultdict(dict)
        self.tasks: dict[str, tuple[str, str]] = {}
        self.competencies: dict[str, tuple[str, str]] = {}
        self.flattened = 0
        self.made_codes = 0

    def grow(self) -> Grown:
        self._parents()
        self._children()
        self._loops()
        blocks, activities = self._roots()
        links = tuple(self._links())
        self._remarks()
        return Grown(blocks, activities, links, self.problems)

    def _parents(self) -> None:
        """Each node keeps its first parent; an end that is not in the file is reported."""
        for edge in self.edges:
            if edge.kind != CHILD:
                continue
            if edge.start not in self.nodes:
                self._remark(edge.place, "l’origine n’est pas dans le fichier : lien ignoré.")
            elif edge.end != self.document and edge.end not in self.nodes:
                self._remark(edge.place, "la destination n’est pas dans le fichier : lien ignoré.")
            elif edge.start in self.parents:
                place = self.nodes[edge.start].place
                self._remark(edge.place, f"{place} a déjà un parent : le premier est gardé.")
            else:
                self.parents[edge.start] = (edge.end, edge.rank)

    def _children(self) -> None:
        """In the order of sequence numbers, then of the file."""
        for node in self.nodes.values():
            if node.identifier not in self.parents:
                self._remark(node.place, "aucun parent : lu à la racine.")
                self.parents[node.identifier] = (self.document, None)
        for identifier, (parent, _) in self.parents.items():
            self.children[parent].append(self.nodes[identifier])
        file = {identifier: place for place, identifier in enumerate(self.nodes)}
        for siblings in self.children.values():
            siblings.sort(key=lambda node: (self._rank(node), file[node.identifier]))

    def _rank(self, node: Node) -> float:
        rank = self.parents[node.identifier][1]
        return float("inf") if rank is None else rank

    def _loops(self) -> None:
        """What no way leads to from the document is in a loop, or hangs from one."""
        reached = {self.document}
        waiting = deque((root, 1) for root in self.children[self.document])
        while waiting:
            node, depth = waiting.popleft()
            reached.add(node.identifier)
            if depth > MAX_DEPTH:
                self._refuse(node.place, f"plus de {MAX_DEPTH} niveaux.")
                self.children[node.identifier] = []
            waiting.extend((child, depth + 1) for child in self.children[node.identifier])
        told: set[str] = set()
        for identifier in self.nodes:
            way: list[str] = []
            while identifier not in reached and identifier not in told:
                told.add(identifier)
                way.append(identifier)
                identifier = self.parents[identifier][0]  # noqa: PLW2901
            if identifier in way:
                loop = [self.nodes[one].code or one for one in way[way.index(identifier) :]]
                names = " → ".join([*loop[:5], *["…"] * (len(loop) > 5), loop[0]])
                self._refuse(self.nodes[identifier].place, f"boucle : {names}.")

    def _roots(self) -> tuple[tuple[BlockRow, ...], tuple[ActivityRow, ...]]:
        blocks, activities, lost = [], [], []
        apart = self._free("SB", {node.code for node in self.children[self.document]})
        for node in self.children[self.document]:
            if node.kind == ACTIVITY:
                activities.append(self._activity(node))
            elif node.kind in (TASK, CRITERION):
                self._refuse(node.place, f"« {node.kind} » à la racine : rien ne la porte.")
            elif node.kind == COMPETENCY:
                lost.extend(self._competencies(apart, node, ()))
            elif node.kind == BLOCK or self.children[node.identifier]:
                blocks.append(self._block(node))
            else:
                lost.extend(self._competencies(apart, node, ()))
        if lost:
            reason = f"{len(lost)} compétence(s) sans bloc, réunies sous « {WITHOUT_BLOCK} »."
            self._remark("CFItems", reason)
            blocks.append(BlockRow(apart, WITHOUT_BLOCK, competencies=tuple(lost)))
        return tuple(blocks), tuple(activities)

    def _block(self, node: Node) -> BlockRow:
        code = self._code((BLOCK,), node, "B")
        rows = [
            row
            for child in self.children[node.identifier]
            for row in self._competencies(code, child, ())
        ]
        return BlockRow(code, node.statement, node.notes, tuple(rows), node.identifier, node.source)

    def _competencies(
        self, block: str, node: Node, above: tuple[str, ...]
    ) -> Iterator[CompetencyRow]:
        """The competencies at and below a node; `above` are the statements passed on the way."""
        children = self.children[node.identifier]
        if node.kind in (CRITERION, TASK, ACTIVITY):
            self._refuse(node.place, f"« {node.kind} » sous un bloc : ce n’est pas sa place.")
            return
        criteria = [child for child in children if child.kind == CRITERION]
        others = [child for child in children if child.kind != CRITERION]
        if node.kind == COMPETENCY or not others:
            yield self._competency(block, node, above, criteria)
        elif criteria:
            self._refuse(criteria[0].place, "« Critère » qui n’est sous aucune compétence.")
        self.flattened += len(others)
        for child in others:
            yield from self._competencies(block, child, (*above, node.statement))

    def _competency(
        self, block: str, node: Node, above: tuple[str, ...], criteria: list[Node]
    ) -> CompetencyRow:
        note = f"Sous : {' › '.join(above)}. {node.notes}".rstrip() if above else node.notes
        code = self._code((COMPETENCY, block), node, "C")
        self.competencies[node.identifier] = (block, code)
        return CompetencyRow(
            code, node.statement, node.origin, node.source, note, node.missions,
            tuple(self._criterion(node, criterion) for criterion in criteria), node.identifier,
        )  # fmt: skip

    def _criterion(self, competency: Node, node: Node) -> CriterionRow:
        for child in self.children[node.identifier]:
            self._refuse(child.place, "sous un critère : un critère ne porte rien.")
        code = self._code((CRITERION, competency.identifier), node, "K")
        return CriterionRow(code, node.statement, node.source, node.identifier)

    def _activity(self, node: Node) -> ActivityRow:
        code, tasks = self._code((ACTIVITY,), node, "A"), []
        for child in self.children[node.identifier]:
            if child.kind != TASK or self.children[child.identifier]:
                self._refuse(child.place, "une activité ne porte que des tâches, sans enfant.")
                continue
            name = self._code((TASK, code), child, "T")
            self.tasks[child.identifier] = (code, name)
            tasks.append(
                TaskRow(
                    name, child.statement, child.level, child.optional, child.source,
                    child.identifier,
                )
            )  # fmt: skip
        return ActivityRow(code, node.statement, tuple(tasks), node.identifier, node.source)

    def _code(self, scope: tuple[str, ...], node: Node, letter: str) -> str:
        """The code of a node, once in its scope; a node without one is given the next number."""
        taken, code = self.taken[scope], node.code
        if not code:
            self.made_codes += 1
            code = self._free(letter, set(taken), len(taken) + 1)
        elif code in taken:
            self._refuse(node.place, f"le code « {code} » est déjà celui du {taken[code]}.")
        taken.setdefault(code, node.place)
        return code

    @staticmethod
    def _free(start: str, taken: set[str], number: int | None = None) -> str:
        """A code that nobody has: the start alone, or with a number behind it."""
        code = start if number is None else f"{start}{number}"
        while code in taken:
            number = (number or 1) + 1
            code = f"{start}{number}"
        return code

    def _links(self) -> Iterator[LinkRow]:
        """Tasks that call for a competency, in whichever direction the file says it."""
        for edge in self.edges:
            if edge.kind != RELATED:
                continue
            task = self.tasks.get(edge.start) or self.tasks.get(edge.end)
            competency = self.competencies.get(edge.end) or self.competencies.get(edge.start)
            if task and competency:
                yield LinkRow(*task, *competency, edge.notes)
            else:
                reason = "ne relie pas une tâche et une compétence du fichier : lien ignoré."
                self._remark(edge.place, reason)

    def _remarks(self) -> None:
        kinds = Counter(node.kind for node in self.nodes.values() if node.kind not in _KNOWN)
        for kind, count in sorted(kinds.items()):
            name = f"CFItemType « {kind} » inconnu" if kind else "sans CFItemType"
            self._remark("CFItems", f"{name} : {count} élément(s) lu(s) d’après leur place.")
        if self.flattened:
            reason = f"arbre plus profond : {self.flattened} élément(s) ramené(s) sous leur bloc."
            self._remark("CFItems", reason)
        if self.made_codes:
            self._remark("CFItems", f"{self.made_codes} élément(s) sans code : un code est donné.")

    def _refuse(self, place: str, reason: str) -> None:
        self.problems.append(Problem(place, reason))

    def _remark(self, place: str, reason: str) -> None:
        self.problems.append(Problem(place, reason, blocking=False))
