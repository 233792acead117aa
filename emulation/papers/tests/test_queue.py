"""Hàng tạo tệp: the row is the task. Nothing is lost, nothing is stored twice, a dead worker's lease ends by itself."""

import datetime as dt
import hashlib
import os
import signal
import subprocess
import sys
import time

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.template import TemplateSyntaxError

from emulation.journal import clock
from emulation.papers import files, rendering, seal, tasks
from emulation.papers.models import Rendering, Stage
from emulation.papers.rendering import Made
from emulation.testing import person

from .builders import HOUR, issued

pytestmark = pytest.mark.django_db
LATER = HOUR + tasks.LEASE + dt.timedelta(seconds=1)


@pytest.fixture(autouse=True)
def woken(monkeypatch):
    """A mark for each time that a worker was told to take something; no worker runs."""
    told = []
    monkeypatch.setattr(tasks.take, "apply_async", lambda **options: told.append("take"))
    return told


@pytest.fixture
def row():
    return issued(template="papers/paper_plain.html").rendering


def printing(monkeypatch, does):
    """Let the renderer do `does` instead: return bytes, which are stored as they are, or raise."""
    monkeypatch.setattr(rendering, "pdf", does)
    monkeypatch.setattr(seal, "sealed", lambda content: content)


def good(content=b"%PDF-1.7 one"):
    return lambda paper, told: Made(content, 3)


def bad(error):
    def pdf(paper, told):
        raise error

    return pdf


def lease_at(hour, row):
    with clock.at(hour):
        return tasks.lease(row.pk)


def run_at(hour, row):
    with clock.at(hour):
        tasks.render(row.pk)
    row.refresh_from_db()


def test_a_paper_is_rendered_stored_and_done(row):
    """Một việc: thuê, dựng, cất dưới mã băm, xong."""
    run_at(HOUR, row)
    with default_storage.open(row.name) as stored:
        assert stored.read(8) == b"%PDF-1.7"
    assert (row.stage, row.size, row.progress) == (Stage.DONE, default_storage.size(row.name), 100)
    assert row.name == f"papers/2026/{row.sha256}.pdf" == f"papers/2026/{files.digest_of(row.name)}.pdf"


def test_a_row_is_leased_to_one_worker_only(row):
    """Hai máy cùng lấy một việc: chỉ một máy được."""
    assert lease_at(HOUR, row).fence == 1
    assert lease_at(HOUR, row) is None


def test_two_workers_that_read_the_same_row_do_not_both_get_it(row, monkeypatch):
    """Hai máy đọc cùng lúc: câu lệnh có điều kiện chỉ cho một máy."""
    first = Rendering.objects.due(HOUR).filter(pk=row.pk).first()
    assert lease_at(HOUR, row)
    monkeypatch.setattr(type(Rendering.objects.all()), "first", lambda found: first)
    assert lease_at(LATER + tasks.LEASE, row) is None


def test_a_stored_paper_is_never_rendered_again(row, monkeypatch):
    """Đã cất thì không dựng lại, dù tin gọi đến ba lần."""
    run_at(HOUR, row)
    printing(monkeypatch, bad(AssertionError("rendered again")))
    run_at(LATER, row)
    assert row.stage == Stage.DONE
    assert row.attempts == 1


def test_a_dead_workers_row_is_woken_and_done_by_the_next(row, woken):
    """Máy chết giữa chừng: hết hạn thuê thì lượt quét gọi máy khác, số hàng rào tăng."""
    lease_at(HOUR, row)
    with clock.at(LATER):
        assert tasks.sweep() == 1
        assert woken == ["take"]
    run_at(LATER, row)
    assert (row.stage, row.fence, row.attempts) == (Stage.DONE, 2, 2)


def test_a_worker_thought_dead_cannot_store_over_its_successor(row, monkeypatch):
    """Máy tưởng đã chết mà tỉnh lại thì không ghi đè được."""
    stale, held = lease_at(HOUR, row), lease_at(LATER, row)
    printing(monkeypatch, good(b"%PDF-1.7 old"))
    tasks.work(stale)
    row.refresh_from_db()
    assert row.stage == Stage.LEASED
    assert not default_storage.exists(f"papers/2026/{hashlib.sha256(b'%PDF-1.7 old').hexdigest()}.pdf")
    printing(monkeypatch, good(b"%PDF-1.7 new"))
    tasks.work(held)
    row.refresh_from_db()
    assert row.sha256 == hashlib.sha256(b"%PDF-1.7 new").hexdigest()
    assert row.fence == 2


def test_a_worker_thought_dead_cannot_fail_its_successors_row(row):
    """Máy tưởng đã chết cũng không làm hỏng việc của máy sau."""
    stale = lease_at(HOUR, row)
    lease_at(LATER, row)
    tasks.fail(stale, TemplateSyntaxError("x"))
    row.refresh_from_db()
    assert row.stage == Stage.LEASED


