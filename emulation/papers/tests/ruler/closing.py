"""Kết thúc văn bản: who signs, in which form, where; to whom the paper goes."""

from .letterhead import _centred
from .looks import MILLIMETRE, looks
from .printed import is_page_number, squeezed
from .sheet import rows

FORMS = {"kt": ("KT.", "K/T"), "tuq": ("TUQ.", "T/U"), "tl": ("TL.", "T/L"), "tm": ("TM.", "T/M")}
BESIDE_THE_CODE = "Tra cứu văn bản này: quét mã QR"
PEN = 15  # mm kept free for a signature by hand
WITH_IT = 2  # lines of text that stand above a signature on its page


def begins(printed, manuscript):
    """Where the closing begins: (page number, a height just above it)."""
    blocks = signature_blocks(printed, manuscript)
    firsts = [block[0][1] for block in blocks if block] + [f for f in [_recipients_word(printed, manuscript)] if f]
    if not firsts:
        firsts = [found for found in [printed.find(BESIDE_THE_CODE)] if found]
    first = min(firsts, key=lambda found: (found.page, found.y))
    return first.page, first.y - first.size * 0.352778


def findings(printed, manuscript):
    """Out: sentences about what is wrong with signatures and recipients."""
    wrong, blocks = [], signature_blocks(printed, manuscript)
    for signature, block in zip(manuscript.signatures, blocks, strict=True):
        wrong += _signature(signature, block, manuscript)
    if blocks and blocks[0]:
        wrong += _not_alone(printed, manuscript)
    return wrong + _recipients(printed, manuscript, blocks)


def signature_blocks(printed, manuscript):
    """For each signature [(component, Found)]: found backwards from what stands behind them, so that words of the text are not taken for them."""
    blocks, at = [], _behind(printed, manuscript)
    for signature in reversed(manuscript.signatures):
        block = []
        for component, words in reversed(written(signature, manuscript.party)):
            found = printed.find_before(words, at)
            if found is not None:
                block.insert(0, (component, found))
                at = found.start
        blocks.insert(0, block)
    return blocks


def _behind(printed, manuscript):
    """Where in the row of letters the signatures end: at the recipients, or at the words beside the QR code."""
    word = _recipients_word(printed, manuscript)
    return word.start if word else printed.text.find(squeezed(BESIDE_THE_CODE))


def written(signature, party):
    """The components of a signature as they must be printed: [(component, words)]."""
    behalf = signature["authority"] != "self"
    lines = [
        ("unit", signature["unit"].upper()),
        ("behalf", f"{FORMS[signature['authority']][party]} {signature['behalf_of']}".upper() if behalf else ""),
        ("office", signature["office"].upper()),
        ("office", signature["title"].upper()),
        ("act", "Đã xác nhận trên hệ thống" if signature["at"] else signature["unsigned"]),
        ("person", signature["name"]),
    ]
    return [(component, words) for component, words in lines if words]


def _signature(signature, block, manuscript):
    look, wrong = looks(manuscript), []
    expected = [words for _component, words in written(signature, manuscript.party)]
    if len(block) != len(expected):
        return [f"of the signature {expected} only {len(block)} lines are printed in order"]
    who = expected[0][:30]
    for component, found in block:
        if component != "act" and (odd := look[component].wrong(found.glyphs)):
            wrong.append(f"the {component} of «{who}» {odd}")
    pages = {page for _component, found in block for page in found.pages}
    if len(pages) > 1:
        wrong.append(f"the signature «{who}» stands on pages {sorted(pages)}")
    axes = [(left + right) / 2 for component, found in block for left, right, _y in found.lines]
    if max(axes) - min(axes) > MILLIMETRE:
        wrong.append(f"the lines of the signature «{who}» are {max(axes) - min(axes):.1f} mm off their axis")
    if block[-1][0] == "person" and not signature["at"] and not signature["unsigned"]:
        room = block[-1][1].y - block[-2][1].lowest
        wrong += [] if room >= PEN else [f"only {room:.1f} mm for the pen of «{who}»"]
    if len(manuscript.signatures) == 1 and axes[0] < 105:
        wrong.append(f"the signature «{who}» stands on the left")
    return wrong


def _not_alone(printed, manuscript):
    number, top = begins(printed, manuscript)
    page = printed.page(number)
    above = rows([line for line in page.lines if line.y < top and not is_page_number(line)], tolerance=1)
    return [] if len(above) >= WITH_IT else [f"page {number}: {len(above)} lines of text above the signatures"]


def _recipients_word(printed, manuscript):
    return (
        printed.find_before("Nơi nhận:", printed.text.find(squeezed(BESIDE_THE_CODE)))
        if manuscript.data.get("recipients")
        else None
    )


def recipient_lines(manuscript):
    """`- Như trên;` … `- Lưu: VT.`; the Party separates with commas and keeps its copy in the office."""
    lines = [line.strip(" -;,.") for line in manuscript.data.get("recipients", [])]
    if manuscript.party:
        lines = ["Lưu Văn phòng" if line == "Lưu: VT" else line for line in lines]
    between = "," if manuscript.party else ";"
    return [f"- {line}{'.' if n == len(lines) else between}" for n, line in enumerate(lines, start=1)]


def _recipients(printed, manuscript, blocks):
    word, look, wrong = _recipients_word(printed, manuscript), looks(manuscript), []
    if not manuscript.data.get("recipients"):
        return []
    if word is None:
        return ["Nơi nhận is not printed"]
    at = word.end
    if odd := look["recipients"].wrong(word.glyphs):
        wrong.append(f"Nơi nhận {odd}")
    if manuscript.party and not _underlined(printed, word):
        wrong.append("Nơi nhận is not underlined")
    wrong += _flush_left(word, "Nơi nhận")
    for words in recipient_lines(manuscript):
        found = printed.find(words, at)
        if found is None:
            wrong.append(f"recipient «{words[:60]}» is not printed so")
            continue
        at = found.end
        wrong += _flush_left(found, f"recipient «{words[:30]}»")
        if odd := look["list"].wrong(found.glyphs):
            wrong.append(f"recipient «{words[:30]}» {odd}")
    if len(blocks) == 1 and blocks[0] and abs(word.y - blocks[0][0][1].y) > MILLIMETRE:
        wrong.append(f"Nơi nhận stands {word.y - blocks[0][0][1].y:+.1f} mm beside the signature")
    return wrong


def _flush_left(found, what):
    return _centred(found.glyphs[0].left, 30.0, what)


def _underlined(printed, word):
    left, right, y = word.lines[0]
    return any(r.lies and 0 < r.y - y < 1.5 and abs(r.left - left) < 1 and abs(r.right - right) < 1.5
               for r in printed.page(word.page).rules)  # fmt: skip
