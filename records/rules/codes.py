"""Codes of documents: LVT-XXXX-XXXX, read aloud and typed without a mistake going unnoticed."""

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
PREFIX = "LVT"
LENGTH = 8  # seven drawn characters and the check character
LOOKALIKES = str.maketrans("OIL", "011")
FIELD_POLYNOMIAL = 0b100101  # x⁵ + x² + 1, primitive over GF(2)


def _times_x(value: int) -> int:
    """Multiply by x in the field of 32 elements."""
    value <<= 1
    return value ^ FIELD_POLYNOMIAL if value & 32 else value


def check_character(drawn: str) -> str:
    """The character that closes a code: finds every wrong character and every swap of two.

    The code is read as a polynomial over the field of 32 elements that x must divide evenly: each
    place has its own weight (a power of x), so one wrong character, or two exchanged ones, show.
    """
    rest = 0
    for character in drawn:
        rest = _times_x(rest ^ ALPHABET.index(character))
    return ALPHABET[rest]


def make_code(drawn: str) -> str:
    """The full code of seven drawn characters."""
    whole = drawn + check_character(drawn)
    return f"{PREFIX}-{whole[:4]}-{whole[4:]}"


def normalise(text: str) -> str | None:
    """The code as it is written, from what a person typed; None if it has not the shape of a code.

    Lower case, missing or extra dashes and spaces, a missing LVT, O for 0, I and L for 1 are
    forgiven. The check character is not looked at: see `check_holds`.
    """
    characters = "".join(c for c in text.upper() if c.isalnum())
    if len(characters) == len(PREFIX) + LENGTH:
        characters = characters.removeprefix(PREFIX)
    characters = characters.translate(LOOKALIKES)
    if len(characters) != LENGTH or not set(characters) <= set(ALPHABET):
        return None
    return f"{PREFIX}-{characters[:4]}-{characters[4:]}"


def check_holds(code: str) -> bool:
    """Whether the last character of a normalised code fits the others."""
    characters = code.removeprefix(f"{PREFIX}-").replace("-", "")
    return check_character(characters[:-1]) == characters[-1]
