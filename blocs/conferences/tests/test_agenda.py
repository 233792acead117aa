"""Chương trình: mục nào xong khi việc của nó đã xảy ra; kết luận khi mọi mục đã xong."""

import pytest

from blocs.conferences import handover, nomination, workflow
from blocs.conferences.models import ConferenceKind
from blocs.covenant.tests.conftest import a_year as signing_year
from blocs.covenant.tests.conftest import frozen
from blocs.scoring import workflow as scoring
from blocs.scoring.tests import building as scores
from emulation.journal.models import Entry
from emulation.journal.steps import Refused
from emulation.testing import day

from . import building as b

pytestmark = pytest.mark.django_db


def meeting(cast, *kinds, kind=ConferenceKind.YEAR_END):
    """A conference in session with these kinds of items. Out: Conference."""
    return b.in_session(cast, kind=kind, items=[(k, f"Mục {k}", cast.year) for k in kinds])


def finish(cast, conference, kind):
    item = conference.items.get(kind=kind)
    workflow.finish_item(item, outcome="Hội nghị thống nhất.", by=cast.lead, at=b.VOTED)
    return item


def test_the_usual_agenda_of_a_year_end_meeting():
    """Hội nghị tổng kết thường có báo cáo, công bố điểm, suy tôn, trao quyền; mọi đơn vị được mời."""
    cast = b.balloted()
    conference = b.planned(cast, items=None)
    assert [i.kind for i in conference.items.all()] == ["report", "scores", "nominate", "handover"]
    assert conference.attendances.count() == 3


def test_a_report_is_finished_with_words_and_in_session_only():
    """Mục thường: có kết quả, và khi đang họp."""
    cast = b.balloted()
    conference = b.planned(cast, items=[("report", "Báo cáo", cast.year)])
    with pytest.raises(Refused, match="khi hội nghị đang họp"):
        finish(cast, conference, "report")
    workflow.open_session(conference, by=cast.lead, at=b.MEETING)
    with pytest.raises(Refused, match="Ghi kết quả của mục"):
        workflow.finish_item(conference.items.get(), outcome="  ", by=cast.lead, at=b.MEETING)
    assert finish(cast, conference, "report").done_at == b.VOTED


def test_scores_are_announced_once_published():
    """Mục công bố điểm chỉ xong khi vòng chấm cuối năm đã công bố."""
    cast = b.balloted()
    conference = meeting(cast, "scores")
    round_ = scores.checked(cast, scores.handed_in(cast, scores.opened(cast)))
    with pytest.raises(Refused, match="«Chấm điểm cuối năm» năm 2026 chưa công bố"):
        finish(cast, conference, "scores")
    scoring.agree(round_, by=cast.lead, at=scores.AGREED)
    with pytest.raises(Refused, match="chưa công bố"):
        finish(cast, conference, "scores")
    scoring.publish(round_, by=cast.lead, at=scores.PUBLISHED)
    assert finish(cast, conference, "scores").done_at


def test_a_midyear_meeting_looks_at_the_midyear_round():
    """Hội nghị sơ kết hỏi vòng chấm 6 tháng, không hỏi vòng cuối năm."""
    cast = b.balloted()
    conference = meeting(cast, "scores", kind=ConferenceKind.MIDYEAR)
    scores.published(cast)
    with pytest.raises(Refused, match="«Chấm điểm 6 tháng» năm 2026 chưa công bố"):
        finish(cast, conference, "scores")


def test_nomination_is_finished_once_counted():
    """Mục suy tôn chỉ xong khi đã có kết quả, không phải khi mới phát phiếu."""
    cast = b.balloted()
    conference = b.put_forward(cast, meeting(cast, "nominate"), "CO_TINH")
    nomination.open_vote(conference, by=cast.lead, at=b.VOTED)
    with pytest.raises(Refused, match="Chưa có kết quả suy tôn"):
        finish(cast, conference, "nominate")
    for elector in conference.ballot.electors.all():
        b.vote(conference.ballot, elector.person)
    nomination.count_vote(conference, by=cast.lead, at=b.VOTED)
    assert finish(cast, conference, "nominate").done_at


def test_handover_is_finished_once_handed_over():
    """Mục trao quyền chỉ xong khi đã có biên bản bàn giao."""
    cast = b.balloted()
    conference = meeting(cast, "handover")
    with pytest.raises(Refused, match="Chưa trao quyền trưởng khối"):
        finish(cast, conference, "handover")
    handover.hand_over(conference, lead=cast.deputy_unit, by=cast.head(cast.lead_unit), at=b.VOTED)
    assert finish(cast, conference, "handover").done_at


