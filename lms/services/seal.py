"""The key that seals, on a device, what was not sent when somebody signed out."""

from django.utils.crypto import salted_hmac

SALT = "livret.device.seal"


def seal_of(user_id: int) -> str:
    """256 bits in hexadecimal, the same for an account each time and for no other account.

    Derived from the secret key of the site and stored nowhere: a device gets it only while its
    person is signed in, and forgets it at sign-out.
    """
    return salted_hmac(SALT, str(user_id), algorithm="sha256").hexdigest()
