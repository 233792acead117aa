import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.utils.translation import gettext_lazy, override

from emulation.journal import clock, steps
from emulation.journal.models import Entry, Stream
from emulation.journal.steps import Refused, Step
from emulation.testing import day, person
from emulation.ui.text import clean

from .builders import AT, FOLLOW, ISSUED, NEVER, NOTE, RECALL, RECALLED, REPLACED, RESTORE, notes, paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return person()


def labels(stream="year:1"):
    return list(Entry.objects.filter(stream__name=stream).order_by("number").values_list("label", flat=True))


def test_a_step_moves_saves_and_writes(by):
    """Một bước chuyển trạng thái, lưu dòng và ghi nhật ký: ai, lúc nào, từ đâu sang đâu, vì sao."""
    subject = paper(by=by)
    with RECALL.on(subject, by=by, at=AT, note=" Sai số ") as act:
        act.detail = {"số": 5}
    entry = Entry.objects.get()
    assert type(subject).objects.get().state == RECALLED
    assert (entry.by, entry.at, entry.before, entry.after) == (by, AT, ISSUED, RECALLED)
    assert (entry.particulars.name, entry.particulars.note, entry.detail) == (by.full_name, "Sai số", {"số": 5})


def test_a_step_from_the_wrong_state_is_refused_with_a_sentence(by):
    """Sai trạng thái thì câu từ chối nêu bước và trạng thái đang có."""
    subject = paper(by=by)
    with pytest.raises(Refused, match=r"Khôi phục thử.*Đã phát hành"), RESTORE.on(subject, by=by, at=AT, note="thử"):
        pass
    assert not Entry.objects.exists()


def test_the_state_is_read_again_under_the_lock(by):
    """Trạng thái trong tay người gọi có cũ thì vẫn xét theo dòng trong cơ sở dữ liệu."""
    subject = paper(by=by)
    stale = type(subject).objects.get()
    with RECALL.on(subject, by=by, at=AT):
        pass
    with pytest.raises(Refused), RECALL.on(stale, by=by, at=AT):
        pass
    assert labels() == ["Thu hồi thử"]


def test_a_step_that_asks_for_a_reason_is_not_taken_without_one(by):
    """Bước phải nêu lý do thì lý do trống hay toàn dấu cách đều không được."""
    subject = paper(by=by)
    with RECALL.on(subject, by=by, at=AT):
        pass
    for empty in ("", "  \n "):
        with pytest.raises(Refused, match="phải nêu lý do"), RESTORE.on(subject, by=by, at=AT, note=empty):
            pass
    assert type(subject).objects.get().state == RECALLED


def test_the_wrong_hand_is_told_whose_hand_it_is(by):
    """Không phải việc của mình thì được cho biết là việc của ai."""
    stranger = person("Khách")
    with pytest.raises(PermissionDenied, match="is_a_tester"), RECALL.on(paper(by=by), by=stranger, at=AT):
        pass
    with pytest.raises(PermissionDenied), NEVER.on(paper(by=by), by=by, at=AT):
        pass
    assert not Entry.objects.exists()


def test_a_consequence_does_not_happen_alone(by):
    """Bước chỉ xảy ra theo việc khác thì không ai tự làm được; trong việc khác thì được."""
    subject = paper(by=by)
    with RECALL.on(subject, by=by, at=AT):
        pass
    with pytest.raises(PermissionDenied, match="chỉ xảy ra theo"), FOLLOW.on(subject, by=by, at=AT):
        pass
    with NOTE.on(subject, by=by, at=AT), FOLLOW.on(subject, by=by, at=AT):
        pass
    assert type(subject).objects.get().state == REPLACED


def test_nested_acts_are_chained_once_by_the_outermost(by, monkeypatch):
    """Việc lồng nhau gom lại, ghi một lần ở việc ngoài cùng, việc trong trước."""
    calls = []
    monkeypatch.setattr(steps, "append", lambda pending: calls.append([str(p.label) for p in pending]))
    first, second = paper(by=by), paper("year:2", by=by)
    with RECALL.on(first, by=by, at=AT), NOTE.on(second, by=by, at=AT), NOTE.on(first, by=by, at=AT):
        pass
    assert calls == [["Ghi chú thử", "Ghi chú thử", "Thu hồi thử"]]


