"""Bản thảo ngẫu nhiên: for every paper template of the house, whatever its room may hand to the press.

A new template needs a generator here, or `test_every_template_has_a_manuscript` fails. Write it beside its neighbours (one file per
room), as a function of a `Draw` that gives a `Text`; a file is found by its place in this folder:

    @of("conferences/paper_invitation.html", Kind.INVITATION)
    def invitation(draw):
        return Text("dự hội nghị", {"bloc": draw.unit(), "members": draw.units(1), …})

The data have the keys that the room's documents.py freezes (a key the template misses fails the test). `annexes`: how each annex
begins; `silent`: keys of the data that are not printed; `heading`, `printed_summary`: only where they are not those of the kind and the title.
"""

from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from emulation.papers.models import Issuer, Kind, Paper
from emulation.papers.tests.ruler import Manuscript
from emulation.papers.workflow import frozen
from emulation.testing import day

from .draw import LONG_SUMMARY, Draw

GENERATORS = {}
HEADINGS = {
    Kind.COVENANT: "Giao ước", Kind.PLAN: "Kế hoạch", Kind.REGULATION: "Quy chế", Kind.REPORT: "Báo cáo", Kind.MINUTES: "Biên bản",
    Kind.SUBMISSION: "Tờ trình", Kind.DECISION: "Quyết định", Kind.HANDOVER: "Biên bản bàn giao", Kind.SCORES: "Bảng điểm",
    Kind.NOTICE: "Thông báo", Kind.LETTER: "Công văn", Kind.INVITATION: "Giấy mời",
}  # fmt: skip
NEVER_PRINTED = {"authority", "opens", "verify", "digest", "sha256", "recipients", "grounds", "signature", "signatures"}
LETTERHEADS = ("state", "party")
SUITE = 10
ROWS_IN_SOAK = (0, 1, 8, 20, 68, 200)


@dataclass(frozen=True)
class Text:
    """What a room hands to the press. summary: how the title goes on after tên loại, with a small first letter."""

    summary: str
    data: dict
    annexes: tuple = ()
    silent: frozenset = frozenset()
    said: tuple = ()
    heading: str = ""
    printed_summary: str | None = None
    numbered: bool = True
    ends: bool = True


def of(template, kind):
    """Registers a generator of `template`."""

    def registered(generator):
        GENERATORS[template] = (kind, generator)
        return generator

    return registered


def manuscript(template, turn, seed, *, soak=False):
    """The paper number `turn` of a template: letterheads in turn, one draft in five. Out: Manuscript, the same for the same arguments."""
    kind, generator = GENERATORS[template]
    most = {0: 0, 1: 2, 2: 15}.get(turn, 6)
    draw = Draw(f"{template} {seed} {turn}", longest=turn % 10 == 1, most=most)
    if soak:
        draw.most = draw.choice(ROWS_IN_SOAK)
    letterhead, drafted = LETTERHEADS[turn % 2], turn % 5 == 4
    text = generator(draw)
    if draw.longest and text.printed_summary is None:
        spare = LONG_SUMMARY - len(text.summary)
        text = replace(text, summary=f"{text.summary} {draw.words(spare - 20, spare)}")
    issuer = Issuer("bloc:1", draw.unit(), draw.choice(["", draw.unit()]), draw.symbol(), draw.place(), letterhead)
    numbered = text.numbered and not drafted and "number_given" not in text.data
    paper = Paper(
        kind=kind, title=f"{HEADINGS[kind]} {text.summary}", template=template, data=frozen(text.data), letterhead=letterhead,
        issuer_key=issuer.key, issuer=frozen(issuer.printed()), symbol=kind.symbol_of(issuer) if kind.abbreviation else "",
        number=draw.choice([1, 9, 10, 123]) if numbered else None, year=2027, dated=None if drafted else draw.date(),
        watermark="DỰ THẢO" if drafted else "", code="K7QF2M9XD4TB8HWR", issued_at=day(2027, 12, 30),
    )  # fmt: skip
    summary = text.summary if letterhead == "party" else text.summary[:1].upper() + text.summary[1:]
    return Manuscript(
        paper, text.heading or HEADINGS[kind].upper(), summary if text.printed_summary is None else text.printed_summary,
        text.annexes, frozenset(NEVER_PRINTED | text.silent), text.said, text.ends, seed=f"{template} {seed} {turn}",
    )  # fmt: skip


for found in iter_modules([str(Path(__file__).parent)]):
    if found.name != "draw":
        import_module(f"{__name__}.{found.name}")
