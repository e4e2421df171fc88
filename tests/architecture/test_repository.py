"""What must never be committed."""

import re
import subprocess

from tests.architecture.tree import ROOT

# Written in two parts so that this file does not find itself.
FORBIDDEN = re.compile(
    "|".join(
        ["--(extra-)?index" + "-url", "--find" + "-links", "://[a-z0-9.-]*python" + "hosted\\."]
    )
)


def tracked() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return listed.stdout.split("\n")[:-1]


def test_no_file_names_a_package_index():
    texts = (".txt", ".toml", ".py", ".md", ".yaml", "Makefile", ".ci/run")
    guilty = [
        name
        for name in tracked()
        if name.endswith(texts)
        and (ROOT / name).exists()
        and FORBIDDEN.search((ROOT / name).read_text(encoding="utf-8"))
    ]
    assert guilty == []


def test_every_locked_package_has_a_hash():
    for lock in ("run", "dev"):
        text = (ROOT / "requirements" / f"{lock}.txt").read_text()
        blocks = re.split(r"\n(?=\S)", text.strip())
        assert [b.splitlines()[0] for b in blocks if "==" in b and "--hash=sha256:" not in b] == []
