"""Which papers are kept: told by what they contain, never by their name."""

MEGABYTE = 1024 * 1024
LARGEST = 10 * MEGABYTE
HEAD = 16  # bytes that tell a kind
KINDS = {
    "pdf": ("application/pdf", b"%PDF-"),
    "jpg": ("image/jpeg", b"\xff\xd8\xff"),
    "png": ("image/png", b"\x89PNG\r\n\x1a\n"),
}
PICTURES = ("jpg", "png")


def kind_of(head: bytes) -> str:
    """« pdf », « jpg » or « png » from the first bytes of a file; empty for anything else."""
    return next((kind for kind, (_, start) in KINDS.items() if head.startswith(start)), "")


def content_type(kind: str) -> str:
    return KINDS[kind][0]


def download_headers(name: str, kind: str) -> dict[str, str]:
    """How a paper is sent: a browser saves it and never opens it inside the site."""
    return {
        "Content-Type": content_type(kind),
        "Content-Disposition": f'attachment; filename="piece-{name}.{kind}"',
        "X-Content-Type-Options": "nosniff",
    }


def file_problem(size: int, head: bytes) -> str:
    """Why a paper cannot be kept, in French; empty if it can."""
    if not size:
        return "Ce fichier est vide."
    if size > LARGEST:
        return "Ce fichier est trop lourd : 10 Mo au plus."
    if not kind_of(head):
        return "Ce fichier n’est ni un PDF, ni une image JPEG ou PNG."
    return ""
