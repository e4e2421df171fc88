"""Which part of a file a player asks for (RFC 9110, 14.1.2: one range of bytes)."""

import re

RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})$")


def byte_range(header: str, size: int) -> range | None:
    """The bytes asked for; None for the whole file; an empty range cannot be given.

    Several ranges at once, or another unit, give the whole file, as the standard allows.
    """
    found = RANGE.match(header.strip())
    if not found or not any(found.groups()):
        return None
    first, last = found.groups()
    if not first:
        return range(max(0, size - int(last)), size)
    start, stop = int(first), min(int(last) + 1, size) if last else size
    if last and int(last) < start:
        return None
    return range(start, stop) if start < size else range(0)
