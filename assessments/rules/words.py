"""How many words a French text has, and whether that is what was asked."""

MAX_CHARACTERS = 20_000


def word_count(text: str) -> int:
    """Words between spaces that hold a letter or a digit: « l’accueil » is one, « : » is none.

    So do the usual word processors; the counter on screen follows the same rule.
    """
    return sum(any(sign.isalnum() for sign in word) for word in text.split())


def _words(number: int) -> str:
    return f"{number} mot" if number < 2 else f"{number} mots"


def length_problem(text: str, at_least: int, at_most: int) -> str:
    """What keeps a text from being handed in because of its length, in a sentence; else nothing."""
    count = word_count(text)
    if count < at_least:
        verb = "manque" if at_least - count < 2 else "manquent"
        return (
            f"Votre texte a {_words(count)}. Il en faut au moins {at_least} : "
            f"{_words(at_least - count)} {verb}."
        )
    if count > at_most:
        return (
            f"Votre texte a {_words(count)}. Il en faut au plus {at_most} : "
            f"{_words(count - at_most)} de trop."
        )
    return ""


def same_text(one: str, other: str) -> bool:
    """Whether two texts are the same but for line endings and outer spaces."""
    return one.replace("\r\n", "\n").strip() == other.replace("\r\n", "\n").strip()
