"""Phiếu, biên bản kiểm phiếu, biên bản bình xét, thông báo kết luận: the papers around a vote."""

from emulation.papers.documents import signature
from emulation.papers.models import Kind

from . import Text, of
from .conferences import common, nominations


@of("conferences/paper_ballot.html", Kind.BALLOT)
def ballot(draw):
    rows = [[draw.unit(), draw.words(8, 90)] for _ in range(draw.rows(1))]
    at = f"hội nghị {draw.words(8, 100)}"
    data = {"at": at, "bloc": draw.unit(), "slips": draw.choice([[rows], [[row] for row in rows]]), "show_place": False}
    return Text(f"suy tôn tại {at}", data, heading="PHIẾU SUY TÔN", printed_summary=f"{'tại' if draw.party else 'Tại'} {at}",
                silent=frozenset({"bloc"}) if len(data["slips"]) == 1 else frozenset(), numbered=False, ends=False)  # fmt: skip


@of("conferences/paper_count.html", Kind.MINUTES)
def count(draw):
    data = _meeting(draw) | {
        "team": [[draw.person(), "Trưởng ban"], *[[draw.person(), "Ủy viên"] for _ in range(draw.randint(0, 4))]],
        "secret": draw.random() < 0.5, "opened_at": draw.hour(), "counted_at": draw.hour(), "issued": 20, "returned": 19, "percent": 70,
        "more_than": draw.random() < 0.5, "base": "số phiếu hợp lệ", "lines": [counted(draw) for _ in range(draw.rows(1))],
        "signatures": [
            signature(office="Trưởng ban", body="Ban kiểm phiếu", authority="tm", name=draw.person()),
            signature(office="Chủ trì hội nghị", name=draw.person()),
        ],
    }  # fmt: skip
    silent = frozenset({"called", "conference", "host", "chairs", "guests"})
    return Text(f"kiểm phiếu suy tôn tại {data['at']}", data, silent=silent, numbered=False)


def counted(draw):
    """One line of a count, as ballots.documents.counted freezes it, with its candidate."""
    numbers = {"issued": 20, "returned": 19, "valid": 18, "invalid": 1, "yes": 17, "no": 1}
    numbers |= {"written": [2, 1], "agreed": 19, "base_number": 20, "percent": 70}
    passed, share = draw.random() < 0.5, draw.choice(["", "85,00"])
    return numbers | {"candidate": [draw.unit(), draw.words(8, 90)], "share": share, "passed": passed}


@of("conferences/paper_nomination.html", Kind.MINUTES)
def nomination(draw):
    data = _meeting(draw) | {
        "members": 20, "present": [[draw.unit(), draw.person()] for _ in range(draw.rows(1))], "absent": draw.units(), "quorum_percent": 70,
        "secretary": draw.person(), "rules": draw.words(8, 90), "flags": 1, "certificates": 2, "by_score": draw.random() < 0.3,
        "ranking": [[n + 1, draw.unit(), draw.points(), draw.choice(["", draw.clause()])] for n in range(draw.rows())],
        "said": draw.paragraphs(), "secret": draw.random() < 0.5, "nominations": nominations(draw),
        "closed_at": draw.choice([None, draw.hour()]),
        "signatures": [signature(office="Thư ký", name=draw.person()), signature(office="Chủ trì hội nghị", name=draw.person())],
    }  # fmt: skip
    silent = frozenset({"called", "conference", "guests", "bloc", "at"})
    return Text(f"bình xét, suy tôn tại {data['at']}", data, silent=silent, numbered=False)


def _meeting(draw):
    return common(draw) | {
        "at": f"hội nghị {draw.words(8, 60)}",
        "grounds": [],
        "recipients": ["Hồ sơ hội nghị", "Lưu: VT"],
    }


@of("conferences/paper_notice.html", Kind.NOTICE)
def notice(draw):
    data = common(draw) | {
        "title": f"hội nghị {draw.words(8, 90)}", "grounds": [], "present": 18, "members": 20, "conclusions": draw.paragraphs(),
        "signature": draw.signature(),
    }  # fmt: skip
    return Text(f"kết luận {data['title']}", data, silent=frozenset({"called", "conference", "host"}))
