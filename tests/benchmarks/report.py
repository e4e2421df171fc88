"""The table that `make bench` prints."""

from collections.abc import Iterable
from typing import Any

from tests.benchmarks.sizes import LONG, SECONDS, SITUATIONS, TIMED, WEEKS

GROWTH = 1.25
PDFS_A_SECOND = 40
MEMORY = 160
MEMORY_OF_A_REQUEST = 60
HEADS = ("Page", "But", "ms", "× B", "× B proc.", "req.", "ms", "× B", "× B proc.", "req.")

Measure = dict[str, Any]


def ratio(page: Measure) -> float:
    return page["ms"] / page["floor"]


def cpu_ratio(page: Measure) -> float:
    return page["cpu"] / page["floor_cpu"]


def growth(small: Measure, large: Measure) -> float:
    """By processor time where the database works in the server: load blurs it less."""
    if large["in_process"]:
        return cpu_ratio(large) / cpu_ratio(small)
    return ratio(large) / ratio(small)


def goal(page: Measure) -> str:
    parts = []
    if page["goal"]:
        parts.append(f"≤ {page['goal']} B")
    if page["goal_queries"]:
        parts.append(f"≤ {page['goal_queries']} req.")
    return ", ".join(parts) or "–"


def misses(small: Measure, large: Measure) -> list[str]:
    """What is above the goal, in words."""
    found = []
    worst = max(ratio(small), ratio(large))
    if large["goal"] and worst > large["goal"]:
        found.append(f"{worst:.0f} B")
    if large["goal_queries"] and large["queries"] > large["goal_queries"]:
        found.append(f"{large['queries']} requêtes")
    if large["queries"] != small["queries"]:
        found.append(f"{small['queries']} requêtes puis {large['queries']}")
    if growth(small, large) > GROWTH:
        found.append(f"croissance × {growth(small, large):.2f}")
    if large["writes"]:
        found.append(f"{large['writes']} écritures")
    return found


def cells(measure: Measure) -> list[str]:
    return [
        f"{measure['ms']:.1f}",
        f"{ratio(measure):.0f}",
        f"{cpu_ratio(measure):.0f}",
        str(measure["queries"]),
    ]


def table(small: Measure, large: Measure, sizes: tuple[int, int]) -> Iterable[str]:
    rows = []
    for title, two in large["pages"].items():
        one = small["pages"][title]
        if error := one.get("error") or two.get("error"):
            rows.append([title, goal(two), *["–"] * 9, f"ERREUR : {error}"])
            continue
        over = misses(one, two)
        rows.append(
            [
                title, goal(two), *cells(one), *cells(two), f"{growth(one, two):.2f}",
                f"au-dessus du but : {', '.join(over)}" if over else "",
            ]
        )  # fmt: skip
    heads = [*HEADS, "croiss.", ""]
    widths = [max(len(row[n]) for row in [heads, *rows]) for n in range(len(heads))]
    yield f"{'':{widths[0] + widths[1] + 3}}  à {sizes[0]} apprenants, puis à {sizes[1]}"
    for row in [heads, ["-" * width for width in widths], *rows]:
        yield " | ".join(
            f"{cell:{'<' if n in (0, 1, len(row) - 1) else '>'}{widths[n]}}"
            for n, cell in enumerate(row)
        ).rstrip()


def footer(small: Measure, large: Measure) -> Iterable[str]:
    started, grown = large["memory"]
    yield (
        f"B = {small['floor']:.2f} ms puis {large['floor']:.2f} ms (vue nue, sans intergiciel, par "
        f"HTTP, même serveur ; {large['handler']:.3f} ms sans HTTP)."
    )
    yield f"Base : {large['database']}. {large['versions']}."
    over = "" if large["pdfs"] >= PDFS_A_SECOND else "  au-dessus du but"
    yield f"Attestations PDF : {large['pdfs']:.0f} par seconde et par cœur (but : 40).{over}"
    yield imported(large["import"])
    yield whole(large["livret"])
    over = "  au-dessus du but" if grown > MEMORY else ""
    yield f"Mémoire : {started} Mo au départ, {grown} Mo après toutes les pages (but : 160).{over}"
    for title, added in heavy(large, started):
        yield f"  {title} : + {added} Mo en une requête (but : 60).  au-dessus du but"
    for name, size in (("petite", small), ("grande", large)):
        yield (
            f"Base {name} : {size['learners']} apprenants, {size['rows']} lignes en "
            f"{size['seconds']:.0f} s."
        )


def imported(spent: dict[str, float]) -> str:
    """How long a person waits for a reference, queue not counted."""
    over = "" if spent["written"] < SECONDS else "  au-dessus du but"
    return (
        f"Import de {TIMED} compétences : aperçu en {spent['shown']:.1f} s, enregistré en "
        f"{spent['written']:.1f} s (but : {SECONDS}).{over} "
        f"Aperçu de {LONG} : {spent['long']:.1f} s."
    )


def whole(seconds: float) -> str:
    """How long a person waits for the PDF of a whole livret."""
    over = "" if seconds < SECONDS else "  au-dessus du but"
    return (
        f"Livret de {WEEKS} semaines de {SITUATIONS} situations en PDF : {seconds:.1f} s "
        f"(but : {SECONDS}).{over}"
    )


def heavy(measure: Measure, started: int) -> Iterable[tuple[str, int]]:
    """Pages after which the process holds much more than before."""
    before = started
    for title, page in measure["pages"].items():
        now = page.get("memory", before)
        if now - before > MEMORY_OF_A_REQUEST:
            yield title, now - before
        before = now


def errors(*measures: Measure) -> list[str]:
    return [
        f"{title} : {page['error']}"
        for measure in measures
        for title, page in measure["pages"].items()
        if "error" in page
    ]
