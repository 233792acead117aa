"""Văn bản của năm: who issues, and what a plan or a Quy chế prints."""

from dataclasses import replace

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from blocs.roster import documents as roster
from blocs.roster.models import Office, Seat
from emulation.journal import clock
from emulation.papers.documents import signature
from emulation.papers.workflow import Issuer
from emulation.ui.dates import day, days_left
from emulation.ui.numbers import padded
from emulation.ui.text import lower_first, within_a_name

from .models import BlocYear, DraftKind, Duty, IssuesAs
from .rules import office_in


def lead_of(bloc_year):
    """The leading Member of the year; None when nobody leads."""
    return bloc_year.members.filter(duty=Duty.LEAD).select_related("unit").first()


def issuer(bloc_year):
    """Who issues the papers of a year: the bloc, in the letterhead of its lead unit and its own number series (Nghị định 30,
    Phụ lục I, II.3.a); or the lead unit in its own name, with numbers of its own registry. Out: Issuer.
    """
    bloc, lead = bloc_year.bloc, lead_of(bloc_year)
    if lead and bloc_year.issues_as == IssuesAs.LEAD:
        return unit_issuer(lead.unit, bloc)
    return Issuer(
        key=f"bloc:{bloc.pk}",
        name=bloc_year.called,
        parent_name=bloc.council.name,
        symbol=bloc.symbol,
        place=bloc.place,
        letterhead=lead.unit.letterhead if lead else "state",
    )


@override("vi")
def lead_signature(bloc_year):
    """The block under papers of the bloc: TM. KHỐI, TRƯỞNG KHỐI and the office in the lead unit (documents.md §3.2).

    A lead unit that issues in its own name signs by its head alone.
    """
    lead = lead_of(bloc_year)
    head = (
        Seat.objects.on(clock.today()).filter(unit=lead.unit_id, office=Office.HEAD).select_related("person").first()
        if lead
        else None
    )
    kind = bloc_year.bloc.get_kind_display()
    title = head.printed_title if head else (f"Thủ trưởng {lead.name}" if lead else "")
    name = head.person.full_name if head else ""
    if lead and bloc_year.issues_as == IssuesAs.LEAD:
        return signature(office=title, name=name)
    return signature(office=f"Trưởng {kind.lower()}", title=title, name=name, body=bloc_year.called, authority="tm")


def unit_issuer(unit, bloc):
    """A unit as issuer of its own paper, with numbers of its own registry; `bloc`: whose place is printed when it has none."""
    return replace(roster.issuer(unit), place=unit.place or bloc.place)


@override("vi")
def unit_signature(member, by):
    """The block under a paper of one member unit that `by` answers for: its head, or a vice head for the head (KT.).

    The head of the day when `by` no longer sits there, by name when the seat is filled today.
    """
    heads = Seat.objects.on(clock.today()).filter(unit=member.unit_id, office=Office.HEAD)
    head, seat = heads.select_related("person").first(), office_in(by, member)
    title = head.printed_title if head else "Thủ trưởng đơn vị"
    if seat is None or seat.office == Office.HEAD:
        return signature(office=title, name=head.person.full_name if head else "")
    return signature(office=seat.printed_title, name=by.full_name, authority="kt", for_office=title)


def usual_title(kind, bloc_year):
    """What a draft is called unless somebody calls it otherwise."""
    if kind == DraftKind.PLAN:
        return f"Kế hoạch hoạt động của {bloc_year.called} năm {bloc_year.year}"
    return f"Quy chế tổ chức và hoạt động của {bloc_year.called}"


@override("vi")
def adopted(draft):
    """Frozen data of an adopted plan or Quy chế: text, opinions with answers, signature."""
    opinions = list(draft.comments.select_related("member").order_by("member__position"))
    return {
        "title": draft.title,
        "kind": draft.get_kind_display(),
        "called": draft.bloc_year.bloc.get_kind_display().lower(),
        "year": draft.bloc_year.year,
        "paragraphs": [line for line in draft.text.split("\n") if line.strip()],
        "opinions": [{"unit": c.member.name, "agrees": c.agrees, "text": c.text, "answer": c.answer} for c in opinions],
        "spoken": any(c.text for c in opinions),
        "members": draft.bloc_year.members.count(),
        "recipients": ["Các đơn vị thành viên", draft.bloc_year.bloc.secretariat.name, "Lưu: VT"],
        "signature": lead_signature(draft.bloc_year),
    }


# --- công văn ---------------------------------------------------------------------------------------
def letter_title(letter):
    """«Công văn về việc nộp báo cáo» as in lists."""
    return f"Công văn về việc {lower_first(letter.subject)}"


@override("vi")
def letter(letter):
    """Công văn (Mẫu 1.5, Nghị định 30/2020): the subject stands under the number, there is no name of kind."""
    text = [line.strip() for line in letter.text.split("\n") if line.strip()]
    more = [line.strip() for line in letter.recipients.split("\n") if line.strip()]
    return {
        "subject": lower_first(letter.subject.rstrip(" .;")),
        "addressees": [line.strip() for line in letter.addressees.split("\n") if line.strip()],
        "paragraphs": [*text[:-1], text[-1].rstrip(" ./;")] if text else [],
        "recipients": ["Như trên", *more, "Lưu: VT"],
        "signature": lead_signature(letter.bloc_year),
    }


