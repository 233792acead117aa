"""Thể thức: face and size of every component, as Nghị định 30/2020 (Phụ lục I) and Hướng dẫn 05-HD/VPTW give them."""

from dataclasses import dataclass

POINT = 0.1  # tolerance of sizes, pt
MILLIMETRE = 0.5  # tolerance of places, mm


@dataclass(frozen=True)
class Look:
    """A face, and the sizes between which it may be (pt)."""

    face: str
    smallest: float
    largest: float

    def wrong(self, glyphs):
        """How printed letters differ from the look: "" or words."""
        seen = {(g.face, g.size) for g in glyphs if not g.text.isspace()}
        odd = [f"{face} {size:g}" for face, size in sorted(seen) if not self._suits(face, size)]
        return f"is {', '.join(odd)} pt, not {self.face} {self.smallest:g} to {self.largest:g} pt" if odd else ""

    def _suits(self, face, size):
        return face in (self.face, "signs") and self.smallest - POINT <= size <= self.largest + POINT


STATE = {
    "country": Look("bold", 12, 13),
    "motto": Look("bold", 13, 14),
    "parent": Look("regular", 12, 13),
    "issuer": Look("bold", 12, 13),
    "number": Look("regular", 13, 13),
    "place": Look("italic", 13, 14),
    "kind": Look("bold", 13, 14),
    "summary": Look("bold", 13, 14),
    "addressees": Look("regular", 13, 14),
    "grounds": Look("italic", 13, 14),
    "body": Look("regular", 13, 14),
    "authority": Look("bold", 13, 14),
    "heading": Look("bold", 13, 14),
    "unit": Look("bold", 13, 14),
    "behalf": Look("bold", 13, 14),
    "office": Look("bold", 13, 14),
    "person": Look("bold", 13, 14),
    "recipients": Look("bold-italic", 12, 12),
    "list": Look("regular", 11, 11),
    "page number": Look("regular", 13, 14),
    "annex": Look("bold", 13, 14),
}
PARTY = STATE | {
    "country": Look("bold", 15, 15),
    "parent": Look("regular", 14, 14),
    "issuer": Look("bold", 14, 14),
    "star": Look("regular", 14, 14),
    "number": Look("regular", 14, 14),
    "place": Look("italic", 14, 14),
    "kind": Look("bold", 15, 16),
    "summary": Look("bold", 14, 15),
    "hyphens": Look("regular", 14, 15),
    "addressees": Look("regular", 14, 15),
    "grounds": Look("regular", 14, 15),
    "body": Look("regular", 14, 15),
    "authority": Look("bold", 14, 15),
    "heading": Look("bold", 14, 15),
    "unit": Look("bold", 14, 14),
    "behalf": Look("bold", 14, 14),
    "office": Look("regular", 14, 14),
    "person": Look("bold", 14, 14),
    "recipients": Look("regular", 14, 14),
    "list": Look("regular", 12, 12),
    "page number": Look("regular", 14, 14),
}


def looks(manuscript):
    return PARTY if manuscript.party else STATE
