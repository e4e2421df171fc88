"""The files of the project, as the guards see them."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("people", "records", "curricula", "training", "assessments", "portfolio", "lms")


def python_files() -> list[Path]:
    return [
        path
        for app in (*APPS, "tests")
        for path in sorted((ROOT / app).rglob("*.py"))
        if "migrations" not in path.parts
    ]


def templates() -> list[Path]:
    return sorted((ROOT / "templates").rglob("*.*"))


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))
