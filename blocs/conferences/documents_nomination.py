"""Văn bản của bình xét, suy tôn: mẫu phiếu, biên bản kiểm phiếu, biên bản bình xét (documents.md §3.4, §3.5), as frozen data.

Counts only: nothing here knows, or lets anybody work out, who voted what.
"""

from blocs.scoring.placing import with_ties
from blocs.years.models import Basis
from emulation.ballots import documents as ballots
from emulation.papers.documents import signature
from emulation.ui.numbers import points

from .documents import BASES, common, in_a_sentence, lines, nominated, split
from .models import ItemKind
from .quorum import quorum
from .ranking import settled_ranking

CHANGED = "Danh sách đề cử đã thay đổi"


# --- mẫu phiếu --------------------------------------------------------------------------------------
def ballot_title(conference):
    return f"Phiếu suy tôn tại {in_a_sentence(conference.title)}"


def ballot(conference):
    """Mẫu phiếu, in đủ số đơn vị có mặt: without number, signature or code, so that one sheet is like every other.

    Where a unit may not vote on itself each candidate has a slip of its own, which that unit is not handed: on one
    sheet for all candidates an empty line would tell whose it is.
    """
    rules = conference.bloc_year.rule_set
    rows = _candidates(conference)
    return {
        "at": in_a_sentence(conference.title),
        "bloc": conference.bloc_year.called,
        "slips": [rows] if rules.self_vote else [[row] for row in rows],
        "show_place": False,
    }


# --- biên bản kiểm phiếu ----------------------------------------------------------------------------
def count_title(conference):
    return f"Biên bản kiểm phiếu suy tôn tại {in_a_sentence(conference.title)}"


def count(conference, *, head, members=""):
    """Biên bản kiểm phiếu. head: who leads the counting team; members: the others, parted by semicolons."""
    counted = conference.ballot
    cast, issued = counted.turnout()
    return _at_the_meeting(conference) | {
        "team": [[head, "Trưởng ban"], *([name, "Ủy viên"] for name in split(members))],
        "secret": counted.secret,
        "opened_at": counted.opened_at,
        "counted_at": counted.counted_at,
        "issued": issued,
        "returned": cast,
        "percent": counted.threshold_percent,
        "more_than": counted.more_than,
        "base": BASES[counted.base],
        "lines": [
            {**line, "candidate": candidate}
            for line, candidate in zip(_lines(counted), _candidates(conference), strict=True)
        ],
        "signatures": [
            signature(office="Trưởng ban", body="Ban kiểm phiếu", authority="tm", name=head),
            signature(office="Chủ trì hội nghị", name=_chair(conference)),
        ],
    }


def _lines(ballot):
    return [ballots.counted(line) for line in ballot.lines.select_related("ballot").order_by("position")]


def _candidates(conference):
    """[unit, award] in the order of the ballot paper."""
    return [[c.member.name, c.award_type.name] for c in conference.candidates.select_related("member", "award_type")]


# --- biên bản bình xét ------------------------------------------------------------------------------
def nomination_title(conference):
    return f"Biên bản bình xét, suy tôn tại {in_a_sentence(conference.title)}"


def nomination(conference, *, secretary, remarks=""):
    """Biên bản bình xét, suy tôn: who was there, the ranking, who was put forward, what was said, the result. remarks: a line each."""
    attendances = list(conference.attendances.select_related("member", "representative"))
    rows = settled_ranking(conference)
    rules = conference.bloc_year.rule_set
    return _at_the_meeting(conference) | {
        "members": len(attendances),
        "present": [[a.member.name, a.representative.full_name] for a in attendances if a.present],
        "absent": [a.member.name for a in attendances if not a.present],
        "quorum_percent": quorum(conference).percent,
        "secretary": secretary,
        "rules": str(rules),
        "flags": rules.flags,
        "certificates": rules.certificates,
        "by_score": rules.basis == Basis.SCORE,
        "ranking": [
            [r.rank, r.member.name, points(r.total, r.round.scheme.decimals), tie]
            for r, _equals, tie in with_ties(rows)
        ],
        "said": [*_outcomes(conference), *lines(remarks)],
        "secret": conference.ballot.secret if conference.ballot else False,
        "nominations": nominated(conference),
        "closed_at": conference.closed_at,
        "signatures": [
            signature(office="Thư ký", name=secretary),
            signature(office="Chủ trì hội nghị", name=_chair(conference)),
        ],
    }


def _outcomes(conference):
    """What was written down of the nomination as an item of the agenda."""
    items = conference.items.filter(kind=ItemKind.NOMINATE).order_by("position")
    return [line for item in items for line in lines(item.outcome)]


def _at_the_meeting(conference):
    """What the papers of a nomination say of the meeting; they cite no law of their own."""
    return common(conference) | {"at": in_a_sentence(conference.title), "grounds": [], "recipients": ["Hồ sơ hội nghị", "Lưu: VT"]}  # fmt: skip


def _chair(conference):
    return (split(conference.chairs) or [""])[0]
