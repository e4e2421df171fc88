"""Words that look like a diagnosis, an illness or a treatment. List and table: docs/rules/needs.md.

No program finds a diagnosis surely. The list is published, chosen by the training body, and held
against the words of a text: it stops what is written without thinking, not what is hidden.
"""

import re
import unicodedata

# Beginnings of words, without accents.
STEMS = (
    "aids", "alcooli", "alzheimer", "anorexi", "antidepress", "anxiolyt", "arthrit", "arthros",
    "asperger", "asthm", "autis", "bipolair", "borderline", "boulimi", "burnout", "cancer",
    "chimiotherap", "depressi", "deprim", "diabet", "dialys", "dyscalcul", "dyslexi",
    "dysorthograph", "dysphasi", "dysprax", "endometrio", "epilep", "fibromyalg", "hemipleg",
    "hepatit", "insulin", "leucemi", "lombalg", "lymphom", "maladi", "malvoyan", "mucoviscid",
    "myopath", "neuropath", "parapleg", "parkinson", "patholog", "phobi", "psychos", "psychotrop",
    "radiotherap", "schizophren", "scleros", "seropositi", "spondyl", "surdit", "tetrapleg",
    "thyroidi", "toxicoman", "trisomi", "tumeur",
)  # fmt: skip
# Whole words: shorter, they would begin others.
WHOLE = ("avc", "crohn", "lupus", "sida", "tda", "tdah", "toc", "tsa", "vih")
# Beginnings of words that begin like one of the list and name no diagnosis.
SPARED = ("cancerolog", "diabetolog", "psychosoci")
# « Assurance maladie » is an office; « burn out » is written in two words as well.
OFFICE = re.compile(r"\bassurance[\s-]+maladie\b", re.IGNORECASE)
BURN_OUT = re.compile(r"\bburn\s+out\b", re.IGNORECASE)


def diagnosis_words(text: str) -> list[str]:
    """The words of a text that look like a diagnosis, as they are written, each once."""
    text = BURN_OUT.sub("burnout", OFFICE.sub("", text))
    found = [word for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text) if _named(word)]
    return list(dict.fromkeys(found))


def _named(word: str) -> bool:
    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFD", word.casefold()).replace("-", "")
        if not unicodedata.combining(letter)
    )
    if plain.startswith(SPARED):
        return False
    return plain in WHOLE or plain.startswith(STEMS)


def refusal_of(words: list[str]) -> str:
    """What to write instead, in French; empty when nothing was found."""
    if not words:
        return ""
    quoted = ", ".join(f"« {word} »" for word in words)
    verb = "ressemble" if len(words) == 1 else "ressemblent"
    return (
        f"{quoted} {verb} à un diagnostic, une maladie ou un traitement : ne l’écrivez pas. Dites "
        "seulement ce qui aide à suivre la formation, par exemple « documents en gros caractères » "
        "ou « une pause toutes les heures »."
    )
