"""Giấy ủy quyền ký."""

from emulation.papers.documents import signature
from emulation.papers.models import Kind

from . import Text, of


@of("roster/paper_delegation.html", Kind.DELEGATION)
def delegation(draw):
    giver = {"name": draw.person(), "office": f"Giám đốc {draw.words(5, 60)}"}
    data = {
        "unit": draw.unit(), "giver": giver, "receiver": {"name": draw.person(), "office": f"Phó Giám đốc {draw.words(5, 60)}"},
        "matter": draw.clause(10, 90), "authority": "ký thay (KT.)", "since": "ngày 05 tháng 01 năm 2027", "until": "ngày 31 tháng 12 năm 2027",
        "grounds": draw.grounds(), "recipients": draw.recipients(), "verify": [],
        "signature": signature(office=giver["office"], name=giver["name"], at=draw.choice([None, draw.hour()])),
    }  # fmt: skip
    return Text(
        "ký giao ước thi đua",
        data,
        heading="GIẤY ỦY QUYỀN",
        printed_summary="Ký giao ước thi đua",
        said=(data["authority"],),
    )
