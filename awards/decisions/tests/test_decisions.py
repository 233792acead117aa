"""Quyết định: từ kết luận của Hội đồng, của đúng người có thẩm quyền; số một lần trong năm; sổ vàng; tiền thưởng; hủy bỏ."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from awards.catalogue.models import AwardType
from awards.decisions import workflow
from awards.decisions.arithmetic import rounded_up
from awards.decisions.models import Award, Decision
from emulation.journal.steps import Refused
from emulation.law.models import Fact
from emulation.papers import rendering
from emulation.testing import day, province

from . import building as b

pytestmark = pytest.mark.django_db

STEPS = {
    "issue": lambda d, by: workflow.issue_decision(d, number="99/QĐ-UBND", dated=b.SIGNED.date(), by=by, at=b.RECORDED),
    "revoke": lambda d, by: workflow.revoke(d, reason="Khai sai thành tích", by=by, at=b.RECORDED),
}
ALLOWED = {"draft": {"issue"}, "issued": {"revoke"}, "revoked": set()}


def brought_to(state, cast, room, session):
    decision = b.drafted(room, session)
    if state != "draft":
        b.issued(room, decision)
    if state == "revoked":
        workflow.revoke(decision, reason="Khai sai", by=cast.secretary, at=b.RECORDED)
    return decision


def tried(act, decision, by, refusal):
    with transaction.atomic():
        try:
            act(Decision.objects.get(pk=decision.pk), by)
        except refusal:
            return False
        finally:
            transaction.set_rollback(True)
    return True


@pytest.mark.parametrize("state", ALLOWED)
def test_each_step_is_taken_from_its_own_states_only(state):
    """Bảng trạng thái của quyết định."""
    cast, room, session = b.concluded()
    decision = brought_to(state, cast, room, session)
    assert decision.state == state
    assert {name for name, act in STEPS.items() if tried(act, decision, cast.secretary, Refused)} == ALLOWED[state]


@pytest.mark.parametrize(
    ("name", "state", "hands"), [("issue", "draft", {"secretary", "agency"}), ("revoke", "issued", {"agency"})]
)
def test_each_step_has_its_hands(name, state, hands):
    """Ủy viên, đơn vị được khen, trưởng khối, Hội đồng tỉnh khác không ghi số, không hủy bỏ."""
    cast, room, session = b.concluded()
    decision = brought_to(state, cast, room, session)
    people = {
        "secretary": room.secretary, "agency": cast.secretary, "chair": room.chair, "member": room.members[0],
        "lead": cast.head(cast.lead_unit), "neighbour": cast.head(cast.units[3]),
        "another province": b.council.council(province("Tỉnh Khác")).secretary,
    }  # fmt: skip
    assert {who for who, p in people.items() if tried(STEPS[name], decision, p, PermissionDenied)} == hands


# --- dự thảo ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("make", [b.council.tabled, b.council.voting, b.council.closed])
def test_no_decision_before_the_conclusion(make):
    """Phiên họp chưa kết luận thì chưa dự thảo."""
    _cast, room, proposals = b.council.eligible()
    with pytest.raises(Refused, match="chưa kết luận"):
        b.drafted(room, make(room, proposals))
    assert not Decision.objects.exists()


def test_only_what_passed_and_only_once():
    """Không thông qua thì không vào quyết định; đã vào rồi thì không vào lần nữa."""
    _cast, room, session = b.concluded("CO_TINH", "BK_TINH", against=2)
    assert [a.award_type.code for a in b.drafted(room, session).awards.all()] == ["BK_TINH"]
    with pytest.raises(Refused, match="không còn đề nghị nào"):
        b.drafted(room, session)


def test_each_authority_decides_its_own():
    """Cờ của Chính phủ không vào quyết định của Chủ tịch tỉnh; cấp Nhà nước chỉ ghi số, không dự thảo ở đây."""
    _cast, room, session = b.concluded("CO_CP", "CO_TINH")
    with pytest.raises(Refused, match="mà Bộ trưởng quyết định"):
        b.drafted(room, session, authority="Bộ trưởng")
    province_, state = b.drafted(room, session), b.drafted(room, session, authority="Chính phủ")
    assert [a.award_type.code for a in province_.awards.all()] == ["CO_TINH"]
    assert [a.award_type.code for a in state.awards.all()] == ["CO_CP"]
    assert (province_.draft.number, province_.draft.watermark, state.draft) == (None, "DỰ THẢO", None)


def test_who_drafts():
    """Thư ký Hội đồng hoặc cơ quan thường trực; ủy viên và đơn vị thì không."""
    cast, room, session = b.concluded()
    for person in (room.members[0], room.chair, cast.head(cast.lead_unit)):
        with pytest.raises(PermissionDenied):
            workflow.draft(session, title="x", authority=b.CHAIRMAN, by=person, at=b.DRAFTED)
    assert workflow.draft(session, title="x", authority=b.CHAIRMAN, by=cast.secretary, at=b.DRAFTED).state == "draft"


# --- ban hành ---------------------------------------------------------------------------------------
def test_issuing_fills_the_gold_book_and_ends_the_year():
    """Ghi số: mỗi đơn vị một số sổ vàng liên tiếp, cờ trước; hồ sơ đã có quyết định; năm tới «Có quyết định»."""
    cast, room, session = b.concluded("BK_TINH", "CO_TINH", "BK_TINH")
    decision = b.issued(room, b.drafted(room, session))
    given = list(decision.awards.values_list("gold_number", "gold_year", "award_type__code"))
    assert given == [(1, 2027, "CO_TINH"), (2, 2027, "BK_TINH"), (3, 2027, "BK_TINH")]
    assert set(cast.year.proposals.values_list("state", flat=True)) == {"decided"}
    cast.year.refresh_from_db()
    assert cast.year.state == "decided"


def test_a_year_waits_for_its_last_decision():
    """Còn đề nghị chờ cấp Nhà nước thì năm chưa «Có quyết định»."""
    cast, room, session = b.concluded("CO_CP", "BK_TINH")
    b.issued(room, b.drafted(room, session))
    cast.year.refresh_from_db()
    assert cast.year.state == "proposed"
    b.issued(room, b.drafted(room, session, authority="Chính phủ"), number="300/QĐ-TTg")
    cast.year.refresh_from_db()
    assert cast.year.state == "decided"


def test_the_gold_book_goes_on_within_a_year_and_begins_anew_after():
    """Quyết định sau trong năm nối số; tỉnh khác có sổ riêng."""
    _cast, room, session = b.concluded("CO_TINH", "BK_TINH")
    b.issued(room, b.drafted(room, session))
    _other, _room, second = b.concluded("BK_TINH", name="Khối khác")
    assert b.issued(room, b.drafted(room, second), number="16/QĐ-UBND").awards.get().gold_number == 3
    _away, their, third = b.concluded("BK_TINH", name="Khối xa", root=province("Tỉnh Khác"))
    assert b.issued(their, b.drafted(their, third)).awards.get().gold_number == 1


def test_a_number_is_used_once_in_a_year():
    """Số đã dùng trong năm thì từ chối, kể cả ngày khác; tỉnh khác dùng cùng số thì được; cơ sở dữ liệu cũng giữ."""
    _cast, room, session = b.concluded("CO_TINH")
    first = b.issued(room, b.drafted(room, session))
    _other, _room, later = b.concluded("BK_TINH", name="Khối khác")
    second = b.drafted(room, later)
    with pytest.raises(Refused, match="Số 15/QĐ-UBND đã dùng trong năm 2027"):
        b.issued(room, second, dated=day(2027, 2, 4))
    assert second.awards.get().gold_number is None
    _away, their, third = b.concluded("BK_TINH", name="Khối xa", root=province("Tỉnh Khác"))
    b.issued(their, b.drafted(their, third))
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=second.pk).update(
            number=first.number, year=2027, dated=dt.date(2027, 2, 4), state="issued"
        )


@pytest.mark.parametrize(
    ("number", "dated", "words"),
    [
        (" ", b.SIGNED, "Ghi số, ký hiệu"),
        ("15/QĐ-UBND", day(2027, 2, 6), "Ngày ban hành 06/02/2027 chưa tới"),
        ("15/QĐ-UBND", day(2027, 1, 19), "trước ngày Hội đồng biểu quyết"),
    ],
)
def test_a_number_and_a_day_hold(number, dated, words):
    """Không số, ngày chưa tới, ngày trước khi Hội đồng họp: từ chối, không vào sổ vàng."""
    _cast, room, session = b.concluded("CO_TINH")
    decision = b.drafted(room, session)
    with pytest.raises(Refused, match=words):
        b.issued(room, decision, number=number, dated=dated)
    assert not Award.objects.exclude(gold_number=None).exists()


def test_the_day_is_that_of_vietnam():
    """06:30 ngày 05/02 ở Việt Nam còn là ngày 04 theo giờ quốc tế: quyết định ngày 05 ghi được."""
    _cast, room, session = b.concluded("CO_TINH")
    decision, early = b.drafted(room, session), day(2027, 2, 5, 6, 30).astimezone(dt.UTC)
    workflow.issue_decision(decision, number="15/QĐ-UBND", dated=dt.date(2027, 2, 5), by=room.secretary, at=early)
    assert decision.state == "issued"


def test_a_gold_number_is_given_once_says_the_database():
    """Hai dòng cùng số sổ vàng: cơ sở dữ liệu không cho."""
    _cast, room, session = b.concluded("CO_TINH", "BK_TINH")
    b.issued(room, b.drafted(room, session))
    with pytest.raises(IntegrityError), transaction.atomic():
        Award.objects.filter(gold_number=2).update(gold_number=1)


# --- tiền thưởng ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("money", "step", "expected"),
    [
        ("20240000", "10000", "20240000"),
        ("3795000", "10000", "3800000"),
        ("1", "10000", "10000"),
        ("0", "10000", "0"),
        ("1192000.5", "1", "1192001"),
    ],
)
def test_sums_are_rounded_up_to_the_step(money, step, expected):
    """Làm tròn lên hàng chục nghìn; số tròn giữ nguyên; không có quy định thì tròn đồng."""
    assert rounded_up(Decimal(money), Decimal(step)) == Decimal(expected)


def test_money_follows_the_base_salary_of_the_day_of_the_decision():
    """Tám lần lương cơ sở của ngày ban hành, không phải của ngày dự thảo."""
    _cast, room, session = b.concluded("CO_TINH")
    decision = b.drafted(room, session)
    before = decision.awards.get().money
    salary = Fact.objects.on(b.DRAFTED.date()).get(key="base-salary")
    Fact.objects.filter(pk=salary.pk).update(valid_to=dt.date(2027, 1, 31))
    Fact.objects.create(slug="base-later", key="base-salary", kind="money", about="Lương cơ sở", number=3000000, unit="đồng", valid_from=dt.date(2027, 2, 1), source="x", confidence="seen_in_text", text="Nghị định thử")  # fmt: skip
    b.issued(room, decision)
    award = decision.awards.get()
    assert (before, award.money) == (8 * salary.number, Decimal(24000000))
    assert award.money_note == "8,0 × 3.000.000 đồng (lương cơ sở theo Nghị định thử), làm tròn lên 10.000 đồng"


def test_money_that_is_uncertain_is_marked_and_not_printed():
    """Mức thưởng chưa chắc: trên trang và dự thảo có dấu cần xác minh, trên quyết định ban hành không in."""
    _cast, room, session = b.concluded("CO_TINH")
    assert AwardType.objects.on(b.DRAFTED.date()).get(code="CO_TINH").needs_checking
    decision = b.drafted(room, session)
    assert decision.awards.get().money_to_check
    drafted, issued = (_line_of(paper) for paper in (decision.draft, b.issued(room, decision).paper))
    assert drafted == (str(decision.awards.get().money), "(cần xác minh)")
    assert issued == (None, "chờ xác nhận")
    assert decision.paper.data["money_known"] is False


def _line_of(paper):
    line = paper.data["groups"][0]["units"][0]
    return line["money"], line["money_note"]


def test_without_a_salary_or_a_multiplier_there_is_no_sum():
    """Danh mục chưa có mức, hoặc luật chưa có lương cơ sở: không có số tiền, có lời."""
    _cast, room, session = b.concluded("CO_TINH")
    Fact.objects.filter(key="base-salary").delete()
    assert b.drafted(room, session).awards.get().money_note == "chưa có căn cứ mức lương cơ sở cho ngày này"


# --- hủy bỏ -----------------------------------------------------------------------------------------
def test_a_revocation_has_a_ground_and_the_book_keeps_the_line():
    """Hủy bỏ có căn cứ và ngày; sổ vàng giữ dòng và số; số ấy không dùng lại."""
    cast, room, session = b.concluded("CO_TINH")
    decision = b.issued(room, b.drafted(room, session))
    with pytest.raises(Refused, match="phải nêu lý do"):
        workflow.revoke(decision, reason=" ", by=cast.secretary, at=b.RECORDED)
    workflow.revoke(decision, reason="Khai sai thành tích", by=cast.secretary, at=b.RECORDED)
    decision.refresh_from_db()
    assert (decision.state, decision.revoked_reason, decision.revoked_on) == (
        "revoked",
        "Khai sai thành tích",
        b.RECORDED.date(),
    )
    assert decision.awards.get().gold_number == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(revoked_reason="")


def test_the_draft_reads_like_a_decision():
    """Người ban hành, căn cứ tới biên bản của Hội đồng, đề nghị của cơ quan thường trực, chữ QUYẾT ĐỊNH, rồi ba điều; danh sách kèm theo, chưa có số."""
    _cast, room, session = b.concluded()
    page = rendering.html(b.drafted(room, session).draft)
    marks = (
        'class="authority"',
        "Căn cứ Biên bản số",
        "Theo đề nghị của",
        'class="decides"',
        "<b>Điều 1.</b>",
        "<b>Điều 3.</b>",
        "Danh sách tập thể",
    )
    assert [page.index(mark) for mark in marks] == sorted(page.index(mark) for mark in marks)
    assert "/QĐ-UBND" in page
    assert "Kèm theo Quyết định số" in page
