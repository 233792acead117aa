"""Trang đầu: việc nào trễ, việc nào tuần này, việc nào sau đó; và không có gì của người khác."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.db import transaction

from emulation import views
from emulation.journal.chain import append
from emulation.journal.steps import Act
from emulation.testing import bloc_year, client_of, day, person
from emulation.ui.waiting import Task, grouped

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 23)
NOW = day(2026, 11, 23, 9, 42)


def task(due, title="Nộp bảng tự chấm", **more):
    return Task(title, "/nam/", date.fromisoformat(due) if due else None, **more)


@pytest.fixture
def asked(monkeypatch):
    """One room that answers with `tasks`; every other room is silent."""

    def answer(*tasks):
        room = SimpleNamespace(waiting=lambda user, at: list(tasks))
        monkeypatch.setattr(views, "_module", lambda name, _of: room if name == "emulation.ui" else None)

    return answer


def home(user=None):
    return client_of(user or person("Cán bộ đầu mối, Sở Nội vụ"), at=NOW).get("/").content.decode()


def test_tasks_are_grouped_by_the_day_they_are_due():
    """Hôm qua là trễ, chủ nhật này còn trong tuần, thứ hai sau là sau đó, không hạn thì riêng một nhóm."""
    tasks = [task(None), task("2026-11-30"), task("2026-11-29"), task("2026-11-23"), task("2026-11-22")]
    shape = {g.key: [t.due.day if t.due else None for t in g.tasks] for g in grouped(tasks, MONDAY)}
    assert shape == {"late": [22], "week": [23, 29], "next": [30], "open": [None]}


def test_what_others_wait_for_stands_above_the_days_but_below_what_is_late():
    """Phiếu đang mở, hồ sơ chờ tiếp nhận đứng trên việc có hạn và việc không hạn; việc đã trễ vẫn đứng đầu."""
    tasks = [task(None), task("2026-11-24"), task("2026-11-22"), task(None, "Bỏ phiếu", others_wait=True)]
    groups = grouped([*tasks, task("2026-11-20", "Tiếp nhận", others_wait=True)], MONDAY)
    assert [(g.key, len(g.tasks)) for g in groups] == [("late", 2), ("now", 1), ("week", 1), ("open", 1)]
    assert [t.title for t in groups[1].tasks] == ["Bỏ phiếu"]


def test_a_week_ends_on_sunday_also_when_seen_on_sunday():
    """Nhìn từ chủ nhật thì thứ hai đã là tuần sau."""
    assert [g.key for g in grouped([task("2026-11-30")], date(2026, 11, 29))] == ["next"]


def test_the_page_counts_what_is_late_and_what_is_due_this_week(asked):
    """Câu mở đầu đếm việc trễ và việc trong tuần; trễ thì đỏ và nói mấy ngày."""
    asked(task("2026-11-20"), task("2026-11-24"), task("2026-11-27", state="Đang làm"), task("2026-12-02"))
    page = home()
    assert "4\u00a0việc: 1\u00a0việc đã trễ, 2\u00a0việc đến hạn trong tuần này." in page
    assert 'class="is-late"' in page
    assert "Trễ 3\u00a0ngày" in page
    assert '<span class="state state-turn">Đang làm</span>' in page


def test_the_page_does_not_count_the_same_tasks_twice(asked):
    """Mọi việc đều trong tuần này: nói một lần."""
    asked(task("2026-11-24"), task("2026-11-27"))
    assert '<p class="lead">2\u00a0việc đến hạn trong tuần này.</p>' in home()


def test_the_page_says_when_nothing_is_due_this_week(asked):
    """Có việc mà chưa gấp thì nói là chưa gấp."""
    asked(task("2026-12-02"), task(None))
    page = home()
    assert "2\u00a0việc, chưa việc nào đến hạn trong tuần này." in page
    assert "Không có hạn" in page
    assert "Đã trễ" not in page


def test_the_page_says_when_nothing_waits(asked):
    """Không có việc thì nói không có, và bao giờ sẽ có."""
    asked()
    page = home()
    assert "Không có việc nào chờ bạn." in page
    assert 'class="tasks"' not in page


def test_what_other_hands_hold_stands_aside(asked):
    """Việc đang chờ nơi khác đứng riêng, không đếm vào việc của mình."""
    asked(task("2026-11-27", "Chấm phiếu của Sở Nội vụ", note="Sở Xây dựng (phó khối)", elsewhere=True))
    page = home()
    assert "Đang chờ nơi khác" in page
    assert "đến 27/11" in page
    assert "Không có việc nào chờ bạn." in page


def test_my_own_last_acts_are_told_and_nobody_elses(asked):
    """“Vừa xong” chỉ kể việc chính mình làm, mỗi việc một dòng."""
    asked()
    year, me, other = bloc_year(), person("Mình"), person("Người khác")
    for label, who in (("Góp ý dự thảo", me), ("Góp ý dự thảo", me), ("Chốt điểm", other)):
        note_an_act(label, year, who)
    page = home(me)
    assert page.count("Góp ý dự thảo") == 1
    assert str(year) in page
    assert "Chốt điểm" not in page


def test_what_only_followed_from_an_act_is_not_told(asked):
    """Chốt giao ước kéo theo «Chuyển giai đoạn», «Phát hành văn bản»: chỉ việc mình bấm được kể."""
    asked()
    year, me = bloc_year(), person("Mình")
    for label in ("Chuyển giai đoạn", "Phát hành văn bản", "Hoàn thành việc", "Chốt giao ước"):
        note_an_act(label, year, me)
    page = home(me)
    assert "Chốt giao ước" in page
    assert not [label for label in ("Chuyển giai đoạn", "Phát hành văn bản", "Hoàn thành việc") if label in page]


def note_an_act(label, year, who):
    """Write one line of the journal."""
    with transaction.atomic():
        append([Act(label, year, who, NOW)])


def test_a_stranger_is_asked_to_sign_in(client):
    """Trang đầu không mở cho người chưa đăng nhập."""
    answer = client.get("/")
    assert answer.status_code == 302
    assert "next=/" in answer["Location"]


def test_a_room_that_breaks_is_not_taken_for_a_room_without_reports(monkeypatch):
    """Phòng không có báo cáo thì bỏ qua; phòng có báo cáo mà hỏng thì phải kêu."""
    assert views._module("emulation.ui", "reports") is None

    def break_(name):
        raise ModuleNotFoundError("x", name="something.inside")

    monkeypatch.setattr(views, "import_module", break_)
    with pytest.raises(ModuleNotFoundError):
        views._module("blocs.years", "reports")


def test_the_home_page_asks_the_same_number_of_questions_for_many_acts(asked, django_assert_max_num_queries):
    """Nhiều việc đã làm không làm trang đầu hỏi cơ sở dữ liệu nhiều hơn."""
    asked(*[task("2026-12-02") for _n in range(30)])
    year, me = bloc_year(), person()
    for n in range(6):
        note_an_act(f"Việc {n}", year, me)
    client = client_of(me, at=NOW)
    with django_assert_max_num_queries(8):
        client.get("/")
