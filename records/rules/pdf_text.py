"""The text of a PDF, read in a process of its own that is stopped when it takes too long.

Run as a program it reads a PDF from its input and writes its text. A PDF that was made to exhaust a
reader exhausts that process alone: its time and memory are bounded by the system.
"""

import resource
import subprocess
import sys
from io import BytesIO

from pypdf import PdfReader
from pypdf.errors import PyPdfError

MOST_PAGES = 60
MOST_CHARACTERS = 200_000
SECONDS = 20  # of processor
MEMORY = 1024**3  # bytes
ENCRYPTED, DAMAGED, TOO_LONG = 3, 4, 5  # how the process ends when there is no text to give

PROBLEMS = {
    ENCRYPTED: "Ce PDF est protégé par un mot de passe : enregistrez-le sans protection.",
    DAMAGED: "Ce PDF est abîmé ou incomplet : enregistrez-le de nouveau.",
    TOO_LONG: f"Ce PDF est trop long pour être relu : {MOST_PAGES} pages au plus.",
}


class Unreadable(Exception):
    """The PDF cannot be read; `args[0]` says why, in French."""


def text_of_pdf(content: bytes) -> str:
    """The text of all the pages, one after the other; empty for a scan, which holds pictures alone.

    Raises `Unreadable` for a PDF that is encrypted, damaged, too long or too slow to read.
    """
    try:
        # The program and its arguments are ours; the PDF goes in by its input.
        read = subprocess.run(  # noqa: S603
            [sys.executable, __file__], input=content, capture_output=True, timeout=3 * SECONDS,
            check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise Unreadable(PROBLEMS[TOO_LONG]) from None
    if read.returncode:
        raise Unreadable(PROBLEMS.get(read.returncode, PROBLEMS[TOO_LONG]))
    return read.stdout.decode()


def _extract(content: bytes) -> str:
    reader = PdfReader(BytesIO(content))
    if reader.is_encrypted:
        raise SystemExit(ENCRYPTED)
    if len(reader.pages) > MOST_PAGES:
        raise SystemExit(TOO_LONG)
    kept: list[str] = []
    for page in reader.pages:
        kept.append(page.extract_text())
        if sum(map(len, kept)) > MOST_CHARACTERS:
            raise SystemExit(TOO_LONG)
    return "\n".join(kept)


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        text = _extract(sys.stdin.buffer.read())
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError):
        raise SystemExit(DAMAGED) from None
    except (MemoryError, RecursionError):
        raise SystemExit(TOO_LONG) from None
    sys.stdout.buffer.write(text.encode(errors="replace"))


if __name__ == "__main__":
    main()
