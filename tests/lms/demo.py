"""The demo as its tests build it."""

from datetime import date, datetime

from lms.services.demo.accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from lms.services.demo.build import build_demo
from people.models import Membership, User

LEARNERS = 3
TODAY = date(2027, 3, 4)


def build(now: datetime, *, stage: str = "en-cours", seed: int = 1) -> None:
    build_demo(stage=stage, learners=LEARNERS, seed=seed, now=now, today=TODAY, step=lambda: None)


def check_accounts() -> None:
    """The nine accounts have the password known to all, and something to do."""
    for email in DEMO_ACCOUNTS:
        user = User.objects.get(email=email)
        assert user.check_password(DEMO_PASSWORD)
        assert Membership.objects.filter(user=user).exists()
