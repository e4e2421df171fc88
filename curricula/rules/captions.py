"""Captions as WebVTT: what a player can read."""

import re

STAMP = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
CUE = re.compile(rf"^{STAMP}[ \t]+-->[ \t]+{STAMP}(?:[ \t].*)?$")


def captions_problem(data: bytes, *, whole: bool = True) -> str:
    """Why a file of captions cannot be read, in French; empty if it can.

    Not `whole`: only the beginning is there, and only the first line is looked at.
    """
    if not data.removeprefix(b"\xef\xbb\xbf").startswith(b"WEBVTT"):
        return "Un fichier de sous-titres commence par la ligne « WEBVTT »."
    if not whole:
        return ""
    try:
        lines = data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        return "Les sous-titres ne sont pas du texte UTF-8."
    if "\0" in "".join(lines):
        return "Les sous-titres contiennent autre chose que du texte."
    if lines[0] != "WEBVTT" and lines[0][6] not in " \t":
        return "Un fichier de sous-titres commence par la ligne « WEBVTT »."
    return _cues_problem(lines[1:])


def _cues_problem(lines: list[str]) -> str:
    said = 0
    for number, line in enumerate(lines, start=2):
        if "-->" not in line:
            continue
        found = CUE.match(line)
        if not found:
            return f"Ligne {number} : les temps ne se lisent pas (00:00:01.000 --> 00:00:04.000)."
        parts = found.groups()
        if _milliseconds(parts[4:]) <= _milliseconds(parts[:4]):
            return f"Ligne {number} : le sous-titre finit avant de commencer."
        said += number - 1 < len(lines) and bool(lines[number - 1].strip())
    return "" if said else "Ce fichier ne contient aucun sous-titre."


def _milliseconds(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths
