"""Văn bản nào, dữ liệu nào: what every paper of the house has in common, as dicts of text.

Texts here are Vietnamese on purpose and not marked for translation: they are printed on official papers.
"""

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import mark_safe

from emulation.ui.dates import long_date, the_day

from .models import PARTY, Kind

DRAFT = "DỰ THẢO"  # watermark of what is not issued yet
BLANK = "\u00a0" * 6
LONG_PLACE = 46  # characters of place and date that fill the right column at 14 pt
WITHOUT_PLACE = (Kind.MINUTES, Kind.HANDOVER)  # Nghị định 30/2020, Phụ lục III, mẫu 1.9
FORMS = {"kt": ("KT.", "K/T"), "tuq": ("TUQ.", "T/U"), "tl": ("TL.", "T/L"), "tm": ("TM.", "T/M")}


def signature(
    *, office, title="", name="", unit="", body="", for_office="", authority="self", at=None, digest="", unsigned=""
):
    """One signature as data, the same under every letterhead. title: the second office, under the first; name: of the person.

    authority: self; kt, tuq, tl (for `for_office`); tm (on behalf of `body`). at (datetime) and digest: confirmed in the
    system; neither: white space for the pen; unsigned: a word instead. Out: dict. Raises KeyError for an unknown authority.
    """
    behalf_of = {"self": "", "tm": body, "kt": for_office, "tuq": for_office, "tl": for_office}[authority]
    return {
        "unit": unit, "authority": authority, "behalf_of": behalf_of, "office": office, "title": title, "name": name,
        "at": at, "digest": digest, "unsigned": unsigned,
    }  # fmt: skip


def signed(signature, letterhead):
    """A signature as this letterhead writes it: `KT. GIÁM ĐỐC` (state), `K/T TRƯỞNG BAN` (Party). Out: dict for papers/_signature.html."""
    behalf = ""
    if signature["authority"] != "self":
        behalf = f"{FORMS[signature['authority']][letterhead == PARTY]} {signature['behalf_of']}"
    lines = [line for line in (behalf, signature["office"], signature["title"]) if line]
    return {**signature, "behalf": bool(behalf), "lines": lines}


def signatures(paper):
    """Whoever signs the paper, in order: one under most, two under minutes, every unit under a covenant. Out: list of dict."""
    one = paper.data.get("signature")
    return [signed(s, paper.letterhead) for s in ([one] if one else paper.data.get("signatures") or [])]


def context(paper):
    """Everything a paper's template may print; whatever depends on the letterhead is written here, never in the data. Out: dict."""
    party = paper.letterhead == PARTY
    day = day_text(paper)
    return {
        "paper": paper, "data": paper.data, "issuer": paper.issuer, "party": party, "end_mark": "." if party else "./.",
        "letterhead_template": f"papers/{'party' if party else 'state'}.html", "stamp": paper.issued_at.isoformat(),
        "number_text": number_text(paper), "day_text": day, "long_place": len(f"{paper.issuer['place']}, {day}") > LONG_PLACE,
        "to_word": "Kính trình:" if party and paper.kind == Kind.SUBMISSION else "Kính gửi:",
        "addressees": addressees(paper.data.get("addressees", [])), "grounds": grounds(paper),
        "recipients": ended(_kept(paper.data.get("recipients", []), party), "," if party else ";", "."),
        "signatures": signatures(paper), "previous": paper.revision - 1, "confirmed": confirmed(paper.data), "verify": verify(paper) if paper.code else None,
    }  # fmt: skip


def number_text(paper):
    """`Số: 05/BC-KTĐ`, `Số 05-BC/BTCTU`; on a draft the number stays blank; "" on a paper without number."""
    word, dash = ("Số", "-") if paper.letterhead == PARTY else ("Số:", "/")
    if paper.symbol_text:
        return f"{word} {paper.symbol_text}"
    return f"{word}{BLANK}{dash}{paper.symbol}" if paper.watermark and paper.symbol else ""


def day_text(paper):
    """`ngày 05 tháng 01 năm 2027`, printed after the place; blanks on an undated draft; "" where the kind has no such line."""
    shown = paper.data.get("show_place")
    if shown is None:
        shown = paper.letterhead == PARTY or paper.kind not in WITHOUT_PLACE
    if not shown or not (paper.dated or paper.watermark):
        return ""
    return long_date(paper.dated) or f"ngày{BLANK}tháng{BLANK}năm {the_day(paper.issued_at).year}"


def addressees(lines):
    """One addressee as it is; several as `- …;`, the last with a full stop."""
    return ended(lines, ";", ".") if len(lines) > 1 else list(lines)


def grounds(paper):
    """Căn cứ, one per line: `Căn cứ …;` to the last `.` (state); `- Căn cứ …;` to the last `,` before a decision (Party)."""
    lines = [line.rstrip(" ;,.") for line in paper.data.get("grounds", [])]
    if paper.letterhead == PARTY:
        decides = paper.kind in (Kind.DECISION, Kind.REGULATION)
        return [f"- {line}" for line in _closed(lines, ";", "," if decides else ".")]
    return _closed(lines, ";", ".")


def _kept(lines, party):
    """Where the file copy is kept, as each side of the state writes it: «Lưu: VT» or, in the Party, «Lưu Văn phòng»."""
    return ["Lưu Văn phòng" if party and line == "Lưu: VT" else line for line in lines]


def ended(lines, between, last):
    """A dash list whose lines end alike: `- Như trên;` … `- Lưu: VT.`"""
    return [f"- {line}" for line in _closed([line.strip(" -;,.") for line in lines], between, last)]


def _closed(lines, between, last):
    return [line + (last if number == len(lines) else between) for number, line in enumerate(lines, start=1)]


def confirmed(data):
    """Whether somebody's confirmation in the system is printed on the paper."""
    return any(s and s.get("at") for s in [data.get("signature"), *(data.get("signatures") or [])])


def verify(paper):
    """Where a stranger checks the paper. Out: dict url, site, qr (inline SVG with a title)."""
    url = settings.PUBLIC_URL + reverse("papers:one", args=[paper.code_text])
    site = settings.PUBLIC_URL.split("://")[-1] + reverse("papers:verify")
    code = segno.make(url, error="m", micro=False).svg_inline(border=2, omitsize=True, svgclass=None, lineclass=None, title="Mã QR dẫn tới trang tra cứu văn bản")  # fmt: skip
    return {"url": url, "site": site, "qr": mark_safe(code)}  # noqa: S308 - drawn by segno from our own address


# --- Word and Excel ------------------------------------------------------------------------------
def twin_note(paper):
    """What the Word twin says of itself, where the paper has its QR code. Out: str."""
    note = "Bản Word để sửa, không phải văn bản đã phát hành."
    return f"{note} Bản phát hành tra cứu bằng mã {paper.code_text} tại {verify(paper)['site']}." if paper.pk else note


def twin_source(paper):
    """Which paper a table in Excel comes from. Out: str."""
    number = f"số {paper.symbol_text}, " if paper.symbol_text else ""
    return f"Trích từ: {paper.title}, {number}{long_date(paper.dated) or 'chưa ghi ngày'}, mã tra cứu {paper.code_text}"


def twin_more(column):
    """The column beside a column of numbers, for what stood under the number. Out: str."""
    return f"{column}, ghi thêm"
