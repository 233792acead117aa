"""Bản thảo: what was handed to the press, told by whoever wrote it and never by the code that prints it."""

from dataclasses import dataclass, field

from emulation.papers.models import PARTY


@dataclass(frozen=True)
class Manuscript:
    """A paper to print, and what its reader must find on it.

    heading, summary: tên loại and trích yếu as they must be printed. annexes: how each annex begins. silent: keys of the data
    that are not printed. said: further words that must be printed. ends: whether the text ends with a sentence.
    """

    paper: object
    heading: str
    summary: str
    annexes: tuple = ()
    silent: frozenset = frozenset()
    said: tuple = ()
    ends: bool = True
    seed: str = field(default="", compare=False)

    @property
    def party(self):
        return self.paper.letterhead == PARTY

    @property
    def data(self):
        return self.paper.data

    @property
    def landscape(self):
        return bool(self.data.get("landscape"))

    @property
    def signatures(self):
        """What the data say of each signature, in order."""
        one = self.data.get("signature")
        return [one] if one else self.data.get("signatures") or []