def test_the_database_keeps_stored_bytes_final(row):
    """Việc đã xong không ai sửa được mã băm."""
    run_at(HOUR, row)
    with pytest.raises(IntegrityError, match="stored_bytes_are_final"), transaction.atomic():
        Rendering.objects.filter(pk=row.pk).update(sha256="0" * 64)


def test_the_sweep_wakes_each_row_once_in_fifteen_seconds(row, woken):
    """Lượt quét không gọi dồn: mỗi việc một lần trong 15 giây."""
    Rendering.objects.update(woken_at=HOUR)
    for seconds, expected in ((10, 0), (16, 1), (25, 0), (32, 1)):
        with clock.at(HOUR + dt.timedelta(seconds=seconds)):
            assert tasks.sweep() == expected


def test_the_sweep_leaves_alone_what_is_done_failed_or_worked_on(woken):
    """Việc xong, hỏng, hay đang làm thì không gọi."""
    done, failed, leased = (issued(template="papers/paper_plain.html").rendering for _i in range(3))
    run_at(HOUR, done)
    Rendering.objects.filter(pk=failed.pk).update(stage=Stage.FAILED, reason="Ổ đầy")
    lease_at(HOUR, leased)
    with clock.at(HOUR + dt.timedelta(seconds=19)):
        assert tasks.sweep() == 0


def test_a_full_disk_is_tried_again_with_longer_and_longer_pauses(row, monkeypatch):
    """Ổ đầy: thử lại, nghỉ lâu dần, rồi dừng và nói vì sao."""
    printing(monkeypatch, bad(OSError(28, "No space left on device")))
    hour, pauses = HOUR, []
    while row.stage == Stage.WAITING:
        run_at(hour, row)
        pauses.append(row.not_before - hour if row.not_before else None)
        hour = row.not_before or hour
    assert pauses == [*tasks.BACKOFF, None]
    assert row.stage == Stage.FAILED
    assert "ổ lưu trữ đầy" in row.reason


def test_a_pausing_row_is_not_taken_early(row, monkeypatch):
    """Đang nghỉ thì chưa ai lấy."""
    printing(monkeypatch, bad(DatabaseError("locked")))
    run_at(HOUR, row)
    assert lease_at(HOUR + dt.timedelta(seconds=4), row) is None
    assert lease_at(HOUR + dt.timedelta(seconds=5), row)


@pytest.mark.parametrize("error", [TemplateSyntaxError("x"), KeyError("x"), ZeroDivisionError()])
def test_what_would_fail_again_fails_at_once_with_a_sentence(row, monkeypatch, error):
    """Mẫu sai thì thử lại cũng vô ích: dừng ngay, nói vì sao bằng lời thường."""
    printing(monkeypatch, bad(error))
    run_at(HOUR, row)
    assert row.stage == Stage.FAILED
    assert row.reason.startswith("Mẫu văn bản")
    assert row.attempts == 1


def test_a_missing_template_is_named():
    """Thiếu mẫu thì nói thiếu mẫu nào."""
    row = issued(template="papers/no_such.html").rendering
    run_at(HOUR, row)
    assert "papers/no_such.html" in row.reason


def test_a_paper_that_kills_every_worker_ends_as_failed(row):
    """Văn bản làm chết máy nhiều lần thì thôi, không kéo chết mãi."""
    hour = HOUR
    while lease_at(hour, row):
        hour += tasks.LEASE + dt.timedelta(seconds=1)
    row.refresh_from_db()
    assert (row.stage, row.attempts) == (Stage.FAILED, tasks.ATTEMPTS)
    assert "dừng giữa chừng" in row.reason


def test_a_broker_that_is_down_fails_nobody(row, monkeypatch):
    """Hàng tin chết thì việc vẫn ghi; lượt quét gọi sau."""
    monkeypatch.setattr(tasks.take, "apply_async", bad(ConnectionError("refused")))
    tasks.wake(row.pk)
    row.refresh_from_db()
    assert row.stage == Stage.WAITING


def test_workers_are_told_only_after_the_commit(django_capture_on_commit_callbacks, woken):
    """Chưa ghi xong thì chưa gọi máy."""
    with django_capture_on_commit_callbacks() as calls:
        issued()
    assert woken == []
    for call in calls:
        call()
    assert woken == ["take"]


def test_the_place_in_the_queue_counts_those_before():
    """Thứ tự trong hàng: đếm việc đang chờ phía trước."""
    first, second = issued(template="papers/paper_plain.html").rendering, issued().rendering
    assert (first.place, second.place) == (1, 2)
    run_at(HOUR, first)
    assert (first.place, second.place) == (0, 1)


