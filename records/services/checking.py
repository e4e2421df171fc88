"""Whether the stored file of a document is still the one that was delivered."""

import hashlib

from records.models import Document
from records.services.rendering import OtherRenderer, render_again


def document_problem(document: Document) -> str:
    """What is wrong with the stored file, in French; empty when nothing is.

    The file is held against its fingerprint, then against what its frozen content gives again,
    where the renderer is still the one that wrote it.
    """
    try:
        with document.pdf.open("rb") as file:
            stored = file.read()
    except FileNotFoundError:
        return "le fichier manque"
    if hashlib.sha256(stored).hexdigest() != document.sha256:
        return "le fichier n’est plus celui de la délivrance"
    try:
        same = render_again(document) == stored
    except OtherRenderer:
        return ""
    return "" if same else "le contenu figé ne redonne pas ce fichier"
