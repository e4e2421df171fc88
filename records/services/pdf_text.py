"""The text of a PDF, read in a process of its own that is stopped when it takes too long.

Run as a program it reads a PDF from its input and writes its text. A PDF that was made to exhaust a
reader exhausts that process alone: its time and memory are bounded by the system.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING or __name__ == "__main__":  # the site that starts the program never reads a PDF
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError
    from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

MOST_PAGES = 60
MOST_CHARACTERS = 200_000
MOST_OBJECTS = 100_000
SECONDS = 20  # of processor
PATIENCE = 20  # seconds that a request waits for those before it
READERS = BoundedSemaphore(2)  # of a server process
MEMORY = 1024**3  # bytes
ENCRYPTED, DAMAGED, TOO_LONG, ACTIVE = 3, 4, 5, 6  # how the process ends without a text to give
DESCRIBED = ("/Title", "/Author", "/Subject", "/Keywords")
WRITTEN = ("/Contents", "/V")  # a note in the margin, what was typed into a field
CARRIES = {"/JS", "/JavaScript", "/EmbeddedFile", "/EmbeddedFiles", "/EF", "/Launch"}

PROBLEMS = {
    ENCRYPTED: "il est protégé par un mot de passe",
    DAMAGED: "il est abîmé ou incomplet",
    TOO_LONG: f"il est trop long : {MOST_PAGES} pages au plus",
    ACTIVE: "Ce PDF contient un programme ou un fichier joint : enregistrez-le en PDF simple.",
}


class Unreadable(Exception):
    """The text cannot be read; `args[0]` says why, in French."""


class Active(Exception):
    """The PDF carries a program or another file; `args[0]` says so, in French."""


def text_of_pdf(content: bytes) -> str:
    """The text of all the pages, one after the other, with notes, fields and the title it bears.

    Empty for a scan, which holds pictures alone. Raises `Unreadable` for a PDF that is encrypted,
    damaged, too long, too slow to read, or after two others, `Active` for one that carries a
    program or a file.
    """
    if not READERS.acquire(timeout=PATIENCE):
        raise Unreadable("d’autres fichiers étaient en cours de lecture")
    try:
        return _read_apart(content)
    finally:
        READERS.release()


def _read_apart(content: bytes) -> str:
    try:
        # The program and its arguments are ours; the PDF goes in by its input. Isolated (-I), so
        # that no module beside the program hides one of Python.
        read = subprocess.run(  # noqa: S603
            [sys.executable, "-I", __file__], input=content, capture_output=True,
            timeout=3 * SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise Unreadable(PROBLEMS[TOO_LONG]) from None
    if read.returncode == ACTIVE:
        raise Active(PROBLEMS[ACTIVE])
    if read.returncode:
        raise Unreadable(PROBLEMS.get(read.returncode, PROBLEMS[TOO_LONG]))
    return read.stdout.decode()


def _extract(content: bytes) -> str:
    reader = PdfReader(BytesIO(content))
    # Many are encrypted against changes alone, and open without a password.
    if reader.is_encrypted and not reader.decrypt(""):
        raise SystemExit(ENCRYPTED)
    if len(reader.pages) > MOST_PAGES:
        raise SystemExit(TOO_LONG)
    kept = [*_beside(reader)]
    for page in reader.pages:
        kept.append(page.extract_text())
        if sum(map(len, kept)) > MOST_CHARACTERS:
            raise SystemExit(TOO_LONG)
    return "\n".join(kept)


def _beside(reader: PdfReader) -> Iterator[str]:
    """What stands outside the pages: title and subject, notes in the margin, fields filled in."""
    described = reader.metadata or {}
    yield from (str(described[key]) for key in DESCRIBED if key in described)
    for found in _dictionaries(reader):
        if CARRIES & {*found, *(value for value in found.values() if isinstance(value, str))}:
            raise SystemExit(ACTIVE)
        for key in WRITTEN:
            value = found.get(key)
            value = value.get_object() if isinstance(value, IndirectObject) else value
            if isinstance(value, str):
                yield value


def _dictionaries(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Every dictionary that the PDF leads to, each once."""
    waiting: list[Any] = [reader.trailer]
    seen: set[tuple[int, int]] = set()
    objects = 0
    while waiting:
        found = waiting.pop()
        if isinstance(found, IndirectObject):
            if (found.idnum, found.generation) in seen:
                continue
            seen.add((found.idnum, found.generation))
            found = found.get_object()
        objects += 1
        if objects > MOST_OBJECTS:
            raise SystemExit(TOO_LONG)
        if isinstance(found, DictionaryObject):
            waiting.extend(found.values())
            yield found
        elif isinstance(found, ArrayObject):
            waiting.extend(found)


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        text = _extract(sys.stdin.buffer.read())
    except (MemoryError, RecursionError):
        raise SystemExit(TOO_LONG) from None
    except DependencyError:
        raise SystemExit(ENCRYPTED) from None
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError):
        raise SystemExit(DAMAGED) from None
    sys.stdout.buffer.write(text.encode(errors="replace"))


if __name__ == "__main__":
    main()
