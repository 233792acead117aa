"""Dự thảo: soạn → lấy ý kiến → trả lời từng ý kiến → thông qua; quy chế mới thành bản sau, không sửa bản đang dùng."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from blocs.years import documents, drafts
from blocs.years.models import Draft, RuleSet
from emulation.journal.steps import Refused
from emulation.papers import rendering
from emulation.papers.documents import signatures
from emulation.testing import day

pytestmark = pytest.mark.django_db
WRITTEN, ROUND, LAST = day(2026, 1, 12), day(2026, 1, 14), dt.date(2026, 1, 20)


def write(cast, kind="plan", **facts):
    facts = {"title": "Kế hoạch hoạt động", "text": "I. Mục đích\nII. Nội dung"} | facts
    return drafts.write(cast.row, kind=kind, **facts, by=cast.clerks[0], at=WRITTEN)


def consulting(cast, **facts):
    draft = write(cast, **facts)
    drafts.consult(draft, respond_by=LAST, by=cast.clerks[0], at=ROUND)
    return draft


def comment(cast, draft, place, agrees=True, text="", at=ROUND):
    drafts.comment(draft, cast.members[place], agrees=agrees, text=text, by=cast.clerks[place], at=at)


AFTER = day(2026, 1, 21)


def adopted(cast, at=AFTER, **facts):
    draft = consulting(cast, **facts)
    drafts.adopt(draft, by=cast.heads[0], at=at)
    return draft


STEPS = {
    "edit": lambda c, d: drafts.edit(d, title="Khác", text="Khác", by=c.clerks[0], at=ROUND),
    "consult": lambda c, d: drafts.consult(d, respond_by=LAST, by=c.clerks[0], at=ROUND),
    "comment": lambda c, d: drafts.comment(d, c.members[1], agrees=True, by=c.clerks[1], at=ROUND),
    "adopt": lambda c, d: drafts.adopt(d, by=c.heads[0], at=day(2026, 1, 21)),
}
ALLOWED = {"writing": {"edit", "consult"}, "consulting": {"comment", "adopt"}, "adopted": set()}


def can(act, cast, draft):
    with transaction.atomic():
        try:
            act(cast, Draft.objects.get(pk=draft.pk))
        except Refused:
            return False
        finally:
            transaction.set_rollback(True)
    return True


@pytest.mark.parametrize("state", ALLOWED)
def test_each_step_is_taken_from_its_own_states_only(cast, state):
    """Bảng trạng thái của dự thảo."""
    draft = {"writing": write, "consulting": consulting, "adopted": adopted}[state](cast)
    assert draft.state == state
    assert {name for name, act in STEPS.items() if can(act, cast, draft)} == ALLOWED[state]


def test_who_writes_and_who_adopts(cast, other):
    """Cán bộ trưởng khối soạn, thủ trưởng thông qua; đơn vị bên cạnh không."""
    draft = consulting(cast)
    for person in (cast.heads[1], cast.councillor, other.heads[0]):
        with pytest.raises(PermissionDenied):
            drafts.write(cast.row, kind="plan", title="x", text="x", by=person, at=WRITTEN)
        with pytest.raises(PermissionDenied):
            drafts.adopt(draft, by=person, at=day(2026, 1, 21))
    with pytest.raises(PermissionDenied):
        drafts.adopt(draft, by=cast.clerks[0], at=day(2026, 1, 21))
    drafts.adopt(draft, by=cast.officer, at=day(2026, 1, 21))


def test_a_unit_speaks_for_itself_only(cast, other):
    """Người của đơn vị khác, cả trưởng khối, không góp ý thay."""
    draft = consulting(cast)
    for person in (cast.clerks[0], cast.clerks[2], other.heads[0]):
        with pytest.raises(PermissionDenied):
            drafts.comment(draft, cast.members[1], agrees=True, by=person, at=ROUND)


def test_an_opinion_is_given_once_and_says_something(cast, other):
    """Một lần; chưa nhất trí thì phải có lời; năm khác không góp ý được."""
    draft = consulting(cast)
    with pytest.raises(Refused, match="phải nêu ý kiến"):
        comment(cast, draft, 1, agrees=False, text="  ")
    comment(cast, draft, 1)
    with pytest.raises(Refused, match="đã góp ý dự thảo này rồi"):
        comment(cast, draft, 1, agrees=False, text="Nghĩ lại")
    with pytest.raises(Refused, match="không thuộc năm thi đua này"):
        drafts.comment(draft, other.members[0], agrees=True, by=other.clerks[0], at=ROUND)


def test_every_objection_is_answered_before_adoption(cast):
    """Còn ý kiến chưa trả lời thì chưa thông qua; trả lời phải có lời; bản thông qua in cả hai."""
    draft = consulting(cast)
    comment(cast, draft, 1, agrees=False, text="Bổ sung thời gian sơ kết.")
    when = day(2026, 1, 21)
    with pytest.raises(Refused, match="còn 1 ý kiến chờ trả lời"):
        drafts.adopt(draft, by=cast.heads[0], at=when)
    opinion = draft.comments.get()
    with pytest.raises(Refused, match="Ghi câu trả lời"):
        drafts.answer(opinion, text=" ", by=cast.clerks[0], at=ROUND)
    drafts.answer(opinion, text="Đã bổ sung.", by=cast.clerks[0], at=ROUND)
    drafts.adopt(draft, by=cast.heads[0], at=when)
    told = draft.paper.data["opinions"]
    assert [(o["text"], o["answer"]) for o in told] == [("Bổ sung thời gian sơ kết.", "Đã bổ sung.")]


def test_units_are_heard_until_the_last_day(cast):
    """Trước hạn góp ý, còn đơn vị chưa nói thì chưa thông qua; đến hạn, hoặc đủ ý kiến, thì được."""
    draft = consulting(cast)
    comment(cast, draft, 0)
    with pytest.raises(Refused, match=r"Sở số 02.*, Sở số 03.* chưa góp ý, hạn góp ý đến hết ngày 20/01/2026"):
        drafts.adopt(draft, by=cast.heads[0], at=day(2026, 1, 19))
    comment(cast, draft, 1)
    comment(cast, draft, 2)
    drafts.adopt(draft, by=cast.heads[0], at=day(2026, 1, 19))
    assert adopted(cast, at=day(2026, 1, 20)).state == "adopted"


def test_opinions_are_asked_for_from_today_on(cast):
    """Hạn góp ý không ở quá khứ."""
    with pytest.raises(Refused, match="từ hôm nay trở đi"):
        drafts.consult(write(cast), respond_by=dt.date(2026, 1, 13), by=cast.clerks[0], at=ROUND)


def test_an_adopted_plan_takes_a_number_and_is_filed(cast):
    """Kế hoạch thông qua lấy số của khối và vào hồ sơ năm."""
    draft = adopted(cast)
    assert (draft.paper.symbol_text, draft.adopted_on) == ("01/KH-KTĐ", dt.date(2026, 1, 21))
    assert cast.row.filings.get().label == "Kế hoạch"
    assert documents.adopted(draft)["members"] == 3


# --- quy chế ----------------------------------------------------------------------------------------
def regulation(cast, **rules):
    return adopted(cast, kind="regulation", title="Quy chế hoạt động", rules=rules)


def test_a_regulation_becomes_the_next_version_and_carries_the_rest(cast):
    """Quy chế sửa một mục thì mục khác giữ như bản trước; bản trước không đổi; năm dùng bản mới."""
    regulation(cast, flags=2, threshold_percent=70, self_vote=False)
    regulation(cast, certificates=5)
    first, second = RuleSet.objects.order_by("version")
    assert (first.flags, first.certificates, first.threshold_percent, first.self_vote) == (2, 3, 70, False)
    assert (second.flags, second.certificates, second.threshold_percent, second.self_vote) == (2, 5, 70, False)
    cast.row.refresh_from_db()
    assert cast.row.rule_set == second


def test_another_bloc_keeps_its_rules(cast, other):
    """Quy chế của khối này không chạm khối bên cạnh."""
    regulation(cast, flags=2)
    other.row.refresh_from_db()
    assert other.row.rule_set is None
    assert not other.bloc.rule_sets.exists()


def test_rules_that_do_not_exist_are_refused(cast):
    """Mục lạ trong quy chế: từ chối, nói tên."""
    with pytest.raises(Refused, match="Quy chế không có mục: bonus"):
        write(cast, kind="regulation", rules={"bonus": 1})
    assert not Draft.objects.exists()


# --- ai thấy ----------------------------------------------------------------------------------------
def test_a_draft_is_seen_from_when_it_goes_round(cast, other, away):
    """Đang soạn: trưởng khối và cơ quan thường trực; lấy ý kiến: cả khối; khối khác, tỉnh khác: không bao giờ."""
    draft = write(cast)

    def sees(person):
        person.forget_powers()
        return Draft.objects.for_user(person).filter(pk=draft.pk).exists()

    assert [sees(p) for p in (cast.clerks[0], cast.officer, cast.heads[1], cast.councillor)] == [
        True,
        True,
        False,
        False,
    ]
    drafts.consult(draft, respond_by=LAST, by=cast.clerks[0], at=ROUND)
    assert [sees(p) for p in (cast.heads[1], cast.councillor, other.heads[0], away.officer)] == [
        True,
        True,
        False,
        False,
    ]


def test_the_paper_has_headings_and_an_annex_only_when_somebody_spoke(cast):
    """Đề mục in thành đề mục; mọi đơn vị nhất trí thì nói đủ, không có phụ lục; có ý kiến thì phụ lục kèm theo số văn bản."""
    first = consulting(cast)
    for place in range(3):
        comment(cast, first, place)
    drafts.adopt(first, by=cast.heads[0], at=ROUND)
    page = rendering.html(first.paper)
    assert "<h2>I. Mục đích</h2>" in page
    assert "03 đơn vị trả lời, đều nhất trí./." in page
    assert "Phụ lục" not in page
    second = consulting(cast)
    comment(cast, second, 1, agrees=False, text="Thêm một cờ.")
    drafts.answer(second.comments.get(), text="Đã thêm.", by=cast.clerks[0], at=ROUND)
    drafts.adopt(second, by=cast.heads[0], at=AFTER)
    page = rendering.html(second.paper)
    assert "(Kèm theo Kế hoạch số" in page
    assert "Giải trình của trưởng khối" in page


def test_the_lead_unit_signs_with_office_and_name(cast):
    """Dưới văn bản của khối: thay mặt khối, trưởng khối, chức danh, rồi họ tên."""
    [signed] = signatures(adopted(cast).paper)
    assert signed["lines"] == [f"TM. {cast.bloc.name}", "Trưởng khối", "Giám đốc"]
    assert signed["name"] == cast.heads[0].full_name
