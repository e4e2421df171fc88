"""Expected refusals of services."""

from collections.abc import Iterable

SHOWN = 5


class ServiceError(Exception):
    """A refusal that the person who acts can understand; `message` is French and shown as it is.

    `field`: the field of a form that it is about, if it is about one.
    """

    message = "Cette action n’a pas pu être faite."
    field = ""

    def __init__(self, message: str = "", field: str = "") -> None:
        self.message = message or self.message
        self.field = field or self.field
        super().__init__(self.message)


class SeveralReasons(ServiceError):
    """A refusal with all its reasons; the message tells the first five and counts the others."""

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons = list(reasons)
        more = len(self.reasons) - SHOWN
        super().__init__(
            " ".join(self.reasons[:SHOWN]) + (f" Et {more} autres points." if more > 0 else "")
        )


class NotAllowed(ServiceError):
    """The actor lacks the right: the view answers 403."""

    message = "Vous n’avez pas le droit de faire cette action."


class StaleForm(ServiceError):
    """The object changed since the form was shown."""

    message = (
        "Cette page a changé depuis que vous l’avez ouverte. Votre texte est gardé ci-dessous : "
        "relisez, puis enregistrez de nouveau."
    )
