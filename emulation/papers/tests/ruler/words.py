"""Chữ: every word of the data stands on the paper as it was typed, in precomposed letters."""

import re
import unicodedata

from .printed import spaced, squeezed

# What is not text for a reader: hours, codes, and what templates turn into other words.
CODED = re.compile(r"\d{4}-\d\d-\d\d|[a-z_]+|[0-9a-f]{12,}")
EDGES = " .;,-/"
LONGEST = 20  # letters of a word that fits every column


def findings(printed, manuscript):
    """Out: sentences about words that are not on the paper, and letters that are not Vietnamese text."""
    text = printed.text
    wrong = [] if unicodedata.is_normalized("NFC", text) else ["the text is not in precomposed letters"]
    wrong += [
        f"the letter U+{ord(c):04X} is printed"
        for c in set(text)
        if unicodedata.category(c) in ("Co", "Cn") or c == "\ufffd"
    ]
    sources = [*strings(manuscript.data, manuscript.silent), *manuscript.said]
    return wrong + [f"«{words[:80]}» is not on the paper" for words in sources if not _there(words, printed)]


def _there(words, printed):
    """As typed, or in capitals; first letters of clauses may be small, end signs are the paper's.

    Words that are longer than a column break anywhere: of those only the letters count.
    """
    whole = max(map(len, words.split()), default=0) <= LONGEST
    bare, text = (spaced(words).strip(EDGES), printed.spaced) if whole else (squeezed(words).strip(EDGES), printed.text)
    return bare in text or bare.upper() in text or bare[1:] in text


def strings(data, silent=frozenset()):
    """All text of frozen data, keys named in `silent` left out. Out: list of str."""
    if isinstance(data, dict):
        return [found for key, value in data.items() if key not in silent for found in strings(value, silent)]
    if isinstance(data, list):
        return [found for value in data for found in strings(value, silent)]
    return [data] if isinstance(data, str) and data and not CODED.match(data) else []
