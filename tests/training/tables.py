"""The worked tables of docs/rules, as rows of cells."""

from pathlib import Path

RULES = Path(__file__).parents[2] / "docs" / "rules"


def rows(page: str, title: str) -> list[list[str]]:
    part = (RULES / page).read_text().split(f"### {title}\n")[1].split("\n#")[0]
    lines = [line for line in part.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
