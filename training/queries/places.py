"""Where a fact of another version of the track stands in the version that is followed."""

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from curricula.models import Module


def place_of(module: str, **same: OuterRef) -> Coalesce:
    """The module of the same code that the enrolment of a row follows now.

    `module` is the way to the module of the row, `same` what must be equal too. What has no
    counterpart stays at its own module, as history. To annotate with: no query of its own.
    """
    followed = Module.objects.filter(
        track_version=OuterRef("enrolment__track_version"), code=OuterRef(f"{module}__code"), **same
    )
    return Coalesce(Subquery(followed.order_by().values("pk")[:1]), F(module))
