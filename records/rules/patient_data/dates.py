"""How a date is written in French, whole or in part, on a text without accents in small letters.

Parts of patterns, each bounded: none repeats something that itself repeats.
"""

MONTH = (
    r"(?:janvier|janv|jan|fevrier|fevr|fev|mars|avril|avr|mai|juin|juillet|juill|juil|aout"
    r"|septembre|sept|sep|octobre|oct|novembre|nov|decembre|dec)(?![a-z])\.?"
)
_UNITS = "deux|trois|quatre|cinq|six|sept|huit|neuf"
DAY = (
    r"(?:(?:3[01]|[12]\d|0?[1-9])(?: ?er)?(?![\da-z])|premier|trente(?: et un)?|vingt(?: et un)?"
    rf"|(?:vingt|dix)[ -](?:{_UNITS})|dix|onze|douze|treize|quatorze|quinze|seize|{_UNITS})"
)
YEAR4 = r"(?:1[89]|20)\d\d(?!\d)"
YEAR = rf"(?:{YEAR4}|'?\d\d(?![\dh%])(?! ?(?:h\b|min|%|jour|ans|mois|sem|heure)))"
YEAR_IN_WORDS = r"(?:dix[ -]neuf[ -]cent|deux[ -]mille|mille)[a-z -]{0,40}"
SEPARATOR = r" {0,2}[./\- _|] {0,2}"

ISO = rf"{YEAR4}[-/.][01]?\d[-/.][0-3]?\d(?!\d)"
NUMERIC = rf"[0-3]?\d{SEPARATOR}[01]?\d{SEPARATOR}(?:{YEAR4}|\d\d(?!\d))"
COMPACT = rf"[0-3]\d[01]\d(?:{YEAR4}|\d\d(?!\d))"
IN_WORDS = rf"{DAY} {{0,2}}{MONTH}(?:,? {{0,2}}(?:{YEAR_IN_WORDS}|{YEAR}))?"
MONTH_AND_YEAR = rf"{MONTH} {{0,2}}(?:de )?(?:l'annee )?(?:{YEAR_IN_WORDS}|{YEAR})"
MONTH_IN_DIGITS = rf"[01]?\d ?[./-] ?{YEAR4}"
DAY_AND_MONTH = r"[0-3]?\d ?[/.-] ?[01]?\d(?![\dh])"

WHOLE = rf"(?:{ISO}|{NUMERIC}|{COMPACT}|{IN_WORDS}|{MONTH_IN_DIGITS}|{MONTH_AND_YEAR})"
# A day of the year, as said of a session: with or without its year.
DAY_OF_YEAR = rf"(?:{ISO}|{NUMERIC}|{DAY} ?{MONTH}|[0-3]?\d ?/ ?[01]?\d(?![\d/]))"
