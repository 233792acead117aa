"""Giấy ủy quyền: who gives the signing to whom, for what, until when."""

from emulation.papers.documents import signature
from emulation.papers.models import Kind

from . import Text, of


@of("roster/paper_delegation.html", Kind.DELEGATION)
def delegation(draw):
    giver, receiver = (
        {"name": draw.person(), "office": draw.choice(["Giám đốc", f"Trưởng {draw.words(8, 40)}"])} for _ in range(2)
    )
    confirmed = draw.choice([None, draw.hour()])
    data = {
        "unit": draw.unit(), "giver": giver, "receiver": receiver, "matter": draw.clause(40, 120),
        "authority": draw.choice(["ký thay (KT.)", "ký thừa ủy quyền (TUQ.)"]), "since": "ngày 10 tháng 02 năm 2027",
        "until": "ngày 30 tháng 4 năm 2027", "grounds": draw.grounds(),
        "recipients": [f"{receiver['office']} {receiver['name']}", "Lưu: VT"],
        "signature": signature(office=giver["office"], name=giver["name"], at=confirmed), "verify": [],
    }  # fmt: skip
    return Text("ký giao ước thi đua", data, printed_summary="Ký giao ước thi đua", said=(data["authority"],))
