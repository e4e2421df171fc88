"""Who is convoked to a session. Worked table: docs/rules/convocations.md."""

from collections.abc import Collection, Iterable
from datetime import date

from training.enums import ConvocationState, Situation
from training.rules.situation import Change, situation_on


def convocation_state(
    day: date, version: int, changes: Iterable[Change], sent: Collection[int]
) -> ConvocationState:
    """Whether somebody is to be convoked to a session of a Europe/Paris day.

    `sent`: versions of the session to which they were convoked. Who does not follow the training
    that day is never convoked; a session that changed since is convoked to again.
    """
    if situation_on(day, changes) != Situation.ACTIVE:
        return ConvocationState.OUT
    return ConvocationState.SENT if version in sent else ConvocationState.TO_SEND
