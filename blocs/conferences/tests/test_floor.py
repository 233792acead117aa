"""Tại diễn đàn: ý kiến theo thứ tự, sửa có dấu vết, biểu quyết cân với số có mặt, biên bản đọc rồi mới thông qua."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from blocs.conferences import documents, floor, workflow
from blocs.conferences.models import Motion, Remark
from blocs.roster.models import Office
from blocs.scoring import correction
from blocs.scoring import workflow as scoring
from blocs.scoring.tests import building as scores
from emulation.journal.steps import Refused
from emulation.testing import client_of, sitting

from . import building as b

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return b.balloted()


def under(conference):
    """What the minutes say under the first item."""
    return documents.minutes(conference)["agenda"][0][1]


def test_remarks_are_taken_down_as_they_are_spoken(cast):
    """Thư ký hội nghị gõ từng ý kiến: vào biên bản dưới mục của nó, đúng thứ tự; để trống người nói là người đại diện của đơn vị."""
    conference = b.in_session(cast)
    item, unit = conference.items.get(), b.member(cast, 1)
    secretary = client_of(sitting(Office.CONFERENCE_SECRETARY, bloc=cast.year.bloc), b.VOTED)
    path = reverse("conferences:floor", args=[conference.pk])
    assert "autofocus" in secretary.get(path).content.decode()
    assert secretary.post(path, {"item": item.pk, "member": unit.pk, "text": "Nhất trí với báo cáo."}).url == path
    secretary.post(path, {"item": item.pk, "speaker": "Phó Chủ tịch Trần Thị B", "text": "Đề nghị làm rõ số liệu."})
    head = cast.heads[unit.unit_id].full_name
    assert under(conference) == [
        f"Thủ trưởng {head}, {unit.name}: Nhất trí với báo cáo.",
        "Phó Chủ tịch Trần Thị B: Đề nghị làm rõ số liệu.",
    ]
    page = client_of(cast.head(cast.neighbour_unit), b.VOTED).get(reverse("conferences:page", args=[conference.pk]))
    assert "Đề nghị làm rõ số liệu." in page.content.decode()


def test_a_remark_is_corrected_with_a_trace(cast):
    """Sửa thì bản cũ còn nguyên trong cơ sở dữ liệu, biên bản in bản mới ở đúng chỗ; sửa bản đã bị sửa thì từ chối; bỏ thì không in."""
    conference = b.in_session(cast)
    first, second = (
        floor.take_down(conference.items.get(), speaker="Ông A", text=text, by=cast.lead, at=b.VOTED)
        for text in ("Lời một", "Lời hai")
    )
    lead = client_of(cast.lead, b.VOTED)
    lead.post(reverse("conferences:correct_remark", args=[first.pk]), {"speaker": "Ông A", "text": "Lời một, rõ hơn"})
    assert under(conference) == ["Ông A: Lời một, rõ hơn", "Ông A: Lời hai"]
    assert Remark.objects.get(pk=first.pk).text == "Lời một"
    with pytest.raises(Refused, match="vừa được sửa"):
        floor.correct(first, speaker="Ông A", text="Khác", by=cast.lead, at=b.VOTED)
    floor.correct(second, speaker="Ông A", text="", by=cast.lead, at=b.VOTED)
    assert under(conference) == ["Ông A: Lời một, rõ hơn"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Remark.objects.filter(pk=first.pk).update(text="Sửa lén")


def test_hands_balance_with_the_units_present():
    """Số tay phải bằng số đơn vị có mặt, ở trang và ở cơ sở dữ liệu; đúng nửa thì không phải quá nửa; hủy thì không in nữa."""
    cast = b.balloted(quorum_percent=50)
    conference = b.in_session(cast, cast.neighbour_unit)
    item = conference.items.get()
    path, lead = reverse("conferences:decide", args=[conference.pk]), client_of(cast.lead, b.VOTED)
    hands = {"item": item.pk, "text": "Đổi ngày họp", "percent": "50", "more_than": "on", "no": "1", "abstain": "0"}
    assert "Đếm được 3 nhưng có mặt 2 đơn vị" in lead.post(path, hands | {"yes": "2"}).content.decode()
    lead.post(path, hands | {"yes": "1"})
    said = "Biểu quyết giơ tay «Đổi ngày họp»: 1 đồng ý, 1 không đồng ý, 0 không có ý kiến trong 2 đơn vị có mặt, cần {}: {}."
    assert under(conference) == [said.format("quá 50%", "không thông qua")]
    motion = Motion.objects.get()
    lead.post(reverse("conferences:strike", args=[motion.pk]), {"reason": "Đếm nhầm"})
    del hands["more_than"]
    lead.post(path, hands | {"yes": "1"})
    assert under(conference) == [said.format("ít nhất 50%", "thông qua")]
    with pytest.raises(IntegrityError), transaction.atomic():
        Motion.objects.filter(pk=motion.pk).update(yes=2)


def test_nothing_is_voted_without_a_quorum(cast):
    """Không đủ đơn vị thì không biểu quyết."""
    conference = b.in_session(cast, *cast.units[1:])
    with pytest.raises(Refused, match="chưa đủ"):
        floor.decide(conference.items.get(), text="Việc", percent=50, more_than=True, yes=1, no=0, abstain=0, by=cast.lead, at=b.VOTED)  # fmt: skip


def test_minutes_are_read_out_then_agreed(cast):
    """Kết luận → đọc → lãnh đạo thông qua, ghi ý kiến khác; thông qua rồi thì ý kiến không sửa được; biên bản in cả hai giờ."""
    conference, head = b.in_session(cast), cast.head(cast.lead_unit)
    remark = floor.take_down(conference.items.get(), speaker="Ông A", text="Lời một", by=cast.lead, at=b.VOTED)
    with pytest.raises(Refused, match="sau khi kết luận"):
        floor.read_out(conference, by=cast.lead, at=b.VOTED)
    workflow.conclude(b.finished(cast, conference), conclusions="Xong.", by=head, at=b.ENDED)
    with pytest.raises(Refused, match="sau khi đã đọc"):
        floor.agree(conference, by=head, at=b.ENDED)
    client_of(cast.lead, b.ENDED).post(reverse("conferences:read_out", args=[conference.pk]))
    conference.refresh_from_db()
    with pytest.raises(PermissionDenied):
        floor.agree(conference, by=cast.lead, at=b.ENDED)
    path = reverse("conferences:agree", args=[conference.pk])
    assert client_of(head, b.ENDED).post(path, {"objections": "Sở 2: ghi rõ hơn mục 1."}).status_code == 302
    conference.refresh_from_db()
    assert documents.minutes(conference)["agreed"] == [
        "Biên bản được đọc trước hội nghị lúc 11 giờ 00 phút và được hội nghị thông qua lúc 11 giờ 00 phút.",
        "Ý kiến khác về biên bản:",
        "Sở 2: ghi rõ hơn mục 1.",
    ]
    with pytest.raises(Refused, match="đã thông qua"):
        floor.correct(remark, speaker="Ông A", text="Khác", by=cast.lead, at=b.ENDED)


def test_who_does_not_keep_the_minutes_writes_nothing(cast):
    """Đơn vị bên cạnh: 403 ở mọi trang diễn đàn; khối khác: 404 với ý kiến, biểu quyết."""
    conference = b.in_session(cast)
    remark = floor.take_down(conference.items.get(), speaker="Ông A", text="Lời", by=cast.lead, at=b.VOTED)
    neighbour = client_of(cast.head(cast.neighbour_unit), b.VOTED)
    stranger = client_of(b.balloted(name="Khối khác").lead, b.VOTED)
    for name, pk in (("floor", conference.pk), ("decide", conference.pk), ("correct_remark", remark.pk)):
        assert neighbour.get(reverse(f"conferences:{name}", args=[pk])).status_code == 403, name
        assert stranger.get(reverse(f"conferences:{name}", args=[pk])).status_code == 404, name


def test_points_adjusted_in_the_meeting_are_named_in_its_minutes():
    """Đính chính điểm khi đang họp: biên bản ghi theo văn bản nào, vì sao, từ bao nhiêu thành bao nhiêu; đính chính trước họp thì không."""
    cast = b.ranked()
    round_, told = cast.year.rounds.get(), {"reason": "Cộng sai", "by": cast.secretary}
    conference = b.in_session(cast)
    for decision, points, at in (("01/KL", "9", b.PLANNED), ("02/KL", "8", b.VOTED)):
        (key,) = scores.cells(round_, cast.units[1], {"1.1": ""})
        correction.correct(round_, {key: scoring.Claim(points, reason="Theo hồ sơ")}, decision=decision, at=at, **told)
    unit = cast.units[1].name
    assert under(conference) == [
        "Điều chỉnh điểm theo 02/KL. Lý do: Cộng sai.",
        f"{unit}: từ 19,25 điểm, hạng 3 thành 18,25 điểm, hạng 3.",
    ]