def test_a_free_worker_takes_one_of_every_act_before_the_second_of_any():
    """In hàng loạt 20 văn bản không làm chậm văn bản của một người: việc sau của người khác lên trước việc thứ hai của loạt."""
    officer, head = person(), person()
    bulk = [issued(by=officer, template="papers/paper_plain.html").rendering for _n in range(5)]
    alone = issued(by=head, at=HOUR + dt.timedelta(minutes=5), template="papers/paper_plain.html").rendering
    another = issued(by=officer, at=HOUR + dt.timedelta(minutes=6), template="papers/paper_plain.html").rendering
    assert [row.place for row in (bulk[0], alone, bulk[1], another)] == [1, 2, 3, 4]
    for _turn in range(2):
        with clock.at(HOUR + dt.timedelta(minutes=10)):
            tasks.take()
    done = Rendering.objects.filter(stage=Stage.DONE).values_list("pk", flat=True)
    assert set(done) == {bulk[0].pk, alone.pk}


def test_a_worker_with_nothing_to_do_does_nothing():
    """Tin gọi đến thừa thì thôi: không có việc thì không làm gì."""
    tasks.take()
    assert Rendering.objects.count() == 0


def test_a_torso_left_on_disk_is_replaced(row, monkeypatch):
    """Tệp dở do máy chết để lại không bị nhận nhầm là tệp thật."""
    _name, digest = files.store(b"%PDF whole", row.paper.issued_at)
    with default_storage.open(_name, "wb") as torso:
        torso.write(b"%PDF wh")
    name, _digest = files.store(b"%PDF whole", row.paper.issued_at)
    assert files.digest_of(name) == digest


def test_check_files_finds_a_changed_byte_and_a_missing_file(row, capsys):
    """`check_files` thấy tệp bị sửa một byte, tệp mất."""
    run_at(HOUR, row)
    call_command("check_files")
    with default_storage.open(row.name, "r+b") as stored:
        stored.write(b"X")
    with pytest.raises(CommandError, match="1 tệp sai"):
        call_command("check_files")
    default_storage.delete(row.name)
    with pytest.raises(CommandError, match="1 tệp sai"):
        call_command("check_files")
    assert "không khớp mã SHA-256" in capsys.readouterr().err


def test_check_files_names_what_a_killed_worker_left_and_drops_it_when_asked(row, capsys):
    """Máy chết sau khi cất, trước khi ghi: tệp thừa được kể tên; xóa khi được bảo, tệp của văn bản còn nguyên."""
    left, _digest = files.store(b"%PDF of a killed worker", row.paper.issued_at)
    run_at(HOUR, row)
    call_command("check_files")
    assert f"Tệp thừa, không thuộc văn bản nào: {left}" in capsys.readouterr().out
    call_command("check_files", drop_strays=True)
    assert (default_storage.exists(left), default_storage.exists(row.name)) == (False, True)
    capsys.readouterr()
    call_command("check_files")
    assert "Tệp thừa" not in capsys.readouterr().out


DYING = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "emulation.settings"
import emulation.testing_plugin
from emulation.testing_plugin import settings
settings.DATABASES["default"]["NAME"] = sys.argv[2]
import django
django.setup()
from emulation.papers import rendering, tasks
def hang(paper, told):
    print("leased", flush=True)
    __import__("time").sleep(60)
rendering.pdf = hang
tasks.render(int(sys.argv[1]))
"""


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_for_real_loses_nothing():
    """Máy bị kill -9 giữa lúc dựng: việc còn nguyên, máy sau làm xong."""
    row = issued(template="papers/paper_plain.html").rendering
    command = [sys.executable, "-c", DYING, str(row.pk), str(connection.settings_dict["NAME"])]
    worker = subprocess.Popen(command, stdout=subprocess.PIPE)  # noqa: S603 - our own interpreter
    with worker:
        assert worker.stdout.readline() == b"leased\n"
        os.kill(worker.pid, signal.SIGKILL)
    row.refresh_from_db()
    assert (row.stage, row.fence) == (Stage.LEASED, 1)
    run_at(row.lease_until + dt.timedelta(seconds=1), row)
    assert (row.stage, row.fence) == (Stage.DONE, 2)


@pytest.mark.django_db(transaction=True)
def test_a_long_rendering_keeps_its_lease(monkeypatch):
    """Dựng lâu hơn hạn thuê: nhịp gia hạn giữ việc, không ai lấy mất."""
    row = issued(template="papers/paper_plain.html").rendering
    monkeypatch.setattr(tasks, "BEAT", 0.05)

    def slow(paper, told):
        ends = Rendering.objects.get(pk=row.pk).lease_until
        deadline = time.monotonic() + 5
        while Rendering.objects.get(pk=row.pk).lease_until <= ends and time.monotonic() < deadline:
            time.sleep(0.02)
        return Made(b"%PDF", int(Rendering.objects.get(pk=row.pk).lease_until > ends))

    printing(monkeypatch, slow)
    tasks.render(row.pk)
    row.refresh_from_db()
    assert row.pages == 1
