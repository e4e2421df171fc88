"""Typst: a template and its data become a tagged PDF (PDF/UA-1), made to be kept (PDF/A-3a).

Run as a program it reads both from its input and writes the PDF: a long one takes hundreds of
megabytes, which a process of its own gives back.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import typst

TYPST = Path(__file__).resolve().parent.parent / "typst"
FONTS = TYPST / "fonts"
SECONDS = 60
UNDRAWN = 3  # how the process ends when a sign has no font


class NoFont(Exception):
    """A text holds a sign that no font of ours can draw."""


def compile_template(template: str, data: dict[str, Any]) -> bytes:
    """The PDF; same template and data: same bytes. Raises `NoFont`."""
    try:
        return typst.compile(
            str(TYPST / f"{template}.typ"),
            root=str(TYPST),
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            pdf_standards=["a-3a", "ua-1"],
        )
    except typst.TypstError as error:
        if "could not be displayed" in str(error):
            raise NoFont from error
        raise


def compile_apart(template: str, data: dict[str, Any]) -> bytes:
    """The same in a process of its own, for what may be long. Raises `NoFont`, TimeoutExpired."""
    # The program is ours, what it reads goes in by its input; -I: no module beside it is taken.
    made = subprocess.run(  # noqa: S603
        [sys.executable, "-I", __file__], input=json.dumps([template, data]).encode(),
        capture_output=True, timeout=SECONDS, check=False,
    )  # fmt: skip
    if made.returncode == UNDRAWN:
        raise NoFont
    made.check_returncode()
    return made.stdout


if __name__ == "__main__":
    try:
        sys.stdout.buffer.write(compile_template(*json.load(sys.stdin)))
    except NoFont:
        raise SystemExit(UNDRAWN) from None