def test_signing_is_finished_once_the_covenant_is_being_signed():
    """Mục ký kết của năm nào thì giao ước của năm ấy phải đã chốt để ký."""
    year = signing_year()
    about = {
        "held_at": day(2026, 2, 25, 17),
        "place": "Hội trường",
        "chairs": "Giám đốc",
        "by": year.leader,
        "at": day(2026, 2, 20),
    }
    conference = workflow.plan(
        year.row, kind="signing", title="Hội nghị ký kết", items=[("sign", "Ký kết", year.row)], **about
    )
    workflow.open_session(conference, by=year.leader, at=day(2026, 2, 25, 16))
    item = conference.items.get()
    with pytest.raises(Refused, match="Giao ước năm 2026 chưa chốt để ký"):
        workflow.finish_item(item, outcome="Đã ký.", by=year.leader, at=day(2026, 2, 25, 17))
    frozen(year)
    workflow.finish_item(item, outcome="Đã ký.", by=year.leader, at=day(2026, 2, 25, 17))
    assert item.done_at


def test_the_meeting_ends_when_every_item_is_done():
    """Còn mục chưa xong thì câu từ chối kể tên mục; kết luận phải có lời."""
    cast = b.balloted()
    conference = meeting(cast, "report", "free")
    head = cast.head(cast.lead_unit)
    finish(cast, conference, "report")
    with pytest.raises(Refused, match="còn mục Mục free"):
        workflow.conclude(conference, conclusions="Xong.", by=head, at=b.ENDED)
    finish(cast, conference, "free")
    with pytest.raises(Refused, match="Ghi kết luận"):
        workflow.conclude(conference, conclusions=" ", by=head, at=b.ENDED)
    workflow.conclude(conference, conclusions="Xong.", by=head, at=b.ENDED)
    assert (conference.state, conference.closed_at) == ("concluded", b.ENDED)


def test_the_meeting_does_not_end_while_a_vote_is_out():
    """Phiếu chưa kiểm thì chưa kết luận, dù chương trình không có mục suy tôn."""
    cast = b.balloted()
    conference = b.finished(cast, b.voting(cast))
    with pytest.raises(Refused, match="phiếu suy tôn chưa kiểm"):
        workflow.conclude(conference, conclusions="Xong.", by=cast.secretary, at=b.ENDED)


def test_a_concluded_meeting_is_not_changed():
    """Đã kết luận thì không thêm mục, không sửa nội dung, không ghi kết quả."""
    cast = b.balloted()
    conference = b.finished(cast, b.in_session(cast))
    workflow.conclude(conference, conclusions="Xong.", by=cast.secretary, at=b.ENDED)
    hand = {"by": cast.lead, "at": b.ENDED}
    with pytest.raises(Refused, match="không thêm mục được nữa"):
        workflow.put_on_agenda(conference, kind="free", title="Thêm", bloc_year=cast.year, **hand)
    with pytest.raises(Refused, match="nên không sửa được"):
        workflow.edit(conference, limits="Khác", **hand)
    with pytest.raises(Refused, match="khi hội nghị đang họp"):
        workflow.finish_item(conference.items.get(), outcome="Khác", **hand)


def test_an_item_belongs_to_a_year_of_the_same_bloc():
    """Không đưa năm thi đua của khối khác vào chương trình."""
    cast, other = b.balloted(), b.balloted(name="Khối khác")
    with pytest.raises(Refused, match="thuộc khối khác"):
        workflow.put_on_agenda(
            b.planned(cast), kind="free", title="Việc lạ", bloc_year=other.year, by=cast.lead, at=b.PLANNED
        )


def test_a_midyear_meeting_brings_the_year_on():
    """Kết luận sơ kết đưa năm tới «Đã sơ kết»; khai mạc tổng kết đưa tới «Hội nghị tổng kết»; không bao giờ lùi."""
    cast = b.balloted()
    conference = b.finished(cast, b.in_session(cast, kind=ConferenceKind.MIDYEAR))
    workflow.conclude(conference, conclusions="Xong.", by=cast.secretary, at=b.ENDED)
    cast.year.refresh_from_db()
    assert cast.year.state == "reviewed"
    b.in_session(cast)
    cast.year.refresh_from_db()
    assert cast.year.state == "conference"
    again = b.finished(cast, b.in_session(cast, kind=ConferenceKind.MIDYEAR))
    workflow.conclude(again, conclusions="Xong.", by=cast.secretary, at=b.ENDED)
    cast.year.refresh_from_db()
    assert cast.year.state == "conference"


def test_every_act_is_in_the_journal_of_the_year():
    """Mỗi việc một dòng, trong nhật ký của năm."""
    cast = b.balloted()
    b.nominated(cast)
    labels = list(
        Entry.objects.filter(stream__name=cast.year.stream).order_by("number").values_list("label", flat=True)
    )
    for label in (
        "Lập hội nghị",
        "Gửi giấy mời",
        "Khai mạc",
        "Điểm danh",
        "Đề cử",
        "Phát phiếu suy tôn",
        "Thu phiếu, kiểm phiếu",
    ):
        assert labels.count(label) == 1
