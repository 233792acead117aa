"""Giao ước: equal signatures of all units, an annex of what each pledged."""

from emulation.papers.documents import signature
from emulation.papers.models import Kind

from . import Text, of

SILENT = frozenset({"members", "duty", "kind", "frozen_at", "code"})


@of("covenant/paper_covenant.html", Kind.COVENANT)
def covenant(draw):
    units = draw.units(2)
    absent = [{"unit": draw.unit(), "reason": draw.clause()}] if draw.random() < 0.3 else []
    bloc, digest = draw.unit(), f"{draw.getrandbits(256):064x}"
    data = {
        "bloc": bloc, "year": 2027, "opening": f"Chúng tôi, {draw.clause()}:", "grounds": draw.grounds(), "theme": draw.words(10, 290),
        "blocks": [*_blocks(draw), {"heading": False, "line": draw.clause(40, 300)}], "code": "7f3a 91c4", "sha256": digest,
        "frozen_at": draw.hour(), "members": [], "annex": [_part(draw, unit) for unit in units],
        "signatures": [*[_signature(draw, unit, digest) for unit in units], *[_absent(told["unit"]) for told in absent]],
        "absent": absent, "verify": [],
    }  # fmt: skip
    return Text("thi đua năm 2027", data, annexes=("Phụ lục",), silent=SILENT, said=(digest, bloc),
                heading="GIAO ƯỚC THI ĐUA", printed_summary="NĂM 2027", numbered=False)  # fmt: skip


def _blocks(draw):
    blocks = []
    for number in ("I", "II", "III")[: draw.randint(1, 3)]:
        blocks.append({"heading": True, "line": f"{number}. {draw.words(8, 60).upper()}"})
        blocks += [{"heading": False, "line": line} for line in [draw.sentence(), *draw.paragraphs()]]
    return blocks


def _signature(draw, unit, digest):
    office, authority = draw.choice([("Giám đốc", "self"), ("Phó Giám đốc", "kt"), ("Chánh Văn phòng", "tuq")])
    return signature(
        unit=unit,
        office=office,
        name=draw.person(),
        authority=authority,
        for_office="Giám đốc",
        at=draw.hour(),
        digest=digest,
    )


def _absent(unit):
    return signature(unit=unit, office="", unsigned="Không xác nhận")


def _part(draw, unit):
    part = {"member": 1, "unit": unit, "registered": draw.random() < 0.9, "targets": [], "titles": []}
    if part["registered"]:
        part["targets"] = [
            {"position": n + 1, "name": draw.clause(10, 200), "measure": draw.words(1, 20), "level": draw.choice(["100", draw.words(5, 40)]),
             "note": draw.choice(["", draw.clause()])}
            for n in range(draw.randint(1, 5))
        ]  # fmt: skip
        part["titles"] = [
            {"name": draw.words(8, 80), "kind": "title", "quantity": draw.randint(1, 40)}
            for _ in range(draw.randint(1, 3))
        ]
    return part
