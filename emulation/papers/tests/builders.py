"""Builder words of this room's tests: an act that issues, an issuer, a paper."""

from emulation.journal.steps import Record
from emulation.papers.models import Issuer, Kind
from emulation.papers.workflow import issue
from emulation.testing import day, person

ACT = Record("Việc để kiểm thử", "papers.retry")
STATE = Issuer("bloc:1", "Khối thi đua các cơ quan tham mưu", "Sở Nội vụ", "KTĐ", "Kon Tum")
PARTY = Issuer("unit:9", "Ban Tổ chức", "Tỉnh ủy Quảng Ninh", "BTCTU", "Quảng Ninh", "party")
HOUR = day(2026, 11, 20)


class Subject:
    """What the outer act is about: nothing stored, one stream."""

    pk, stream = 0, "system"

    class _meta:
        label_lower = "papers.nothing"


def issued(issuer=STATE, kind=Kind.REPORT, title="Báo cáo tổng kết năm 2026", data=None, by=None, at=HOUR, **kept):
    """A paper issued inside an act. Out: Paper."""
    by = by or person()
    with ACT.on(Subject(), by=by, at=at):
        return issue(kind=kind, title=title, template=kept.pop("template", "papers/paper_sample.html"), data=data or {},
                     issuer=issuer, stream="system", by=by, at=at, **kept)  # fmt: skip
