"""Ghi điểm: từng ô một câu trả lời, hai người một ô thì gặp nhau, một lần ghi một dòng nhật ký, mọi giá trị còn đó."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from blocs.roster.models import Office
from blocs.scoring import workflow
from blocs.scoring.models import Criterion, Mark, MarkHistory, RankRow, Scheme
from emulation.journal.models import Entry
from emulation.testing import sitting

from .building import CHECKED, SCORED, cast, cells, handed_in, opened, published, sheet_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_and_people():
    people = cast()
    return opened(people), people


def save(round_, people, texts, unit=None, by=None, **facts):
    unit = unit or people.neighbour_unit
    claims = {k: workflow.Claim(t, **facts) for k, t in cells(round_, unit, texts).items()}
    return workflow.save_marks(round_, "self", claims, by=by or people.clerk(unit), at=SCORED)


def test_a_grid_save_is_one_entry_with_a_digest(round_and_people):
    """Một lần ghi nhiều ô là một dòng nhật ký, có mã băm mà lịch sử từng ô cũng mang."""
    round_, people = round_and_people
    save(round_, people, {"1.1": "9", "4.1": "1"})
    (entry,) = Entry.objects.filter(label="Ghi điểm")
    assert entry.detail["cells"] == 2
    assert set(MarkHistory.objects.values_list("batch", flat=True)) == {entry.detail["digest"]}


def test_saving_what_is_already_there_leaves_no_trace(round_and_people):
    """Ghi lại đúng giá trị cũ thì không thêm dòng nhật ký, không thêm lịch sử."""
    round_, people = round_and_people
    for text in ("8,5", "8.5", "08,50"):
        save(round_, people, {"1.1": text})
    assert (Entry.objects.filter(label="Ghi điểm").count(), MarkHistory.objects.count()) == (1, 1)


def test_every_value_is_kept_with_its_hand_and_hour(round_and_people):
    """Mọi giá trị đã ghi còn đó, kể cả lần xóa."""
    round_, people = round_and_people
    for text in ("8", "9", ""):
        save(round_, people, {"1.1": text})
    kept = MarkHistory.objects.order_by("version").values_list("version", "inputs", "by", "at")
    clerk = people.clerk(people.neighbour_unit).pk
    assert list(kept) == [
        (1, {"points": "8"}, clerk, SCORED),
        (2, {"points": "9"}, clerk, SCORED),
        (3, {}, clerk, SCORED),
    ]


def test_two_hands_on_one_cell_meet(round_and_people):
    """Hai người một ô: người ghi sau thấy cả hai giá trị, tên và giờ của người kia; không giá trị nào mất."""
    round_, people = round_and_people
    head = people.head(people.neighbour_unit)
    save(round_, people, {"1.1": "8"}, seen=0)
    (answer,) = save(round_, people, {"1.1": "9"}, by=head, seen=0).answers.values()
    assert (answer.state, answer.text, answer.version, answer.by, answer.at) == (
        "conflict", "8,00", 1, people.clerk(people.neighbour_unit).full_name, SCORED,
    )  # fmt: skip
    assert str(Mark.objects.get().points) == "8.0000"


def test_other_cells_never_conflict(round_and_people):
    """Ô khác nhau không bao giờ vướng nhau, kể cả trên một phiếu."""
    round_, people = round_and_people
    save(round_, people, {"1.1": "8"}, seen=0)
    saving = save(round_, people, {"1.1": "9", "4.1": "0"}, by=people.head(people.neighbour_unit), seen=0)
    assert [a.state for a in saving.answers.values()] == ["conflict", "saved"]


def test_the_same_value_from_two_hands_is_no_conflict(round_and_people):
    """Hai người cùng ghi một giá trị thì không phải chọn."""
    round_, people = round_and_people
    save(round_, people, {"1.1": "8"}, seen=0)
    saving = save(round_, people, {"1.1": "8,0"}, by=people.head(people.neighbour_unit), seen=0)
    assert saving.count("saved") == 1


def test_a_choice_after_a_conflict_is_saved(round_and_people):
    """Chọn giữ giá trị của mình thì ghi với số lần vừa thấy."""
    round_, people = round_and_people
    save(round_, people, {"1.1": "8"}, seen=0)
    assert save(round_, people, {"1.1": "9"}, seen=1).count("saved") == 1
    assert Mark.objects.get().version == 2


def test_a_bad_cell_does_not_hold_back_the_good_ones(round_and_people):
    """Một ô sai không giữ chân các ô đúng; ô sai giữ nguyên giá trị cũ."""
    round_, people = round_and_people
    saving = save(round_, people, {"1.1": "chín", "4.1": "1"})
    assert [a.state for a in saving.answers.values()] == ["refused", "saved"]


def test_a_claim_above_the_most_is_saved_with_a_warning(round_and_people):
    """Chấm vượt mức tối đa: ghi và báo, không cắt."""
    round_, people = round_and_people
    (answer,) = save(round_, people, {"1.1": "12"}).answers.values()
    assert (answer.state, str(answer.points), answer.sentence) == ("saved", "12.0000", "12,00 vượt mức tối đa 10,00")


def test_a_reason_alone_is_a_new_version(round_and_people):
    """Chỉ đổi lý do cũng là một lần ghi."""
    round_, people = round_and_people
    save(round_, people, {"1.1": "9"})
    save(round_, people, {"1.1": "9"}, reason="theo quyết định 12")
    assert (Mark.objects.get().reason, Mark.objects.get().version) == ("theo quyết định 12", 2)


def test_the_sums_of_the_sheet_follow_every_save(round_and_people):
    """Tổng của phiếu theo sát từng lần ghi."""
    round_, people = round_and_people
    save(round_, people, {"1.1": "9", "1.2": "95/100"})
    save(round_, people, {"1.1": ""})
    sheet = sheet_of(round_, people.neighbour_unit)
    assert (str(sheet.self_total), sheet.self_missing) == ("4.7500", 4)


def queries_of(cells_wanted, members):
    people = cast(members, name=f"Khối {members}")
    round_ = handed_in(people, opened(people))
    checker = sitting(Office.CHECKING_TEAM, bloc=people.year.bloc)
    rows = list(round_.scheme.criteria.exclude(kind="group"))
    sheets = [s for s in round_.sheets.select_related("member") if s.member.duty != "lead"]
    texts = {"direct": "5", "pass_fail": "k", "ratio": "1/2", "count": "1", "per_occurrence": "0"}
    claims = {(s.pk, r.pk): texts[r.kind] for s in sheets for r in rows}
    claims = dict(list(claims.items())[:cells_wanted])
    with CaptureQueriesContext(connection) as asked:
        assert workflow.save_marks(round_, "team", claims, by=checker, at=CHECKED).count("saved") == len(claims)
    return len(asked)


def test_the_number_of_queries_does_not_grow_with_the_cells():
    """Ghi 50 ô hỏi cơ sở dữ liệu không nhiều hơn ghi một ô."""
    assert queries_of(1, 3) == queries_of(50, 12)


# --- điều không bao giờ sai -----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Criterion, lambda r: Criterion.objects.filter(scheme=r.scheme_id).update(name="khác")),
        (Criterion, lambda r: Criterion.objects.filter(scheme=r.scheme_id)._raw_delete("default")),
        (Criterion, lambda r: Criterion.objects.create(scheme=r.scheme, name="thêm", position=99, kind="direct")),
        (Scheme, lambda r: Scheme.objects.filter(pk=r.scheme_id).update(scale=50)),
        (MarkHistory, lambda r: MarkHistory.objects.update(points=0)),
        (RankRow, lambda r: RankRow.objects.update(rank=1)),
        (RankRow, lambda r: RankRow.objects.filter(round=r)._raw_delete("default")),
    ],
)
def test_the_database_refuses_to_rewrite_what_was_adopted_written_or_published(model, change):
    """Bộ tiêu chí đã thông qua, lịch sử điểm, xếp hạng đã công bố: cơ sở dữ liệu tự từ chối sửa."""
    round_ = published(cast())
    with pytest.raises(IntegrityError, match="append_only"), transaction.atomic():
        change(round_)
    assert model.objects.exists()


def test_a_draft_scheme_may_still_be_changed():
    """Bản dự thảo thì còn sửa được."""
    from .building import scheme_of

    scheme = scheme_of(cast(), adopted=False)
    assert Criterion.objects.filter(scheme=scheme).update(evidence_required=True) == 9
