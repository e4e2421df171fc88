"""The worked tables of docs/rules, as rows of cells."""

from pathlib import Path

RULES = Path(__file__).resolve().parents[2] / "docs" / "rules"


def rows(page: str, heading: str, number: int = 0) -> list[list[str]]:
    """The rows of a table under a heading of a page, without its title row."""
    text = (RULES / f"{page}.md").read_text()
    part = text.split(f"# {heading}\n", 1)[1].split("\n#", 1)[0]
    tables = [block for block in part.split("\n\n") if block.startswith("|")]
    lines = tables[number].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
