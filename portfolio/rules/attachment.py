"""A piece joined to a situation: when it is taken, confirmed, erased (docs/rules/livret.md).

The limits are ours (« choix de l’organisme »); kinds and size are those of every paper.
"""

from portfolio.enums import AttachmentState, Erasing, WeekState

MOST = 5
MAX_LABEL = 80


def attachment_problem(label: str, held: int) -> str:
    """Why a piece cannot be joined, in French; empty if it can. `held`: pieces not erased."""
    if len(label) > MAX_LABEL:
        return f"Dites ce que c’est en {MAX_LABEL} caractères au plus."
    if held >= MOST:
        return f"Une situation porte {MOST} pièces au plus : supprimez-en une."
    return ""


def may_confirm(week: WeekState, piece: AttachmentState) -> bool:
    """Whether its author may still say that no patient is named.

    Not once the week is signed: what its signer could not read does not join it afterwards.
    """
    return piece == AttachmentState.WAITING and week != WeekState.SIGNED


def erasing(week: WeekState, piece: AttachmentState, *, author: bool, leads: bool) -> Erasing:
    """How somebody erases a piece: freely, with a reason, or not at all.

    Its author freely as long as nobody else can have read it: they have not looked at it yet, or
    the week was never handed in (one that was sent back was, and is still read); after that, as
    those who lead, with a reason: the row then says that something was there. A signed week stays
    as it is but for this, since keeping what names a patient is the greater fault.
    """
    if piece == AttachmentState.PURGED:
        return Erasing.NO
    if author and (piece == AttachmentState.WAITING or week == WeekState.DRAFT):
        return Erasing.FREE
    if author or (leads and piece == AttachmentState.OPEN):
        return Erasing.REASON
    return Erasing.NO
