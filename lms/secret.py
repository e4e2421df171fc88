"""The secret key: from the environment, or made once and kept beside the data."""

import os
import secrets
from pathlib import Path


def secret_key(var_dir: Path) -> str:
    """Return the signing key of this installation; the first start writes it for its owner."""
    if key := os.environ.get("LIVRET_SECRET_KEY"):
        return key
    path = var_dir / "secret"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    with os.fdopen(descriptor, "w") as file:
        file.write(key := secrets.token_urlsafe(50))
    return key
