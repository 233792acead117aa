"""Văn bản của hội nghị: giấy mời, biên bản, biên bản bàn giao — each as frozen data; the report stands in reporting.py and documents_report.py.

Everything here is printed or kept as it is: Vietnamese whatever language the person at the screen reads.
"""

from django.utils.translation import override

from blocs.roster.models import Office, Rotation, Seat
from blocs.scoring.placing import with_ties
from blocs.years.documents import lead_of, lead_signature
from emulation.journal import clock
from emulation.papers.documents import signature
from emulation.ui.numbers import points

from . import documents_meeting
from .documents_meeting import lines
from .models import ConferenceKind
from .quorum import quorum
from .ranking import decimals, settled_ranking

CHOICES = ("Đồng ý", "Không đồng ý")
BASES = {
    "all": "tổng số đơn vị thành viên",
    "present": "tổng số đơn vị có mặt",
    "returned": "số phiếu thu về",
    "valid": "số phiếu hợp lệ",
}


def usual_title(kind, bloc_year):
    """What a conference is called unless somebody calls it otherwise: «Hội nghị tổng kết năm 2026»."""
    with override("vi"):
        return f"{ConferenceKind(kind).label} năm {bloc_year.year}"


def usual_plan(bloc_year):
    """Who usually chairs a conference and is invited to it, and where it meets: what the lead unit would type."""
    lead = lead_of(bloc_year)
    head = Seat.objects.on(clock.today()).filter(unit=lead.unit_id, office=Office.HEAD).first() if lead else None
    return {
        "place": f"Hội trường {lead.name}" if lead else "",
        "chairs": head.printed_title if head else "",
        "guests": f"Đại diện {bloc_year.bloc.secretariat.name}",
    }


def vote_title(conference):
    """What stands above the ballot paper."""
    return f"Phiếu suy tôn, {conference.title}"


def why(row, line):
    """Vì sao một đơn vị được suy tôn, in a few words: rank and points (row or None), votes (line or None)."""
    place = f"hạng {row.rank}, {points(row.total, row.round.scheme.decimals)} điểm" if row else "chưa xếp hạng"
    return f"{place}; {line.yes} trong {line.base_number} phiếu đồng ý" if line else place


@override("vi")
def how(bloc_year, lead, turn):
    """Theo cách nào mà `lead` (Unit) làm trưởng khối; `turn`: the unit whose turn it was, or None."""
    rotation = bloc_year.bloc.rotation
    if turn is None or turn == lead:
        return str(Rotation(rotation).label)
    return f"Hội nghị thống nhất, khác thứ tự luân phiên (đến lượt {turn})"


def common(conference):
    """What every paper of a conference says of it."""
    bloc_year = conference.bloc_year
    return {
        "bloc": bloc_year.called,
        "called": called(bloc_year.bloc),
        "year": bloc_year.year,
        "conference": conference.title,
        "held_at": conference.held_at,
        "place": conference.place,
        "host": conference.host,
        "chairs": split(conference.chairs),
        "guests": split(conference.guests),
        "recipients": ["Các đơn vị thành viên", bloc_year.bloc.secretariat.name, "Lưu: VT"],
    }


def called(bloc):
    """«khối» or «cụm»."""
    with override("vi"):
        return bloc.get_kind_display().lower()


def split(text):
    """Parts of a line written with semicolons."""
    return [part.strip() for part in text.split(";") if part.strip()]


# --- giấy mời ---------------------------------------------------------------------------------------
def invitation_title(conference):
    return f"Giấy mời dự {in_a_sentence(conference.title)}"


def in_a_sentence(title):
    """A title that begins with a common noun, inside a sentence."""
    return title[:1].lower() + title[1:] if title.startswith("Hội nghị") else title


def invitation(conference):
    """Giấy mời: to whom, when, where, what for."""
    members = [m.name for m in conference.bloc_year.members.present()]
    return common(conference) | {
        "title": in_a_sentence(conference.title),
        "members": members,
        "agenda": [i.title for i in conference.items.order_by("position")],
        "signature": lead_signature(conference.bloc_year),
        "recipients": ["Như trên", conference.bloc_year.bloc.secretariat.name, "Lưu: VT"],
    }


# --- báo cáo (its data: reporting.py) --------------------------------------------------------------
def report_periods(conference):
    """The stretch of time that a report looks back on, and the one that it looks forward to."""
    year = conference.bloc_year.year
    if conference.kind == ConferenceKind.MIDYEAR:
        return {"period": f"6 tháng đầu năm {year}", "next_period": f"6 tháng cuối năm {year}"}
    return {"period": f"năm {year}", "next_period": f"năm {year + 1}"}


def report_recipients():
    """Nơi nhận of a report to a superior: those it is addressed to come first."""
    return ["Như trên", "Các đơn vị thành viên", "Lưu: VT"]


def report_name(conference):
    """«Báo cáo tổng kết», in a list of papers."""
    return "Báo cáo sơ kết" if conference.kind == ConferenceKind.MIDYEAR else "Báo cáo tổng kết"


def report_title(conference):
    """«Báo cáo tổng kết công tác thi đua, khen thưởng năm 2026, phương hướng, nhiệm vụ năm 2027 của Khối …» as in lists."""
    past, ahead = report_periods(conference).values()
    bloc = conference.bloc_year.called
    return f"{report_name(conference)} công tác thi đua, khen thưởng {past}, phương hướng, nhiệm vụ {ahead} của {bloc}"


