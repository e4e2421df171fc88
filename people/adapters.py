"""What Livret asks of django-allauth."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come from invitations only; the sign-up form is closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