# --- danh sách đơn vị thành viên --------------------------------------------------------------------
CHANGED = "Danh sách đơn vị, trưởng khối, phó khối đã thay đổi"


def member_list_title(bloc_year):
    return f"Danh sách đơn vị thành viên {bloc_year.called} năm {bloc_year.year}"


@override("vi")
def member_list(bloc_year):
    """Danh sách đơn vị thành viên: in the order of the founding decision, with who leads and who deputises."""
    return {
        "bloc": bloc_year.called,
        "year": bloc_year.year,
        "founding": bloc_year.bloc.founding,
        "members": members_told(bloc_year),
        "recipients": ["Các đơn vị thành viên", bloc_year.bloc.secretariat.name, "Lưu: VT"],
        "signature": lead_signature(bloc_year),
    }


def members_told(bloc_year, members=None):
    """[name, duty] of the units present, in order, duty as in «Trưởng khối», «Phó cụm». members: those present, when they are at hand."""
    kind = bloc_year.bloc.get_kind_display().lower()
    words = {Duty.LEAD: f"Trưởng {kind}", Duty.DEPUTY: f"Phó {kind}", Duty.DEPUTY_2: f"Phó {kind}"}
    present = bloc_year.members.present().order_by("position") if members is None else members
    return [[m.name, words.get(m.duty, "Thành viên")] for m in present]


# --- dự thảo quyết định về các khối -----------------------------------------------------------------


def arrangement_title(year):
    return f"Quyết định về việc kiện toàn các khối, cụm thi đua và phân công trưởng khối, phó khối năm {year}"


def authority(root):
    """The body at the root of the tree that decides on blocs: its Ủy ban nhân dân where the root is a province, else the root itself. Out: Issuer."""
    area = within_a_name(root.name)
    committee = area[:1].islower()
    return Issuer(
        key=f"unit:{root.pk}", name=f"Ủy ban nhân dân {area}" if committee else root.name, parent_name="",
        symbol="UBND" if committee else root.symbol, place=root.place, letterhead="state" if committee else root.letterhead,
    )  # fmt: skip


@override("vi")
def arrangement(secretariat, year):
    """Dự thảo quyết định: every bloc that the secretariat follows, with its units of that year and who leads them; annexed as lists."""
    years = BlocYear.objects.filter(bloc__secretariat=secretariat, year=year).select_related("bloc__root")
    blocs = [
        {"name": y.bloc.name, "kind": y.bloc.get_kind_display().lower(), "members": members_told(y)}
        for y in years.order_by("bloc")
    ]
    body = authority(secretariat.root or secretariat)
    return {
        "year": year,
        "authority": f"Chủ tịch {body.name}" if body.symbol == "UBND" else body.name,
        "blocs": blocs,
        "secretariat": secretariat.name,
        "further_grounds": [f"Theo đề nghị của {secretariat.name}"],
        "recipients": ["Như Điều 3", "Hội đồng Thi đua - Khen thưởng", "Lưu: VT"],
        "signature": signature(office="Chủ tịch" if body.symbol == "UBND" else f"Thủ trưởng {body.name}"),
    }


# --- thư nhắc hạn -----------------------------------------------------------------------------------
@override("vi")
def reminder_subject(reminder, today):
    """«Còn 7 ngày: Đăng ký thi đua, Khối … năm 2026», counted from `today` (date)."""
    owed = reminder.obligation
    left = days_left(owed.due, today).replace("\xa0", " ")
    return f"{left}: {owed.milestone.get_kind_display()}, {owed.member.bloc_year}"


@override("vi")
def reminder_body(reminder, today):
    """The letter: which unit owes what until which day, where to do it, where to have no more such letters."""
    owed = reminder.obligation
    left = lower_first(days_left(owed.due, today).replace("\xa0", " "))
    extended = ", đã gia hạn" if owed.extended_to else ""
    return "\n".join([
        f"Kính gửi {reminder.person.full_name},", "",
        f"{owed.member.name}: {lower_first(owed.milestone.get_kind_display())}, hạn hết ngày {day(owed.due)}{extended} ({left}).",
        f"{owed.member.bloc_year}.", "",
        f"Mở năm thi đua: {settings.PUBLIC_URL}{reverse('years:page', args=[owed.member.bloc_year_id])}", "",
        f"Thư tự động. Đổi địa chỉ hoặc thôi nhận: {settings.PUBLIC_URL}{reverse('accounts:reminders')}",
    ])  # fmt: skip


# --- phong trào -------------------------------------------------------------------------------------
def movement_result(movement):
    """What a report tells of a movement: the result of all, how many units take part, the model examples. Out: list of lines."""
    units, examples = movement.participations.count(), movement.examples.select_related("member")
    lines = [line for line in movement.result.split("\n") if line.strip()]
    lines += [f"{padded(units)} đơn vị tham gia"] if units else []
    named = "; ".join(f"{one.who} ({one.member.name})" for one in examples)
    return [*lines, *([f"điển hình tiên tiến: {named}"] if named else [])]
