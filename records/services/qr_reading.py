"""The QR codes of a scanned paper, read in a process of its own that is stopped when it takes long.

Run as a program it reads a PDF or a picture from its input and writes the texts of its codes as
JSON. What was made to exhaust a reader exhausts that process alone: time, memory, pages and points
are bounded.
"""

from __future__ import annotations

import json
import math
import resource
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

if TYPE_CHECKING or __name__ == "__main__":  # the site that starts the program never reads a code
    import pypdfium2
    import zxingcpp
    from PIL import Image, ImageOps, ImageStat

MOST_PAGES = 2  # a sheet and its back
SECONDS = 10  # of processor
PATIENCE = 20  # seconds that a request waits for the one before it
MEMORY = 1024**3  # bytes
POINTS = 40_000_000  # of a picture
DRAWN = 8_000_000  # points that are looked at; an A4 page at 200 dots an inch has 3.9 million
DOTS = 200 / 72  # 200 dots an inch; a PDF counts 72
NARROW = 1200  # a code in a small picture is read from a larger one
EMPTY = 1.5  # grey levels by which the points of an empty picture differ, at most
ENCRYPTED, DAMAGED, TOO_LONG, TOO_SLOW, BLANK = 3, 4, 5, 6, 7  # how the process ends without codes

PROBLEMS = {
    ENCRYPTED: "Ce PDF est protégé par un mot de passe : enregistrez-le sans.",
    DAMAGED: "Ce fichier ne s’ouvre pas : il est abîmé ou incomplet.",
    TOO_LONG: f"Ce PDF est trop long : {MOST_PAGES} pages au plus, le recto et le verso d’une "
    "feuille. Envoyez une feuille par fichier.",
    TOO_SLOW: "Ce fichier est trop grand ou trop compliqué à lire : photographiez la feuille.",
    BLANK: "Cette image est vide, ou si sombre que rien ne s’y lit : photographiez la feuille de "
    "nouveau, à la lumière.",
}


BUSY = "D’autres feuilles sont en cours de lecture : envoyez de nouveau celle-ci dans un instant."
READER = BoundedSemaphore(1)


class Undrawable(Exception):
    """No page of the file can be looked at; `args[0]` says why, in French."""


def qr_codes_of(content: bytes) -> list[str]:
    """The texts of the QR codes of a PDF or a picture, each once; none if none can be read.

    A server process reads one file at a time. Raises `Undrawable` for what is damaged, encrypted,
    too long, too slow to read, or empty.
    """
    if not READER.acquire(timeout=PATIENCE):
        raise Undrawable(BUSY)
    try:
        return _read_apart(content)
    finally:
        READER.release()


def _read_apart(content: bytes) -> list[str]:
    try:
        # The program and its arguments are ours; the file goes in by its input (see pdf_text).
        read = subprocess.run(  # noqa: S603
            [sys.executable, "-I", __file__], input=content, capture_output=True,
            timeout=2 * SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise Undrawable(PROBLEMS[TOO_SLOW]) from None
    if read.returncode:
        raise Undrawable(PROBLEMS.get(read.returncode, PROBLEMS[TOO_SLOW]))
    return list(json.loads(read.stdout))


def _pages(content: bytes) -> Iterator[Image.Image]:
    """The pages of a PDF, or the one picture, in grey."""
    if not content.startswith(b"%PDF-"):
        with Image.open(BytesIO(content), formats=["JPEG", "PNG"]) as picture:
            grey = ImageOps.exif_transpose(picture).convert("L")
        while grey.width * grey.height > 2 * DRAWN:
            grey = grey.reduce(2)
        yield grey
        return
    with pypdfium2.PdfDocument(content) as document:
        if len(document) > MOST_PAGES:
            raise SystemExit(TOO_LONG)
        for page in document:
            points = page.get_width() * page.get_height()
            scale = min(DOTS, math.sqrt(DRAWN / points))
            yield page.render(scale=scale, grayscale=True).to_pil().convert("L")


def _codes(grey: Image.Image) -> set[str]:
    """As the picture is; if nothing is read, also brighter, then at another size."""
    qr = zxingcpp.barcode_formats_from_str("QRCode")
    for seen in _ways(grey):
        found = zxingcpp.read_barcodes(seen, formats=qr)
        if found:
            return {one.text for one in found}
    return set()


def _ways(grey: Image.Image) -> Iterator[Image.Image]:
    yield grey
    bright = ImageOps.autocontrast(grey, cutoff=1)
    yield bright
    yield bright.reduce(2)
    if grey.width < NARROW:
        yield bright.resize((grey.width * 2, grey.height * 2), Image.Resampling.LANCZOS)


def _read(content: bytes) -> list[str]:
    found: set[str] = set()
    written = False
    for grey in _pages(content):
        written = written or ImageStat.Stat(grey).stddev[0] > EMPTY
        found |= _codes(grey)
    if not written:
        raise SystemExit(BLANK)
    return sorted(found)


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    Image.MAX_IMAGE_PIXELS = POINTS // 2  # Pillow refuses at twice as much
    try:
        codes = _read(sys.stdin.buffer.read())
    except (MemoryError, Image.DecompressionBombError):
        raise SystemExit(TOO_SLOW) from None
    except pypdfium2.PdfiumError as fault:
        raise SystemExit(ENCRYPTED if "password" in str(fault).lower() else DAMAGED) from None
    except (OSError, SyntaxError, ValueError, ZeroDivisionError):
        raise SystemExit(DAMAGED) from None
    sys.stdout.write(json.dumps(codes))


if __name__ == "__main__":
    main()