# --- biên bản hội nghị ------------------------------------------------------------------------------
def minutes_title(conference):
    return f"Biên bản {in_a_sentence(conference.title)}"


@override("vi")
def minutes(conference):
    """Biên bản hội nghị (Mẫu 1.9, Nghị định 30/2020): time, place, attendance, proceedings by item, votes, conclusions, end.

    Before the meeting: with room for what is not known yet.
    """
    attendances = list(conference.attendances.select_related("member", "representative"))
    ballot = conference.ballot
    seats = quorum(conference)
    return common(conference) | {
        "opened_at": conference.opened_at,
        "closed_at": conference.closed_at,
        "members": len(attendances),
        "present": [_present(a) for a in attendances if a.present],
        "absent": [a.member.name for a in attendances if not a.present] if seats.present else [],
        "quorum_percent": seats.percent,
        "agenda": documents_meeting.proceedings(conference),
        "ties": told_ties(conference),
        "ballot": _count(ballot) if ballot else None,
        "nominations": nominated(conference),
        "handover": handed_over(conference),
        "conclusions": lines(conference.conclusions),
        "agreed": documents_meeting.agreed(conference),
        "signatures": [
            signature(office="Thư ký hội nghị"),
            signature(office="Chủ trì", name=(split(conference.chairs) or [""])[0]),
        ],
    }


def told_ties(conference):
    """Every unit that stood equal with another, and how that was settled: [unit, rank, words]. Only where ranks are spoken of."""
    if conference.kind != ConferenceKind.YEAR_END and not conference.tie_breaks.exists():
        return []
    return [
        [row.member.name, row.rank, words] for row, _equals, words in with_ties(settled_ranking(conference)) if words
    ]


def _present(attendance):
    return {
        "unit": attendance.member.name,
        "who": attendance.representative.full_name,
        "delegation": attendance.delegation,
    }


def nominated(conference):
    """Kết quả suy tôn, dòng theo dòng."""
    rows = conference.nominations.select_related("member", "award_type")
    places = decimals(conference.bloc_year)
    return [
        {
            "unit": n.member.name, "award": n.award_type.name, "passed": n.passed, "rank": n.rank,
            "score": "" if n.score is None else points(n.score, places), "yes": n.yes, "base": n.base_number, "why": n.why,
        }
        for n in rows
    ]  # fmt: skip


def handed_over(conference):
    """Trưởng khối, phó khối năm sau, or None."""
    made = getattr(conference, "handover", None)
    if made is None:
        return None
    return {
        "year": made.to_year.year,
        "lead": made.lead.name,
        "deputy": made.deputy.name if made.deputy else "",
        "how": made.how,
    }


def _count(ballot):
    """Kiểm phiếu, dòng theo dòng: issued, returned, valid, invalid, yes, base, whether it passed."""
    counted = ballot.lines.order_by("position")
    names = ("label", "issued", "returned", "valid", "invalid", "yes", "base_number", "passed")
    return {
        "secret": ballot.secret,
        "percent": ballot.threshold_percent,
        "base": BASES[ballot.base],
        "lines": [{name: getattr(line, name) for name in names} for line in counted],
    }


# --- thông báo kết luận -----------------------------------------------------------------------------
def notice_title(conference):
    return f"Thông báo kết luận {in_a_sentence(conference.title)}"


def usual_notice(conference):
    """What a notice usually says, a line each: the conclusions, then the tasks ahead."""
    return "\n".join(lines(conference.conclusions) + lines(conference.next_tasks))


def notice(conference, *, text):
    """Thông báo kết luận: to every unit, what the conference concluded. text: a line for each conclusion."""
    present = [a.member.name for a in conference.attendances.select_related("member") if a.present]
    return common(conference) | {
        "title": in_a_sentence(conference.title),
        "grounds": [],
        "present": len(present),
        "members": conference.attendances.count(),
        "conclusions": lines(text),
        "signature": lead_signature(conference.bloc_year),
    }


# --- biên bản bàn giao ------------------------------------------------------------------------------
def handover_title(made):
    return f"Biên bản bàn giao nhiệm vụ trưởng {called(made.from_year.bloc)} thi đua năm {made.to_year.year}"


def handover(made):
    """Biên bản bàn giao: when and where, from whom, to whom, what is handed over."""
    old, bloc = lead_of(made.from_year), made.from_year.bloc
    return {
        "bloc": bloc.name,
        "called": called(bloc),
        "year": made.to_year.year,
        "year_before": made.from_year.year,
        "held_at": clock.current(),
        "place": made.conference.place if made.conference else bloc.place,
        "conference": in_a_sentence(made.conference.title) if made.conference else "",
        "from": old.name if old else "",
        "to": made.lead.name,
        "deputy": made.deputy.name if made.deputy else "",
        "how": made.how,
        "handed": [item.rstrip(" ;,.") for item in lines(made.items)],
        "recipients": ["Hai đơn vị bàn giao", bloc.secretariat.name, "Lưu: VT"],
        "signatures": [
            signature(unit=old.name if old else "", office="Đại diện bên giao"),
            signature(unit=made.lead.name, office="Đại diện bên nhận"),
        ],
    }
