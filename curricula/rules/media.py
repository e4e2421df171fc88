"""Which files a lesson may hold: told by what they contain, not by their name alone."""

from collections.abc import Callable
from dataclasses import dataclass

from curricula.rules.captions import captions_problem
from curricula.rules.slugs import slug

MEGABYTE = 1024 * 1024
HEAD = 512  # bytes that tell a kind
VIDEO = ("mp4", "webm")
AUDIO = ("mp3", "ogg")
CAPTIONS = ("vtt",)
PAPERS = ("pdf",)
PICTURES = ("jpg", "jpeg", "png", "webp")


def _mp3(head: bytes) -> bool:
    """A tag, or the first frame: eleven bits set, then a layer that is not the reserved one."""
    if head.startswith(b"ID3"):
        return True
    return len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0 and head[1] & 0x06 != 0


@dataclass(frozen=True)
class Kind:
    """A kind of file: its type on the web, its limit, how it begins."""

    content_type: str
    megabytes: int
    begins: Callable[[bytes], bool]


KINDS = {
    "pdf": Kind("application/pdf", 20, lambda head: head.startswith(b"%PDF-")),
    "mp4": Kind("video/mp4", 200, lambda head: head[4:8] == b"ftyp"),
    "webm": Kind(
        "video/webm", 200, lambda head: head.startswith(b"\x1aE\xdf\xa3") and b"webm" in head
    ),
    "mp3": Kind("audio/mpeg", 50, _mp3),
    "ogg": Kind("audio/ogg", 50, lambda head: head.startswith(b"OggS")),
    "vtt": Kind("text/vtt", 1, lambda head: not captions_problem(head, whole=False)),
}
PICTURE_TYPES = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
}
LARGEST = max(kind.megabytes for kind in KINDS.values()) * MEGABYTE


def ending(name: str) -> str:
    """« Film.MP4 » ends in « mp4 »."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def content_type(name: str) -> str:
    """The type that a file of a lesson is served with; unknown ones are only bytes."""
    end = ending(name)
    if end in PICTURE_TYPES:
        return PICTURE_TYPES[end]
    return KINDS[end].content_type if end in KINDS else "application/octet-stream"


def clean_name(name: str) -> str:
    """A name of small letters, figures and hyphens, with its ending; no path."""
    stem = name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0]
    return f"{slug(stem)[:80].strip('-') or 'fichier'}.{ending(name)}"


def file_problem(name: str, size: int, head: bytes) -> str:
    """Why a document cannot be taken, in French; empty if it can. `head`: its first bytes."""
    kind = KINDS.get(ending(name))
    if kind is None:
        return f"Ce genre de fichier n’est pas pris. Genres pris : {', '.join(KINDS)}."
    if size > kind.megabytes * MEGABYTE:
        return f"Ce fichier est trop lourd : {kind.megabytes} Mo au plus pour « {ending(name)} »."
    if not kind.begins(head):
        return f"Le contenu de ce fichier n’est pas celui d’un « {ending(name)} »."
    return ""
