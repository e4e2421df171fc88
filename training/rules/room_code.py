"""The code on the screen of the room: six figures that die within seconds.

The figures come from a secret of the site, the session and the clock of the server alone: whoever
is not in front of the screen has to be told, and has seconds to type. It says that somebody
arrived, nothing more. Rules and worked table: docs/rules/attendance.md.
"""

import hashlib
import hmac
from datetime import datetime, timedelta

STEP = timedelta(seconds=20)
GRACE = 1  # steps that a code outlives its own
DIGITS = 6
BEFORE = timedelta(minutes=15)
MOST_TRIES = 6
TRIES_WITHIN = timedelta(minutes=5)


def step_at(now: datetime) -> int:
    """Number of the step of 20 seconds in which an instant falls."""
    return int(now.timestamp()) // int(STEP.total_seconds())


def room_code(secret: bytes, session_id: int, step: int) -> str:
    """The six figures of a session in a step."""
    digest = hmac.new(secret, f"{session_id}:{step}".encode(), hashlib.sha256).digest()
    return f"{int.from_bytes(digest[:8], 'big') % 10**DIGITS:0{DIGITS}}"


def code_is_alive(secret: bytes, session_id: int, typed: str, now: datetime) -> bool:
    """Whether the code typed is that of the session now, or of one step ago."""
    figures = "".join(typed.split())
    alive = [room_code(secret, session_id, step_at(now) - age) for age in range(GRACE + 1)]
    return any(hmac.compare_digest(figures.encode(), code.encode()) for code in alive)


def code_works(starts_at: datetime, ends_at: datetime, now: datetime) -> bool:
    """The code works from the start of the session to its end, and not a second more."""
    return starts_at <= now < ends_at


def takes_arrivals(starts_at: datetime, ends_at: datetime, now: datetime) -> bool:
    """The trainer, who sees people come in, may note it from a quarter of an hour before."""
    return starts_at - BEFORE <= now < ends_at


def seconds_left(now: datetime) -> int:
    """Until the screen shows the next code."""
    step = int(STEP.total_seconds())
    return step - int(now.timestamp()) % step
