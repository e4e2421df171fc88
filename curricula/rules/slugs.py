"""Codes made of titles."""

import re
import unicodedata

MAX_LENGTH = 60


def slug(text: str) -> str:
    """Small letters, digits and hyphens, at most 60: « CQP Assistant » → « cqp-assistant »."""
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:MAX_LENGTH].strip("-")
