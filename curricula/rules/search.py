"""Words, stems and what is shown of a text in which they are found."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import lru_cache

import snowballstemmer

MAX_QUERY = 200
MAX_STEMS = 8
SHORTEST_SUGGESTED = 4
ALIKE = 0.8
BEFORE = 60
SHOWN = 200
WORD = re.compile(r"[^\W_]+")
# The stemmer takes « conflits » and « conflit » for two words. After « i » and « a » the s mostly
# belongs to the word (acquis, cas), and after « e » the stemmer sees the plural by itself.
PLURAL = re.compile(r"..[^\Waeis_]s$")
NO_PLURAL = {"refus"}
# Words that say nothing alone; without accents, like everything that is compared.
EMPTY_WORDS = {
    "a", "au", "aux", "avec", "c", "ce", "ces", "cette", "d", "dans", "de", "des", "du", "elle",
    "en", "est", "et", "eux", "il", "j", "je", "l", "la", "le", "les", "leur", "lui", "m", "ma",
    "mais", "me", "mes", "mon", "n", "ne", "nos", "notre", "nous", "on", "ou", "par", "pas",
    "pour", "qu", "que", "qui", "s", "sa", "se", "ses", "son", "sur", "t", "ta", "te", "tes",
    "tu", "un", "une", "vos", "votre", "vous", "y",
}  # fmt: skip


def plain(text: str) -> str:
    """Small letters without accents, one apostrophe: « Œuvre d’été » becomes « oeuvre d'ete »."""
    text = text.lower().replace("œ", "oe").replace("æ", "ae").replace("’", "'")
    parts = unicodedata.normalize("NFD", text)
    return "".join(c for c in parts if not unicodedata.combining(c))


def sorting_key(term: str) -> str:
    """What a term is sorted by: « Le ou la secrétaire » stands under S, accents do not count."""
    parts = re.findall(r"[^\s']+['\s]*", plain(term))
    while len(parts) > 1 and parts[0].strip("' ") in EMPTY_WORDS:
        parts.pop(0)
    return "".join(parts)


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The stem of one word: « ordonnances » and « Ordonnance » have the same."""
    # A stemmer keeps its word in itself: each call has its own, threads share none.
    return snowballstemmer.stemmer("french").stemWord(plain(word))


def asked_stem(word: str) -> str:
    """The stem under which a word is looked for: that of its singular."""
    word = plain(word)
    return stem(word[:-1] if PLURAL.search(word) and word not in NO_PLURAL else word)


@lru_cache(maxsize=20_000)
def kept_stems(word: str) -> tuple[str, ...]:
    """The stems under which a word is found: its own and that of its singular, often the same."""
    return tuple(dict.fromkeys((stem(word), asked_stem(word))))


def stems(text: str) -> list[str]:
    """The stems of a text, each once, in the order in which they first come."""
    found = WORD.findall(unicodedata.normalize("NFC", text))
    return list(dict.fromkeys(one for word in found for one in kept_stems(word)))


def query_stems(query: str) -> list[str]:
    """What is looked for: the first eight words that mean something, however long the query is."""
    return list(dict.fromkeys(asked_stem(word) for word in _meant(query)))[:MAX_STEMS]


def _meant(query: str) -> list[str]:
    words = WORD.findall(unicodedata.normalize("NFC", query[:MAX_QUERY]))
    return [word for word in words if plain(word) not in EMPTY_WORDS]


def vocabulary(texts: Iterable[str]) -> dict[str, str]:
    """The words of texts worth suggesting, by their plain form."""
    words = (word.lower() for text in texts for word in WORD.findall(text))
    return {plain(word): word for word in words if _may_be_suggested(word)}


def _may_be_suggested(word: str) -> bool:
    return len(word) >= SHORTEST_SUGGESTED and word.isalpha() and plain(word) not in EMPTY_WORDS


def other_tries(query: str, words: Mapping[str, str]) -> list[str]:
    """What to look for when a query finds nothing: it with its slips mended, then each word alone.

    A word is mended by the nearest one of `words` (a vocabulary), if there is one near enough.
    """
    known = {one for word in words for one in kept_stems(word)}
    mended = []
    for word in list(dict.fromkeys(_meant(query)))[:MAX_STEMS]:
        near = get_close_matches(plain(word), words, n=1, cutoff=ALIKE)
        if asked_stem(word) in known:
            mended.append(word)
        elif near:
            mended.append(words[near[0]])
    tries = dict.fromkeys([" ".join(mended), *mended])
    return [one for one in tries if one and query_stems(one) != query_stems(query)]


def holds(text: str, query: str) -> bool:
    """Every word of the query that means something is in the text, in any form or in part.

    « vaccins » is found in « statut vaccinal », « télépho » in « téléphone ».
    """
    whole = f"{column(text)}{' '.join(WORD.findall(plain(text)))}"
    return all(plain(word) in whole or f" {asked_stem(word)}" in whole for word in _meant(query))


def column(text: str) -> str:
    """Stems as a column keeps them: each stands between two spaces."""
    return f" {' '.join(stems(text))} "


def marked(text: str, looked_for: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it is a word that was looked for."""
    wanted, place = set(looked_for), 0
    for match in WORD.finditer(text):
        if not wanted.isdisjoint(kept_stems(match.group())):
            if match.start() > place:
                yield text[place : match.start()], False
            yield match.group(), True
            place = match.end()
    if place < len(text):
        yield text[place:], False


def extract(text: str, looked_for: Iterable[str]) -> str:
    """The part of a text around the first word found, cut between words."""
    wanted = set(looked_for)
    hits = (m for m in WORD.finditer(text) if not wanted.isdisjoint(kept_stems(m.group())))
    first = next((hit.start() for hit in hits), 0)
    start = 0 if first <= BEFORE else text.rfind(" ", 0, first - BEFORE + 1) + 1
    end = len(text) if start + SHOWN >= len(text) else text.rfind(" ", start, start + SHOWN)
    end = end if end > first else min(len(text), start + SHOWN)
    return ("… " if start else "") + text[start:end].strip() + (" …" if end < len(text) else "")
