"""Không xét, chưa xét: có căn cứ và lý do; đơn vị chưa xét vẫn được chấm, xét tiếp sau công bố thì vào hạng bằng bản mới."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from blocs.scoring import correction, results, setting_aside, workflow
from blocs.scoring.models import Hold
from emulation.journal import clock
from emulation.journal.steps import Refused
from emulation.law.models import Fact
from emulation.testing import day

from .building import AGREED, CHECKED, PUBLISHED, YEAR, cast, checked, handed_in, opened, sheet_of

pytestmark = pytest.mark.django_db
LATER = day(YEAR, 12, 20)
GROUND = "Kết luận số 12-KL/TU ngày 15/11/2026"


def held(people, round_, unit, by=None, at=CHECKED):
    told = {"ground": GROUND, "reason": "Đang thanh tra"}
    return setting_aside.hold(sheet_of(round_, unit), **told, by=by or people.secretary, at=at)


def ranks(round_):
    return [(r.rank, r.member.unit_id) for r in results.ranking(round_)]


def test_a_held_unit_is_scored_on_and_printed_without_a_rank():
    """Đơn vị chưa xét vẫn chấm, vẫn chốt; bảng điểm in riêng với căn cứ, không có hạng."""
    people = cast()
    round_ = handed_in(people, opened(people))
    held(people, round_, people.neighbour_unit)
    checked(people, round_)
    workflow.agree(round_, by=people.lead, at=AGREED)
    workflow.publish(round_, by=people.lead, at=PUBLISHED)
    round_.refresh_from_db()
    assert {unit for _rank, unit in ranks(round_)} == {people.lead_unit.pk, people.deputy_unit.pk}
    assert sheet_of(round_, people.neighbour_unit).total is not None
    assert round_.paper.data["held"] == [{"name": people.neighbour_unit.name, "reason": f"Đang thanh tra; {GROUND}"}]


def test_a_unit_released_after_publication_gets_its_rank_in_a_new_version(client_of):
    """Có kết luận sau công bố: xét tiếp, rồi công bố bản mới có đơn vị đó; bản 1 còn nguyên."""
    people = cast()
    round_ = handed_in(people, opened(people))
    hold = held(people, round_, people.neighbour_unit)
    checked(people, round_)
    workflow.agree(round_, by=people.lead, at=AGREED)
    workflow.publish(round_, by=people.lead, at=PUBLISHED)
    client = client_of(people.secretary, LATER)
    include = reverse("scoring:include_released", args=[round_.pk])
    decision = {"decision": "Kết luận 03/KL-TTr", "reason": "Không có vi phạm"}
    assert "Chưa có gì khác kết quả đã công bố" in client.post(include, decision).content.decode()
    assert client.post(reverse("scoring:release", args=[hold.pk]), {"reason": "Không có vi phạm"}).status_code == 302
    assert client.post(include, decision).status_code == 302
    round_.refresh_from_db()
    assert [unit for _rank, unit in ranks(round_)] == [u.pk for u in people.units]
    assert round_.ranking.filter(version=1).count() == 2
    entered = [t for t in round_.corrections.get().changes["totals"] if t["rank_before"] == "–"]
    assert [(t["member"], t["before"]) for t in entered] == [(str(sheet_of(round_, people.neighbour_unit).member), "–")]
    assert correction.unranked(round_) == []


def test_nobody_is_set_aside_without_a_ground():
    """Không xét hay chưa xét mà không nêu căn cứ: từ chối."""
    people = cast()
    round_ = handed_in(people, opened(people))
    for act in (setting_aside.exclude, setting_aside.hold):
        with pytest.raises(Refused, match="Phải nêu căn cứ"):
            act(sheet_of(round_, people.neighbour_unit), ground=" ", reason="Có đơn", by=people.secretary, at=CHECKED)
    assert sheet_of(round_, people.neighbour_unit).state == "submitted"


def test_a_unit_is_held_once_at_a_time_and_not_by_itself():
    """Đang chưa xét thì không ghi lần nữa; không ai tự ghi cho đơn vị mình, không tự xét tiếp."""
    people = cast()
    round_ = handed_in(people, opened(people))
    with pytest.raises(PermissionDenied):
        held(people, round_, people.lead_unit, by=people.lead)
    hold = held(people, round_, people.lead_unit)
    with pytest.raises(Refused, match="đang chưa xét rồi"):
        held(people, round_, people.lead_unit)
    with pytest.raises(PermissionDenied):
        setting_aside.release(hold, reason="Đã xong", by=people.lead, at=CHECKED)
    setting_aside.release(hold, reason="Đã có kết luận", by=people.deputy, at=CHECKED)
    assert Hold.objects.get().state == "released"


def test_the_law_is_offered_as_a_ground_and_has_to_be_confirmed_first(client_of):
    """Căn cứ luật định hiện trong danh sách; dòng luật còn cần xác minh thì chưa dùng được, xác nhận rồi thì in ra đủ."""
    people = cast()
    round_ = handed_in(people, opened(people))
    client, page = (
        client_of(people.secretary, CHECKED),
        reverse("scoring:hold", args=[sheet_of(round_, people.neighbour_unit).pk]),
    )
    body = {"ground": "p152-hold", "reason": "Đang xem xét kỷ luật"}
    Fact.objects.filter(slug="p152-hold").update(confidence="second_hand", confirmed_by=None, confirmed_at=None)
    assert "còn cần xác minh" in client.post(page, body).content.decode()
    Fact.objects.filter(slug="p152-hold").update(confirmed_by=people.secretary, confirmed_at=CHECKED)
    assert client.post(page, body).status_code == 302
    assert Hold.objects.get().ground.startswith("Nghị định 152/2025/NĐ-CP, Điều 4 (điểm thứ 4): Chưa khen khi")


def test_the_ground_of_the_law_is_that_of_the_day():
    """Căn cứ chưa xét theo Nghị định 152 chỉ có từ 01/7/2025."""
    with clock.at(day(2025, 6, 30)):
        assert setting_aside.grounds_to_hold() == []
    with clock.at(day(2025, 7, 1)):
        assert [f.slug for f in setting_aside.grounds_to_hold()] == ["p152-hold"]


def test_a_unit_is_left_out_in_the_browser_by_the_rules_of_the_bloc_or_another_document(client_of):
    """Ghi không xét: chọn «văn bản khác» mà không ghi văn bản thì báo; trang xếp hạng in căn cứ."""
    people = cast()
    round_ = handed_in(people, opened(people))
    client, page = (
        client_of(people.secretary, CHECKED),
        reverse("scoring:exclude", args=[sheet_of(round_, people.neighbour_unit).pk]),
    )
    assert (
        "Ghi văn bản làm căn cứ" in client.post(page, {"ground": "other", "reason": "Không báo cáo"}).content.decode()
    )
    assert client.post(page, {"ground": "other", "document": GROUND, "reason": "Không báo cáo"}).status_code == 302
    checked(people, round_, people.lead_unit, people.deputy_unit)
    workflow.agree(round_, by=people.lead, at=AGREED)
    shown = client_of(people.lead, AGREED).get(reverse("scoring:ranking", args=[round_.pk])).content.decode()
    assert "Không báo cáo" in shown
    assert GROUND in shown
