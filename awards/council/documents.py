"""Biên bản phiên họp Hội đồng (domain.md §6): who took part, each proposal with the bloc its unit leads, votes, conclusion."""

from django.utils.translation import override

from blocs.roster.models import Office, Seat
from emulation.ballots import documents as ballots
from emulation.journal import clock
from emulation.papers.documents import signature
from emulation.papers.workflow import Issuer

BASES = {
    "all": "tổng số thành viên Hội đồng",
    "present": "số thành viên có mặt",
    "returned": "số phiếu thu về",
    "valid": "số phiếu hợp lệ",
}
CHOICES = ("Đồng ý", "Không đồng ý")


def title(session):
    """«Biên bản phiên họp xét khen thưởng năm 2026» as in lists."""
    words = session.title[:1].lower() + session.title[1:] if session.title.startswith("Phiên họp") else session.title
    return f"Biên bản {words}"


def issuer(session):
    """The council as issuer, with its own number series (Nghị định 30, Phụ lục I, II.3.a)."""
    council = session.council
    return Issuer(
        key=f"unit:{council.pk}", name=council.name, parent_name=council.parent.name if council.parent else "",
        symbol=council.symbol, place=council.place or council.root.place, letterhead=council.letterhead,
    )  # fmt: skip


def law_days(session):
    """Ngày tiếp nhận of the dossiers that were judged: their papers follow the law of that day."""
    return sorted(set(session.lines.values_list("proposal__received_on", flat=True)) - {None})


@override("vi")
def minutes(session):
    """Frozen data of the minutes. Counts only: who voted what is not known to anyone."""
    lines = session.lines.select_related(
        "proposal__unit", "proposal__award_type", "proposal__nomination", "proposal__bloc_year__bloc", "ballot"
    )
    seats = Seat.objects.on(clock.today()).filter(
        unit=session.council_id, office__in=[Office.COUNCIL_CHAIR, Office.COUNCIL_MEMBER, Office.COUNCIL_SECRETARY]
    )
    names = {s.office: s.person.full_name for s in seats.select_related("person")}
    return {
        "title": session.title,
        "held_at": session.held_at,
        "opened_at": session.opened_at,
        "closed_at": session.closed_at,
        "place": session.place,
        "members": [s.printed_title for s in seats if s.office != Office.COUNCIL_SECRETARY],
        "lines": [_line(line) for line in lines],
        "conclusions": [text for text in session.conclusions.split("\n") if text.strip()],
        "recipients": ["Các thành viên Hội đồng", "Lưu: VT"],
        "signatures": [
            signature(office="Thư ký Hội đồng", name=names.get(Office.COUNCIL_SECRETARY, "")),
            signature(office="Chủ tịch Hội đồng", name=names.get(Office.COUNCIL_CHAIR, "")),
        ],
    }


def _line(line):
    proposal, counted = line.proposal, line.ballot.lines.get()
    return {
        "unit": proposal.unit.name,
        "award": proposal.award_type.name,
        "bloc": proposal.bloc_year.called,
        "rank": proposal.nomination.rank,
        "why": proposal.nomination.why,
        "yes": counted.yes,
        "base": counted.base_number,
        "needed": proposal.award_type.threshold_percent,
        "passed": bool(counted.passed),
    }


# --- biên bản kiểm phiếu ----------------------------------------------------------------------------
def count_title(session):
    """«Biên bản kiểm phiếu phiên họp xét khen thưởng năm 2026» as in lists."""
    return f"Biên bản kiểm phiếu {title(session).removeprefix('Biên bản ')}"


@override("vi")
def count(session, *, head, members=""):
    """Biên bản kiểm phiếu (documents.md §3.5): every proposal with its numbers; absent members who wrote are named, not what they wrote.

    head: who leads the counting team; members: the others, parted by semicolons.
    """
    lines = list(session.lines.select_related("proposal__unit", "proposal__award_type", "ballot"))
    chair = Seat.objects.on(clock.today()).filter(unit=session.council_id, office=Office.COUNCIL_CHAIR)
    seat = chair.select_related("person").first()
    return {
        "at": title(session).removeprefix("Biên bản "),
        "council": session.council.name,
        "place": session.place,
        "opened_at": session.opened_at,
        "closed_at": session.closed_at,
        "team": [head, *(name.strip() for name in members.split(";") if name.strip())],
        "lines": [_counted(line) for line in lines],
        "wrote": sorted(
            {e.label for line in lines for e in line.ballot.electors.filter(slots__named_vote__written=True)}
        ),
        "grounds": [],
        "recipients": ["Hồ sơ phiên họp", "Lưu: VT"],
        "signatures": [
            signature(office="Trưởng ban", body="Ban kiểm phiếu", authority="tm", name=head),
            signature(office="Chủ tịch Hội đồng", name=seat.person.full_name if seat else ""),
        ],
    }


def _counted(line):
    proposal = line.proposal
    told = ballots.counted(line.ballot.lines.select_related("ballot").get())
    return told | {"candidate": [proposal.unit.name, proposal.award_type.name], "base": BASES[line.ballot.base]}