def test_each_nested_act_lands_in_the_stream_of_its_own_subject(by):
    """Mỗi việc vào dòng nhật ký của đối tượng mình."""
    first, second = paper(by=by), paper("year:2", by=by)
    with RECALL.on(first, by=by, at=AT), NOTE.on(second, by=by, at=AT):
        pass
    assert (labels("year:1"), labels("year:2")) == (["Thu hồi thử"], ["Ghi chú thử"])


def test_an_inner_failure_drops_only_its_own_entries(by):
    """Việc trong hỏng mà việc ngoài đi tiếp thì chỉ mất phần của việc trong."""
    outer, inner = paper(by=by), paper(by=by)
    with NOTE.on(outer, by=by, at=AT):
        notes(outer, 1, by)
        with pytest.raises(Refused), RECALL.on(inner, by=by, at=AT):  # noqa: PT012
            notes(inner, 2, by)
            raise Refused("thử")
    assert labels() == ["Ghi chú thử", "Ghi chú thử"]
    assert type(inner).objects.get(pk=inner.pk).state == ISSUED


def test_a_refusal_undoes_everything(by):
    """Từ chối ở đâu thì không còn gì của cả việc: dòng, trạng thái, nhật ký."""
    subject = paper(by=by)
    with pytest.raises(Refused), NOTE.on(subject, by=by, at=AT):  # noqa: PT012
        paper("year:9", by=by)
        with RECALL.on(subject, by=by, at=AT):
            pass
        raise Refused("thử")
    assert type(subject).objects.get().state == ISSUED
    assert not Entry.objects.exists()
    assert not Stream.objects.exists()


def test_after_a_failure_the_next_act_starts_clean(by):
    """Việc hỏng không để lại dòng chờ nào cho việc sau."""
    subject = paper(by=by)
    with pytest.raises(ZeroDivisionError), NOTE.on(subject, by=by, at=AT):  # noqa: PT012
        notes(subject, 2, by)
        raise ZeroDivisionError
    notes(subject, 1, by)
    assert labels() == ["Ghi chú thử"]


def test_a_row_created_in_the_act_may_be_its_subject(by):
    """Việc lập mới ghi nhật ký cho dòng vừa lập, trong dòng nhật ký của nó."""
    with NOTE.on(paper(by=by), by=by, at=AT) as act:
        act.subject = made = paper("year:7", by=by)
    assert Entry.objects.about(made).get().stream.name == "year:7"


def test_the_hour_of_the_act_is_the_hour_inside(by):
    """Trong một việc, «bây giờ» là giờ của việc đó; xong thì thôi."""
    with NOTE.on(paper(by=by), by=by, at=day(2018, 1, 5)):
        assert clock.today().isoformat() == "2018-01-05"
    assert clock.today().year != 2018


def test_parents_are_locked_before_the_row(by, monkeypatch):
    """Khóa dòng cha trước, dòng con sau, theo thứ tự khai báo."""
    asked = []
    monkeypatch.setattr(
        type(by)._base_manager, "select_for_update", lambda **how: asked.append("cha") or type(by).objects.all()
    )
    step = Step("Thu hồi thử", [ISSUED], RECALLED, "journal_test.act", parents=("issued_by",))
    with step.on(paper(by=by), by=by, at=AT):
        assert asked == ["cha"]


def test_the_journal_is_written_in_vietnamese_whoever_reads(by):
    """Người dùng tiếng Anh thì nhật ký vẫn ghi tiếng Việt."""
    step = Step(gettext_lazy("Sunday"), [ISSUED], RECALLED, "journal_test.act")
    with override("en"), step.on(paper(by=by), by=by, at=AT):
        pass
    assert labels() == [clean("Chủ nhật")]


def test_a_database_rule_broken_in_the_body_undoes_the_act(by):
    """Vi phạm ràng buộc trong việc thì cả việc không còn gì."""
    subject = paper(by=by)
    with pytest.raises(IntegrityError), RECALL.on(subject, by=by, at=AT):
        type(by).objects.create(username=by.username, full_name="Trùng", joined_at=AT)
    assert type(subject).objects.get().state == ISSUED
    assert not Entry.objects.exists()
