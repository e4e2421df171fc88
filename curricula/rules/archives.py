"""What a file from outside may do before it is read: nothing of a zip is ever written to disk.

A zip that names a path out of itself, or that swells, is refused as a whole.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import IO

MEGABYTE = 1024 * 1024
MAX_MEMBERS = 100
MAX_RATIO = 150
# What zipfile raises on contents that do not hold what they announce.
DAMAGED = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError,
    RuntimeError,
)  # fmt: skip
_OUTSIDE = re.compile(r"^[/\\]|^[A-Za-z]:|(^|[/\\])\.\.([/\\]|$)|\x00")


class BadArchive(Exception):
    """Why a zip is refused, in French."""


@dataclass(frozen=True)
class Member:
    """A file of a zip; `base` is its name without folders."""

    archive: zipfile.ZipFile
    info: zipfile.ZipInfo

    @property
    def base(self) -> str:
        return self.info.filename.rpartition("/")[2]

    def open(self) -> IO[bytes]:
        return self.archive.open(self.info)

    def read(self, limit: int) -> bytes:
        """The whole file; the size announced is not believed."""
        with self.open() as stream:
            content = stream.read(limit + 1)
        if len(content) > limit:
            raise BadArchive(f"« {self.base} » dépasse {limit // MEGABYTE} Mo.")
        return content


def is_zip(content: bytes) -> bool:
    return content.startswith(b"PK\x03\x04")


def members(content: bytes, limit: int) -> Iterator[Member]:
    """The files of a zip, none read yet; refused as a whole when one of them is suspect."""
    try:
        archive = zipfile.ZipFile(BytesIO(content))
    except DAMAGED as error:
        raise BadArchive("cette archive zip est abîmée.") from error
    found = archive.infolist()
    if len(found) > MAX_MEMBERS:
        raise BadArchive(f"plus de {MAX_MEMBERS} fichiers : ce n’est pas l’archive attendue.")
    for info in found:
        # `filename` is what zipfile made of the name; `orig_filename` is what was written.
        if _OUTSIDE.search(info.orig_filename) or _OUTSIDE.search(info.filename):
            raise BadArchive("un nom de fichier sort de l’archive.")
        if info.flag_bits & 0x1:
            raise BadArchive("un fichier est chiffré.")
        if info.file_size > limit:
            raise BadArchive(f"un fichier dépasse {limit // MEGABYTE} Mo une fois ouvert.")
        if info.file_size > MAX_RATIO * max(info.compress_size, 1):
            raise BadArchive("un fichier gonfle trop en s’ouvrant.")
    return (Member(archive, info) for info in found if not info.is_dir())
