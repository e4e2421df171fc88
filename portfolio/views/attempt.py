"""Call one service for a view, and the status of the page after it."""

from people.forms.attempt import attempt
from training.forms.calendar import RenewedForm

__all__ = ["attempt", "status_of"]


def status_of(form: RenewedForm) -> int:
    """409: the page was overtaken; 422: something typed is to be looked at again."""
    return 409 if form.stale else 422 if form.errors else 200
