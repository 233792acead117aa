"""Papers as offices would issue them: what the tests of the renderer print. Not stored; nothing of a real office."""

import datetime as dt
from decimal import Decimal

from emulation.papers.documents import signature
from emulation.papers.models import Kind, Paper
from emulation.papers.workflow import frozen
from emulation.testing import day

from .builders import PARTY, STATE

HOUR = day(2027, 1, 5, hour=14)
SENTENCE = (
    "Trong năm qua, các đơn vị trong khối đã bám sát nhiệm vụ được giao, triển khai đồng bộ các phong trào thi đua; kết quả "
    "từng đơn vị được ghi nhận đầy đủ, có số liệu kèm theo."
)
GROUNDS = ["Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022", "Căn cứ Quy chế hoạt động của khối;"]


def paper(
    kind,
    title,
    data,
    issuer=STATE,
    *,
    number=5,
    dated=dt.date(2027, 1, 5),
    template="papers/paper_plain.html",
    **columns,
):
    """A paper that was never issued, with a fixed code and hour. Out: Paper (not saved)."""
    return Paper(
        kind=kind, title=title, template=template, data=frozen(data), letterhead=issuer.letterhead, issuer_key=issuer.key,
        issuer=frozen(issuer.printed()), symbol=kind.symbol_of(issuer), number=number, dated=dated,
        code="K7QF2M9XD4TB8HWR", issued_at=HOUR, **columns,
    )  # fmt: skip


def report(issuer=STATE, *, rows=0, paragraphs=8, **data):
    """A summary report of some pages, signed on behalf of the bloc."""
    head = signature(body="Khối thi đua", office="Trưởng khối", authority="tm", name="Thủ trưởng Sở Nội vụ")
    sections = [
        {"heading": "I. Kết quả", "paragraphs": [SENTENCE] * paragraphs, "table": table(rows) if rows else None},
        {"heading": "II. Phương hướng", "paragraphs": ["Trên đây là báo cáo của khối"], "last": True},
    ]
    data = {"grounds": GROUNDS, "addressees": ["Hội đồng Thi đua - Khen thưởng tỉnh"], "sections": sections, "signature": head,
            "recipients": ["Như trên", "Các đơn vị thành viên", "Lưu: VT"]} | data  # fmt: skip
    return paper(Kind.REPORT, "Báo cáo tổng kết công tác thi đua năm 2026", data, issuer)


def table(rows, columns=6):
    """A score table: rows × columns of points. Out: dict for papers/_table.html."""
    points = [str(Decimal("8.50")).replace(".", ",")] * columns
    return {
        "head": ["STT", "Đơn vị", *[f"Nhóm {n}" for n in range(1, columns + 1)]],
        "rows": [[str(n), f"Đơn vị thứ {n}", *points] for n in range(1, rows + 1)],
        "number_columns": list(range(3, columns + 3)), "centre_columns": [1],
    }  # fmt: skip


def covenant(units=10, confirmed=True):
    """A covenant with one signature per unit on three columns."""
    at = {"at": HOUR, "digest": "7f3a91c40be2"} if confirmed else {}
    signatures = [
        signature(unit=f"Sở thứ {n} của tỉnh", office="Giám đốc", name=f"Thủ trưởng đơn vị {n}", **at)
        for n in range(1, units + 1)
    ]
    sections = [{"heading": "I. Nội dung thi đua", "paragraphs": [SENTENCE] * 6}]
    data = {"grounds": GROUNDS, "sections": sections, "signatures": signatures}
    return paper(Kind.COVENANT, "Giao ước thi đua năm 2027", data, number=None)


def scores(rows=68):
    """A landscape score table, signed by who made it and by the lead unit."""
    signatures = [
        signature(office="Người lập biểu", name="Cán bộ đầu mối"),
        signature(office="Trưởng khối", name="Thủ trưởng Sở Nội vụ"),
    ]
    data = {"landscape": True, "sections": [{"table": table(rows, columns=4)}], "signatures": signatures}
    return paper(Kind.SCORES, "Bảng điểm tổng hợp năm 2026", data, number=None)


def minutes():
    """Minutes: no place and date on the state form, two signatures."""
    signatures = [
        signature(office="Thư ký", name="Thư ký hội nghị"),
        signature(office="Chủ tọa", name="Thủ trưởng Sở Nội vụ"),
    ]
    data = {
        "sections": [{"paragraphs": [SENTENCE], "last": True}],
        "signatures": signatures,
        "recipients": ["Như trên", "Lưu: VT"],
    }
    return paper(Kind.MINUTES, "Biên bản hội nghị tổng kết năm 2026", data)


def draft():
    """A decision that only its authority may number and date."""
    data = {"grounds": GROUNDS, "sections": [{"paragraphs": [SENTENCE]}], "signature": signature(office="Chủ tịch")}
    return paper(
        Kind.DECISION, "Quyết định về việc tặng Cờ thi đua", data, number=None, dated=None, watermark="DỰ THẢO"
    )


EVERY = {
    "report": report,
    "party report": lambda: report(PARTY),
    "covenant": covenant,
    "scores": scores,
    "minutes": minutes,
    "draft": draft,
}
