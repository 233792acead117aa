"""Năm thi đua: lập năm, giai đoạn chỉ đi tới, khép năm; mốc, trễ, gia hạn."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from blocs.roster.models import Bloc
from blocs.years import documents, movements, reports, workflow
from blocs.years.models import BlocYear, Due, Member, Movement, Obligation, Stage
from emulation.journal import clock
from emulation.journal.models import Entry
from emulation.journal.steps import Refused
from emulation.testing import day

JANUARY = day(2027, 1, 5)


def open_2027(cast, by=None, **facts):
    facts = {"year": 2027, "lead": cast.units[1], "deputies": [cast.units[2]]} | facts
    return workflow.open_year(cast.bloc, **facts, by=by or cast.officer, at=JANUARY)


# --- lập năm ----------------------------------------------------------------------------------------
def test_a_year_takes_its_members_and_what_they_owe_from_the_bloc(cast):
    """Lập năm: đủ đơn vị đang thuộc khối theo thứ tự, vai trò, sáu mốc, mỗi đơn vị nợ mỗi mốc một việc."""
    row = open_2027(cast, theme="Kỷ cương")
    assert [(m.unit, m.duty) for m in row.members.order_by("position")] == [
        (cast.units[0], ""),
        (cast.units[1], "lead"),
        (cast.units[2], "deputy"),
    ]
    assert {m.kind for m in row.milestones.all()} == set(Due.values)
    assert Obligation.objects.filter(member__bloc_year=row, met_on=None).count() == 18
    assert (row.since, row.until, row.theme, row.state) == (
        dt.date(2027, 1, 1),
        dt.date(2027, 12, 31),
        "Kỷ cương",
        "preparing",
    )


def test_a_unit_that_left_is_no_member_of_the_new_year(cast):
    """Đơn vị đã ra khỏi khối không vào năm mới; năm cũ giữ nguyên."""
    cast.bloc.memberships.filter(unit=cast.units[2]).update(until="2026-12-31")
    row = open_2027(cast, deputies=[])
    assert row.members.count() == 2
    assert cast.row.members.count() == 3


def test_a_year_keeps_the_names_of_its_time(cast):
    """Đơn vị đổi tên thì năm cũ vẫn in tên cũ."""
    cast.units[0].name = "Sở Tên Mới"
    cast.units[0].save()
    assert cast.row.members.get(unit=cast.units[0]).name == "Sở số 01 của Khối thi đua thử nghiệm"
    assert open_2027(cast).members.get(unit=cast.units[0]).name == "Sở Tên Mới"


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (lambda c, o: {"year": 2026}, "Khối đã có năm thi đua 2026"),
        (lambda c, o: {"lead": o.units[0]}, "hiện không thuộc khối"),
        (lambda c, o: {"deputies": [o.units[0]]}, "hiện không thuộc khối"),
        (lambda c, o: {"deputies": [c.units[1]]}, "phải là các đơn vị khác nhau"),
    ],
)
def test_a_year_that_does_not_hold_is_not_opened(cast, other, facts, words):
    """Trùng năm, trưởng hoặc phó ngoài khối, một đơn vị hai vai: từ chối, không lập gì."""
    with pytest.raises(Refused, match=words):
        open_2027(cast, **facts(cast, other))
    assert not BlocYear.objects.filter(bloc=cast.bloc, year=2027).exists()


def test_who_opens_a_year(cast, other):
    """Cơ quan thường trực và lãnh đạo trưởng khối năm gần nhất; không phải đơn vị khác trong khối, không phải cán bộ đầu mối."""
    for person in (cast.heads[1], cast.clerks[0], cast.councillor, other.heads[0]):
        with pytest.raises(PermissionDenied):
            open_2027(cast, by=person)
    assert open_2027(cast, by=cast.heads[0]).year == 2027


def test_one_lead_and_one_year_are_kept_by_the_database(cast):
    """Hai trưởng khối trong một năm, hai năm trùng: cơ sở dữ liệu không cho."""
    with pytest.raises(IntegrityError), transaction.atomic():
        Member.objects.filter(pk=cast.members[1].pk).update(duty="lead")
    with pytest.raises(IntegrityError), transaction.atomic():
        BlocYear.objects.create(bloc=cast.bloc, year=2026, since="2026-01-01", until="2026-12-31")


# --- giai đoạn --------------------------------------------------------------------------------------
def reach(cast, stage):
    """The stage as an act of a room above brings it."""
    with workflow.SET_DUE.on(cast.row, by=cast.officer, at=JANUARY):
        workflow.reach(cast.row, stage, by=cast.officer, at=JANUARY)


def test_stages_only_go_forward(cast):
    """Tới giai đoạn sau, kể cả nhảy qua; đã tới rồi thì không bao giờ lùi; nhật ký ghi đúng một lần."""
    for stage, stands in (
        (Stage.RUNNING, "running"),
        (Stage.SIGNING, "running"),
        (Stage.RUNNING, "running"),
        (Stage.PROPOSED, "proposed"),
        (Stage.SCORING, "proposed"),
    ):
        reach(cast, stage)
        cast.row.refresh_from_db()
        assert cast.row.state == stands
    assert Entry.objects.filter(stream__name=cast.row.stream, label="Chuyển giai đoạn").count() == 2


def test_a_stage_is_reached_by_another_act_only(cast):
    """Không ai tự chuyển giai đoạn bằng tay."""
    with pytest.raises(PermissionDenied, match="chỉ xảy ra theo một việc khác"):
        workflow.reach(cast.row, Stage.RUNNING, by=cast.officer, at=JANUARY)


@pytest.mark.parametrize("stage", [s for s in Stage.values if s != "closed"])
def test_a_year_is_closed_from_decided_only(cast, stage):
    """Chỉ khép năm khi đã có quyết định."""
    if stage != "preparing":
        reach(cast, stage)
    if stage == "decided":
        workflow.close(cast.row, by=cast.officer, at=JANUARY)
        assert cast.row.state == "closed"
    else:
        with pytest.raises(Refused, match="Không thể «Khép năm thi đua»"):
            workflow.close(cast.row, by=cast.officer, at=JANUARY)


def test_only_the_secretariat_closes(cast, other, away):
    """Trưởng khối, đơn vị khác, cơ quan thường trực tỉnh khác không khép năm."""
    reach(cast, Stage.DECIDED)
    for person in (cast.heads[0], cast.heads[2], other.heads[0], away.officer):
        with pytest.raises(PermissionDenied):
            workflow.close(cast.row, by=person, at=JANUARY)


# --- mốc, trễ, gia hạn ------------------------------------------------------------------------------
def owed(cast, place, kind=Due.REGISTER):
    return Obligation.objects.select_related("member__bloc_year__bloc", "milestone").get(
        member=cast.members[place], milestone__kind=kind
    )


def late(cast, at):
    with clock.at(at):
        return [o.member.position for o in reports.overview(cast.row).late]


def test_a_due_day_ends_at_midnight_in_vietnam(cast):
    """Hạn 15/02: 23:59 ngày 15 chưa trễ, 00:00 ngày 16 là trễ, theo giờ Việt Nam."""
    assert late(cast, day(2026, 2, 15, 23, 59)) == []
    assert late(cast, day(2026, 2, 16, 0, 0)) == [1, 2, 3]


def test_what_is_met_is_no_longer_late_and_keeps_its_first_day(cast):
    """Xong rồi thì thôi trễ; ghi lần hai vẫn giữ ngày đầu."""
    meet(cast, 0, day(2026, 2, 20))
    meet(cast, 0, day(2026, 3, 1))
    assert owed(cast, 0).met_on == dt.date(2026, 2, 20)
    assert late(cast, day(2026, 2, 21)) == [2, 3]


def meet(cast, place, at):
    with workflow.SET_DUE.on(cast.row, by=cast.officer, at=at):
        workflow.meet(cast.members[place], Due.REGISTER, by=cast.officer, at=at)


def test_an_extension_moves_the_day_for_one_unit(cast):
    """Gia hạn có lý do cho một đơn vị: đơn vị ấy thôi trễ tới ngày mới, rồi lại trễ; đơn vị khác không đổi."""
    workflow.extend(
        owed(cast, 1),
        to=dt.date(2026, 2, 25),
        reason="Đoàn công tác ngoài tỉnh",
        by=cast.clerks[0],
        at=day(2026, 2, 16),
    )
    assert late(cast, day(2026, 2, 20)) == [1, 3]
    assert late(cast, day(2026, 2, 26)) == [1, 3, 2]
    entry = Entry.objects.select_related("particulars").get(label="Gia hạn")
    assert entry.particulars.note == "Đoàn công tác ngoài tỉnh"


@pytest.mark.parametrize(
    ("to", "reason", "words"),
    [
        (dt.date(2026, 2, 15), "Vì sao", "phải sau hạn hiện nay"),
        (dt.date(2026, 2, 10), "Vì sao", "phải sau hạn hiện nay"),
        (dt.date(2026, 2, 25), "  ", "phải nêu lý do"),
    ],
)
def test_an_extension_needs_a_later_day_and_a_reason(cast, to, reason, words):
    """Ngày sớm hơn hạn, hoặc không lý do: từ chối."""
    with pytest.raises(Refused, match=words):
        workflow.extend(owed(cast, 1), to=to, reason=reason, by=cast.clerks[0], at=day(2026, 2, 16))
    assert owed(cast, 1).extended_to is None


def test_what_is_done_is_not_extended(cast):
    """Việc đã xong thì không gia hạn."""
    meet(cast, 1, day(2026, 2, 10))
    with pytest.raises(Refused, match="đã xong, không cần gia hạn"):
        workflow.extend(owed(cast, 1), to=dt.date(2026, 3, 1), reason="x", by=cast.officer, at=day(2026, 2, 16))


def test_who_extends_and_sets_days(cast, other):
    """Trưởng khối và cơ quan thường trực; không phải đơn vị xin gia hạn."""
    hand = {"at": day(2026, 2, 16)}
    for person in (cast.heads[1], cast.heads[2], cast.councillor, other.heads[0]):
        with pytest.raises(PermissionDenied):
            workflow.extend(owed(cast, 1), to=dt.date(2026, 3, 1), reason="x", by=person, **hand)
        with pytest.raises(PermissionDenied):
            workflow.set_due(cast.row, Due.REGISTER, dt.date(2026, 3, 1), by=person, **hand)
        with pytest.raises(PermissionDenied):
            movements.add_movement(cast.row, name="x", by=person, **hand)


@pytest.mark.parametrize(
    ("due", "holds"), [("2026-01-01", True), ("2025-12-31", False), ("2027-04-30", True), ("2027-05-01", False)]
)
def test_a_due_day_lies_in_the_year_or_the_spring_after(cast, due, holds):
    """Hạn trong năm hoặc 120 ngày sau."""
    due = dt.date.fromisoformat(due)
    if holds:
        workflow.set_due(cast.row, Due.REGISTER, due, by=cast.officer, at=JANUARY)
        assert cast.row.milestones.get(kind=Due.REGISTER).due == due
    else:
        with pytest.raises(Refused, match="phải nằm trong năm 2026"):
            workflow.set_due(cast.row, Due.REGISTER, due, by=cast.officer, at=JANUARY)


def test_a_milestone_that_the_year_lacks_is_refused(cast):
    """Năm không có mốc thì nói tên mốc."""
    Obligation.objects.filter(milestone__kind=Due.DOSSIER).delete()
    cast.row.milestones.filter(kind=Due.DOSSIER).delete()
    with pytest.raises(Refused, match="không có mốc «Hồ sơ khen thưởng»"):
        workflow.set_due(cast.row, Due.DOSSIER, dt.date(2026, 6, 1), by=cast.officer, at=JANUARY)


def test_a_closed_year_reports_nobody_late(cast):
    """Năm đã khép thì không ai còn trễ, ở trang năm và ở danh sách năm."""
    when = day(2027, 3, 1)
    reach(cast, Stage.DECIDED)
    with clock.at(when):
        assert reports.visible_years(cast.officer).get(pk=cast.row.pk).is_late
    workflow.close(cast.row, by=cast.officer, at=JANUARY)
    with clock.at(when):
        assert not reports.visible_years(cast.officer).get(pk=cast.row.pk).is_late
        assert reports.overview(cast.row).late == []


def test_a_list_of_years_knows_extended_days(cast):
    """Danh sách năm: gia hạn hết rồi cũng là trễ, gia hạn còn thì chưa."""
    hand = {"reason": "x", "by": cast.officer, "at": day(2026, 2, 10)}
    for place in range(3):
        workflow.extend(owed(cast, place), to=dt.date(2026, 2, 20), **hand)
    with clock.at(day(2026, 2, 18)):
        assert not reports.visible_years(cast.officer).get(pk=cast.row.pk).is_late
    with clock.at(day(2026, 2, 21)):
        assert reports.visible_years(cast.officer).get(pk=cast.row.pk).is_late


# --- phong trào -------------------------------------------------------------------------------------
def test_a_movement_is_noted_and_its_result_told(cast):
    """Phong trào: ghi tên, ai phát động, thời gian; rồi kết quả."""
    row = movements.add_movement(
        cast.row, name="Cải cách hành chính", launched_by="UBND tỉnh", by=cast.clerks[0], at=JANUARY
    )
    movements.report_movement(row, result="100% đơn vị tham gia.", by=cast.clerks[0], at=JANUARY)
    assert Movement.objects.get().result == "100% đơn vị tham gia."
    with pytest.raises(PermissionDenied):
        movements.report_movement(row, result="Khác", by=cast.clerks[1], at=JANUARY)


# --- tỷ lệ nữ -------------------------------------------------------------------------------------
COUNTED = {"women": 35, "staff": 48, "source": "Báo cáo thống kê 30/11"}


def test_the_share_of_women_is_entered_by_the_unit_or_the_secretariat_with_its_source(cast, other):
    """Đơn vị hay cơ quan thường trực ghi số nữ, tổng số người, nguồn; nhật ký giữ số cũ và số mới; đơn vị khác không ghi thay."""
    member = cast.members[2]
    workflow.record_women(member, **COUNTED, by=cast.clerks[2], at=JANUARY)
    workflow.record_women(member, **COUNTED | {"women": 36}, by=cast.officer, at=JANUARY)
    member.refresh_from_db()
    assert (member.women, member.staff, member.women_source) == (36, 48, "Báo cáo thống kê 30/11")
    details = [e.detail for e in Entry.objects.about(member).order_by("number")]
    assert [(d["from"], d["to"]) for d in details] == [([None, None], [35, 48]), ([35, 48], [36, 48])]
    for stranger in (cast.clerks[0], cast.councillor, other.clerks[2]):
        with pytest.raises(PermissionDenied):
            workflow.record_women(member, **COUNTED, by=stranger, at=JANUARY)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [({"women": 49}, "phải từ 0 đến tổng số người"), ({"women": 0, "staff": 0}, "tổng số người"), ({"source": " "}, "Ghi nguồn")],
)  # fmt: skip
def test_numbers_of_women_that_cannot_be_are_refused(cast, wrong, words):
    """Nhiều nữ hơn người, không người nào, không nguồn: câu nói rõ, không ghi gì."""
    with pytest.raises(Refused, match=words):
        workflow.record_women(cast.members[1], **COUNTED | wrong, by=cast.clerks[1], at=JANUARY)
    cast.members[1].refresh_from_db()
    assert cast.members[1].staff is None


def test_a_closed_year_takes_no_more_numbers(cast):
    """Năm đã khép thì không ghi thêm."""
    reach(cast, Stage.DECIDED)
    workflow.close(cast.row, by=cast.officer, at=JANUARY)
    cast.members[1].bloc_year.refresh_from_db()
    with pytest.raises(Refused, match="đã khép"):
        workflow.record_women(cast.members[1], **COUNTED, by=cast.clerks[1], at=JANUARY)


@pytest.mark.parametrize(
    "columns", [{"women": 5}, {"staff": 5}, {"women": 6, "staff": 5, "women_source": "x"}, {"women": 1, "staff": 5}]
)
def test_women_are_counted_among_the_staff_with_a_source_by_the_database(cast, columns):
    """Cơ sở dữ liệu cũng giữ: đủ ba số liệu, số nữ không quá tổng số."""
    with pytest.raises(IntegrityError), transaction.atomic():
        cast.row.members.filter(pk=cast.members[1].pk).update(**columns)


def test_a_day_off_is_told_and_never_moved_by_itself(cast, client_of):
    """Hạn rơi vào Chủ nhật: nói rõ, mời chọn ngày làm việc tiếp theo hay giữ nguyên; chưa chọn thì chưa đặt; đổi sang ngày nghỉ khác thì hỏi lại."""
    client, address = client_of(cast.clerks[0], day(2026, 1, 12)), reverse("years:set_due", args=[cast.row.pk])

    def due():
        return cast.row.milestones.get(kind="sign").due

    before = due()
    told = client.post(address, {"kind": "sign", "due": "08/03/2026"}).content.decode()
    assert "Chủ nhật 08/03/2026 là ngày nghỉ." in told
    assert "thứ Hai 09/03/2026, ngày làm việc tiếp theo" in told
    assert due() == before
    asked_again = client.post(address, {"kind": "sign", "due": "15/03/2026", "on": "2026-03-08"})
    assert ("15/03/2026 là ngày nghỉ" in asked_again.content.decode(), due()) == (True, before)
    client.post(address, {"kind": "sign", "due": "08/03/2026", "on": "2026-03-09"})
    assert due() == dt.date(2026, 3, 9)
    client.post(address, {"kind": "sign", "due": "08/03/2026", "on": "2026-03-08"})
    assert due() == dt.date(2026, 3, 8)
    client.post(address, {"kind": "sign", "due": "10/03/2026"})
    assert due() == dt.date(2026, 3, 10)


def test_a_past_year_prints_the_name_that_its_bloc_had(cast, client_of):
    """Khối đổi tên: năm đã lập giữ tên khi ấy ở trang và trên văn bản, năm mới mang tên mới."""
    Bloc.objects.filter(pk=cast.bloc.pk).update(name="Khối mang tên mới")
    row = BlocYear.objects.get(pk=cast.row.pk)
    assert str(row) == "Khối thi đua thử nghiệm năm 2026"
    assert documents.issuer(row).name == "Khối thi đua thử nghiệm"
    page = client_of(cast.clerks[0], day(2026, 1, 12)).get(reverse("years:page", args=[row.pk])).content.decode()
    assert ("Khối thi đua thử nghiệm" in page, "Khối mang tên mới" in page) == (True, False)
    bloc = Bloc.objects.get(pk=cast.bloc.pk)
    coming = workflow.open_year(bloc, year=2027, lead=cast.units[1], by=cast.officer, at=day(2026, 12, 21))
    assert str(coming) == "Khối mang tên mới năm 2027"
