"""What a source is, in words: the content files cite documents by a number and lines.

The number and the lines are for who checks a fact; nobody else knows which document is meant.
"""

import re

# Read from the first pages of each document; the dates stand beside each fact.
TITLES = {
    "000": "rapport d’évaluation de l’expérience ATIM",
    "001": "mémoire FEMASNORD de l’IAE Lille",
    "002": "thèse d’A. Lebec, Université de Lille",
    "003": "compte rendu d’une journée d’étude de Sciences Po",
    "004": "diaporama « L’assistant médical » de SEXTANT 76",
}
FEMININE = {"002": {"le": "la", "du": "de la", "au": "à la"}}

_LINES = r"lignes? \d+(?:-\d+)?(?:(?:, | et | à )\d+(?:-\d+)?)*"
_CITED = re.compile(
    r"(?:\b(?P<article>le|du|au) )?\bdocument (?P<number>00[0-4])\b"
    r"(?P<named> \((?!lignes?\b)[^)]*\))?",
    re.IGNORECASE,
)
_REST = re.compile(rf"\((?P<only>{_LINES})\)|(?<=\(){_LINES}, |,? {_LINES}(?!\w)")


def in_words(source: str) -> str:
    """The same source with the title of each document instead of its number, without lines.

    A text that cites none of our documents is given back as it is.
    """
    if not _CITED.search(source):
        return source
    told = _CITED.sub(_title, source)
    return re.sub(" {2,}", " ", _REST.sub("", told)).replace(" ,", ",").replace(" .", ".")


def _title(found: re.Match[str]) -> str:
    number, article = found["number"], found["article"]
    words = TITLES[number]
    if article:
        lower = article.lower()
        article = FEMININE.get(number, {}).get(lower, lower)
        words = f"{article} {words}"
    return words[0].upper() + words[1:] if found[0][0].isupper() else words
