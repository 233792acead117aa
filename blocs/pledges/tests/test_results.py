"""Kết quả so với đăng ký: ghi, xác nhận, mở lại."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from blocs.pledges import arithmetic, reports, workflow
from blocs.pledges.models import Period, Result
from blocs.years.models import Due, Obligation, Stage
from emulation.journal.steps import Refused
from emulation.testing import client_of, day

JULY = day(2026, 7, 5)


@pytest.fixture
def told(received, head):
    """Results at mid-year of both targets, not confirmed."""
    number, words = received.targets.all()
    results = {number: (Decimal("49.3"), ""), words: (None, "Đang làm thủ tục công nhận")}
    workflow.report_results(received, period=Period.MIDYEAR, results=results, by=head, at=JULY)
    return received


@pytest.mark.parametrize(
    ("value", "target", "percent"),
    [
        ("49.3", "98.5", "50.1"),
        ("1", "3", "33.3"),
        ("2", "3", "66.7"),
        ("0.25", "200", "0.1"),
        ("1", "2000", "0.1"),
        ("120", "100", "120.0"),
    ],
)
def test_percent_is_rounded_half_up_to_one_decimal(value, target, percent):
    """Tỷ lệ đạt tính một số lẻ, nửa thì làm tròn lên."""
    assert arithmetic.percent(Decimal(value), Decimal(target)) == Decimal(percent)


@pytest.mark.parametrize(("value", "target"), [(None, Decimal(1)), (Decimal(1), None), (Decimal(1), Decimal(0))])
def test_percent_is_not_said_where_it_means_nothing(value, target):
    """Không có số, hoặc đăng ký bằng 0, thì không tính tỷ lệ."""
    assert arithmetic.percent(value, target) is None


@pytest.mark.parametrize(
    ("number", "measure", "text"),
    [
        ("98.5000", "%", "98,5%"),
        ("1200", "hồ sơ", "1.200\u00a0hồ sơ"),
        ("0", "", "0"),
        ("-2.5", "", "−2,5"),
        ("100", "%", "100%"),
    ],
)
def test_a_level_reads_as_it_was_written(number, measure, text):
    """Số lẻ không thêm không bớt, dấu % đứng liền."""
    assert arithmetic.with_measure(Decimal(number), measure) == text


def test_the_unit_reports_and_the_percent_is_computed(told):
    """Đơn vị ghi kết quả; tỷ lệ đạt do hệ thống tính, chỉ với chỉ tiêu bằng số."""
    assert [(r.achieved, r.percent) for r in Result.objects.order_by("target__position")] == [
        ("49,3%", Decimal("50.1")), ("Đang làm thủ tục công nhận", None),
    ]  # fmt: skip


def test_results_wait_for_the_pledge_to_be_received(submitted, head):
    """Chưa tiếp nhận thì chưa ghi kết quả."""
    with pytest.raises(Refused, match="chưa được trưởng khối tiếp nhận"):
        workflow.report_results(submitted, period="midyear", results={}, by=head, at=JULY)


def test_an_empty_result_is_refused(received, head):
    """Kết quả không số, không chữ thì không ghi."""
    with pytest.raises(Refused, match="ghi kết quả bằng số, hoặc nhận xét"):
        workflow.report_results(
            received, period="midyear", results={received.targets.first(): (None, " ")}, by=head, at=JULY
        )


def test_a_target_of_another_pledge_is_refused(received, head, year, titles, leader):
    """Chỉ tiêu của đơn vị khác thì không ghi vào đây."""
    foreign = workflow.write(year.lead, targets=[workflow.Promise("Khác", Decimal(1))], titles=[], by=leader, at=JULY)

    with pytest.raises(Refused, match="không thuộc bản đăng ký này"):
        workflow.report_results(
            received, period="midyear", results={foreign.targets.get(): (Decimal(1), "")}, by=head, at=JULY
        )


def test_the_neighbour_does_not_report(received, year):
    """Đơn vị khác không ghi kết quả thay."""
    with pytest.raises(PermissionDenied):
        workflow.report_results(received, period="midyear", results={}, by=year.head_of(year.deputy), at=JULY)


def test_nothing_is_reported_in_a_closed_year(received, head, year):
    """Năm đã khép thì không ghi kết quả nữa."""
    year.row.state = Stage.CLOSED
    year.row.save()

    with pytest.raises(Refused, match="đã khép"):
        workflow.report_results(received, period="year_end", results={}, by=head, at=JULY)


@pytest.mark.parametrize(("period", "due"), [("midyear", Due.MIDYEAR), ("year_end", Due.RESULTS)])
def test_the_head_confirms_and_the_day_is_met(received, head, year, period, due):
    """Thủ trưởng xác nhận; việc báo cáo kỳ đó được ghi là xong."""
    results = dict.fromkeys(received.targets.all(), (None, "Đạt"))
    workflow.report_results(received, period=period, results=results, by=head, at=JULY)

    workflow.confirm_results(received, period=period, by=head, at=JULY)

    assert str(Obligation.objects.get(member=year.plain, milestone__kind=due).met_on) == "2026-07-05"
    assert {r.confirmed_by for r in Result.objects.all()} == {head}


def test_the_clerk_does_not_confirm(told, year):
    """Cán bộ đầu mối không xác nhận."""
    with pytest.raises(PermissionDenied):
        workflow.confirm_results(told, period="midyear", by=year.clerk_of(year.plain), at=JULY)


def test_every_target_has_a_result_before_confirming(received, head):
    """Còn chỉ tiêu chưa có kết quả thì chưa xác nhận được, và nói còn bao nhiêu."""
    results = {received.targets.first(): (Decimal(1), "")}
    workflow.report_results(received, period="midyear", results=results, by=head, at=JULY)

    with pytest.raises(Refused, match="còn 1 chỉ tiêu"):
        workflow.confirm_results(received, period="midyear", by=head, at=JULY)


def test_confirmed_results_stand_until_reopened_with_a_reason(told, head, leader):
    """Đã xác nhận thì không sửa; trưởng khối mở lại, có lý do, thì sửa được."""
    workflow.confirm_results(told, period="midyear", by=head, at=JULY)
    with pytest.raises(Refused, match="mở lại"):
        workflow.report_results(told, period="midyear", results={}, by=head, at=JULY)
    with pytest.raises(Refused, match="lý do"):
        workflow.reopen_results(told, period="midyear", reason="", by=leader, at=JULY)

    workflow.reopen_results(told, period="midyear", reason="Nhầm số", by=leader, at=JULY)

    workflow.report_results(told, period="midyear", results={told.targets.first(): (Decimal(50), "")}, by=head, at=JULY)


def test_what_is_not_confirmed_is_not_reopened(told, leader):
    """Chưa xác nhận thì không có gì để mở lại."""
    with pytest.raises(Refused, match="không cần mở lại"):
        workflow.reopen_results(told, period="midyear", reason="Thử", by=leader, at=JULY)


def test_a_pledge_with_results_is_not_sent_back(told, leader):
    """Đã có kết quả thì không trả lại bản đăng ký nữa, kẻo mất kết quả."""
    with pytest.raises(Refused, match="đã có kết quả"):
        workflow.send_back(told, reason="Sửa", by=leader, at=JULY)


def test_a_result_says_something_for_the_database_too(told):
    """Kết quả trống thì cơ sở dữ liệu không nhận."""
    with pytest.raises(IntegrityError, match="a_result_says_something"), transaction.atomic():
        Result.objects.filter(value=None).update(remark="")


def test_others_read_results_once_the_head_confirmed(told, head, leader, year):
    """Khối chỉ đọc kết quả đã xác nhận; đơn vị mình thấy cả khi chưa."""
    assert [bool(r) for _t, r in reports.results(year.row, "midyear", head)[0].lines] == [True, True]
    assert [bool(r) for _t, r in reports.results(year.row, "midyear", leader)[0].lines] == [False, False]

    workflow.confirm_results(told, period="midyear", by=head, at=JULY)

    assert [bool(r) for _t, r in reports.results(year.row, "midyear", leader)[0].lines] == [True, True]


def test_by_which_papers_a_result_is_seen_stands_beside_it(received, head, year):
    """Minh chứng ghi cùng kết quả; sửa lại thì theo lần sửa; khối đọc được khi thủ trưởng đã xác nhận."""
    number, words = received.targets.all()
    results = {number: (Decimal("49.3"), "", "Báo cáo 12/BC-SNV"), words: (None, "Đạt", "Quyết định 7")}
    workflow.report_results(received, period=Period.MIDYEAR, results=results, by=head, at=JULY)
    workflow.report_results(received, period=Period.MIDYEAR, results={words: (None, "Đạt")}, by=head, at=JULY)
    assert [r.evidence for r in Result.objects.order_by("target__position")] == ["Báo cáo 12/BC-SNV", ""]
    workflow.confirm_results(received, period=Period.MIDYEAR, by=head, at=JULY)
    address = reverse("pledges:bloc_results", args=[year.row.pk, Period.MIDYEAR])
    page = client_of(year.head_of(year.deputy), JULY).get(address).content.decode()
    assert "Minh chứng: Báo cáo 12/BC-SNV" in page


def test_the_form_takes_evidence_and_does_not_take_it_for_a_result(received, head):
    """Ô minh chứng trên biểu mẫu được ghi; chỉ có minh chứng mà không có kết quả thì nhắc."""
    number, words = received.targets.all()
    address = reverse("pledges:results", args=[received.member_id, Period.MIDYEAR])
    typed = {f"t{number.pk}-value": "49,3", f"t{number.pk}-evidence": "Báo cáo 12"}
    assert client_of(head, JULY).post(address, typed).status_code == 302
    assert Result.objects.get().evidence == "Báo cáo 12"
    answer = client_of(head, JULY).post(address, {f"t{words.pk}-evidence": "Quyết định 7"})
    assert "ghi kết quả bằng số, hoặc nhận xét bằng chữ" in answer.content.decode()
