"""Căn cứ: one per paragraph, each with its sign at the end, in the style of the letterhead."""

from .looks import MILLIMETRE, looks

INDENTS = (40.0, 42.7)  # first lines begin 1 or 1.27 cm inside the left margin of 30 mm


def findings(printed, manuscript):
    """Out: sentences about what is wrong with the căn cứ."""
    wrong, look, at = [], looks(manuscript)["grounds"], 0
    for words in grounds_lines(manuscript):
        found = printed.find(words, at)
        if found is None:
            wrong.append(f"căn cứ «{words[:70]}» is not printed so")
            continue
        at = found.end
        if odd := look.wrong(found.glyphs):
            wrong.append(f"căn cứ «{words[:30]}» {odd}")
        if min(abs(found.glyphs[0].left - indent) for indent in INDENTS) > MILLIMETRE:
            wrong.append(f"căn cứ «{words[:30]}» begins at {found.glyphs[0].left:.1f} mm")
    return wrong


def grounds_lines(manuscript):
    """The lines as they must be printed: `;` between them, `.` at the end; in the Party a dash, and `,` before a decision."""
    lines = [line.rstrip(" ;,.") for line in manuscript.data.get("grounds", [])]
    last = "," if manuscript.party and str(manuscript.paper.kind) in ("QĐ", "QC") else "."
    dash = "- " if manuscript.party else ""
    return [f"{dash}{line}{last if n == len(lines) else ';'}" for n, line in enumerate(lines, start=1)]
