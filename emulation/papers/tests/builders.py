"""Builder words of this room's tests: an act that issues, an issuer, a paper."""

import datetime as dt

from blocs.roster.models import Office
from emulation.journal.steps import Record
from emulation.papers.models import Issuer, Kind
from emulation.papers.numbering import open_numbering
from emulation.papers.workflow import issue
from emulation.testing import day, person, sitting, unit

ACT = Record("Việc để kiểm thử", "papers.retry")
STATE = Issuer("bloc:1", "Khối thi đua các cơ quan tham mưu", "Sở Nội vụ", "KTĐ", "Kon Tum")
PARTY = Issuer("unit:9", "Ban Tổ chức", "Tỉnh ủy Quảng Ninh", "BTCTU", "Quảng Ninh", "party")
HOUR = day(2026, 11, 20)


def office(name="Sở Nội vụ", letterhead="state", kept="here"):
    """An agency that issues, and its registry clerk. Out: (Issuer, User)."""
    agency = unit(name, symbol="SNV", letterhead=letterhead)
    issuer = Issuer(f"unit:{agency.pk}", agency.name, "Tỉnh Thử Nghiệm", "SNV", "Thử Nghiệm", letterhead, kept)
    return issuer, sitting(Office.REGISTRY, unit=agency)


def term(issuer, clerk, since=dt.date(2025, 6, 1), until=dt.date(2030, 5, 31), **columns):
    """The term of a Party committee, opened by its clerk. Out: Numbering."""
    return open_numbering(issuer.key, since=since, until=until, by=clerk, at=HOUR, **columns)


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
