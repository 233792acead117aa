"""Khác nhau giữa hai bản lời: which words are gone and which are new, paragraph by paragraph. Pure; knows no room."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

SAME, GONE, NEW = "same", "gone", "new"
MOST_PAIRS = 4_000_000  # to look for what agrees takes as long as one list times the other


@dataclass(frozen=True)
class Piece:
    """Words in a row of which the same is true: SAME, GONE (only in the first text) or NEW (only in the second)."""

    how: str
    words: str


def differences(before, after):
    """What has to be struck out of `before` and put in to read `after`. Out: list of paragraphs, each a list of Piece."""
    old, new = before.splitlines(), after.splitlines()
    found = []
    for same, left, right in _matched(old, new):
        if same:
            found += [[Piece(SAME, line)] for line in left]
        else:
            found += [_of_words(one, other) for one, other in zip_longest(left, right, fillvalue="")]
    return [pieces for pieces in found if pieces]


def _of_words(before, after):
    """One paragraph against the one in its place. Out: list of Piece."""
    found = []
    for same, left, right in _matched(before.split(), after.split()):
        if same:
            found.append(Piece(SAME, " ".join(left)))
            continue
        found += [Piece(how, " ".join(words)) for how, words in ((GONE, left), (NEW, right)) if words]
    return found


def _matched(old, new):
    """Stretches of two lists that agree or stand in each other's place: (same, of old, of new)."""
    if len(old) * len(new) > MOST_PAIRS:
        yield False, old, new
        return
    for how, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield how == "equal", old[i:j], new[k:m]
