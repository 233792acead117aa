"""Thư nhắc hạn: 15, 7, 3 ngày, rồi trễ; không nhắc hai lần, không sót, không nhắc việc đã xong."""

import datetime as dt
import smtplib
import threading

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from blocs.years import tasks, workflow
from blocs.years.models import Due, Posting, Reminder, mark_of
from emulation.accounts.models import User
from emulation.journal import clock
from emulation.testing import client_of, day

from .conftest import a_bloc

pytestmark = pytest.mark.django_db
DUE, FIRST = dt.date(2026, 2, 15), day(2026, 2, 1)


@pytest.fixture
def reachable(cast, monkeypatch):
    """A bloc whose second unit's clerk gave an address; workers are woken by hand."""
    monkeypatch.setattr(tasks, "wake", lambda: None)
    write_to(cast.clerks[1], "daumoi@example.vn")
    return cast


def write_to(person, email):
    User.objects.filter(pk=person.pk).update(email=email)


def pass_by(at):
    """The beat comes round at an hour, and a worker takes all that waits. Out: subjects of what was sent now."""
    before = len(mail.outbox)
    with clock.at(at):
        for _row in range(tasks.remind()):
            tasks.deliver()
    return [letter.subject for letter in mail.outbox[before:]]


def met(cast, place):
    with workflow.SET_DUE.on(cast.row, by=cast.officer, at=FIRST):
        workflow.meet(cast.members[place], Due.REGISTER, by=cast.officer, at=FIRST)


@pytest.mark.parametrize(
    ("left", "mark"),
    [(16, None), (15, 15), (8, 15), (7, 7), (4, 7), (3, 3), (0, 3), (-1, 0), (-15, 0), (-16, None)],
)
def test_a_mark_is_reached_at_its_day(left, mark):
    """15, 7, 3 ngày trước hạn; ngày cuối còn trong hạn; trễ quá 15 ngày thì thôi."""
    assert mark_of(DUE, DUE - dt.timedelta(days=left)) == mark


def test_each_mark_is_told_once_however_often_the_beat_comes(reachable):
    """Hỏi mỗi ngày ba lần, từ trước chặng đầu đến sau khi trễ: đúng bốn thư cho một việc, mỗi chặng một thư, không thư nào ban đêm."""
    told = []
    for n in (0, 1, 2, 3, 8, 9, 10, 12, 13, 14, 15, 16, 17, 18, 30, 34):
        assert pass_by(day(2026, 1, 30, 6) + dt.timedelta(days=n)) == []
        for hour in (7, 19):
            told += pass_by(day(2026, 1, 30, hour) + dt.timedelta(days=n))
    bloc = "Khối thi đua thử nghiệm năm 2026"
    assert told == [
        f"Còn 15 ngày: Đăng ký thi đua, {bloc}", f"Còn 7 ngày: Đăng ký thi đua, {bloc}", f"Còn 3 ngày: Đăng ký thi đua, {bloc}",
        f"Trễ 1 ngày: Đăng ký thi đua, {bloc}",
    ]  # fmt: skip
    letter = mail.outbox[0]
    assert letter.to == ["daumoi@example.vn"]
    assert (
        "Sở số 02 của Khối thi đua thử nghiệm: đăng ký thi đua, hạn hết ngày 15/02/2026 (còn 15 ngày)." in letter.body
    )
    assert f"/nam/{reachable.row.pk}/" in letter.body
    assert len({letter.extra_headers["Message-ID"] for letter in mail.outbox}) == 4


def test_a_machine_that_stood_still_tells_what_is_true_now(reachable):
    """Máy dừng từ trước chặng 15 đến khi còn 6 ngày: một thư, nói đúng còn 6 ngày."""
    assert [s.partition(":")[0] for s in pass_by(day(2026, 2, 9))] == ["Còn 6 ngày"]


def test_what_is_done_or_given_more_time_is_not_told(reachable):
    """Việc xong sau khi thư đã xếp hàng: không gửi; gia hạn: ngày cũ thôi, ngày mới nhắc lại từ đầu."""
    seventh, owed = day(2026, 2, 8), reachable.members[1].obligations.get(milestone__kind=Due.REGISTER)
    with clock.at(seventh):
        tasks.remind()
    workflow.extend(owed, to=dt.date(2026, 2, 28), reason="Lũ", by=reachable.clerks[0], at=seventh)
    assert pass_by(seventh) == []
    assert Reminder.objects.get().stage == Posting.VOID
    assert [s.partition(":")[0] for s in pass_by(day(2026, 2, 13))] == ["Còn 15 ngày"]
    assert "hạn hết ngày 28/02/2026, đã gia hạn" in mail.outbox[-1].body
    met(reachable, 1)
    assert pass_by(day(2026, 2, 21)) == []


def test_who_is_told(reachable, other):
    """Chỉ người của đơn vị còn nợ, có địa chỉ, đang giữ ghế; không ai khác của khối, không người khối bên cạnh đã xong."""
    for person in (reachable.heads[2], reachable.officer, other.clerks[1]):
        write_to(person, f"n{person.pk}@example.vn")
    met(reachable, 1)
    met(other, 1)
    pass_by(day(2026, 2, 8))
    assert [letter.to for letter in mail.outbox] == [[f"n{reachable.heads[2].pk}@example.vn"]]
    reachable.heads[2].seats.update(until="2026-02-10")
    assert pass_by(day(2026, 2, 12)) == []


def test_a_mail_server_that_is_down_loses_nothing(reachable, monkeypatch):
    """Máy chủ thư hỏng: thư chờ rồi gửi khi máy chủ lên lại; địa chỉ bị từ chối: hỏng hẳn, có lý do."""
    sent = mail.EmailMessage.send
    monkeypatch.setattr(mail.EmailMessage, "send", fails(ConnectionRefusedError()))
    assert pass_by(day(2026, 2, 8, 9)) == []
    assert Reminder.objects.get().stage == Posting.WAITING
    monkeypatch.setattr(mail.EmailMessage, "send", sent)
    assert pass_by(day(2026, 2, 8, 9)) == []  # the pause is not over
    assert len(pass_by(day(2026, 2, 8, 9, 2))) == 1
    monkeypatch.setattr(mail.EmailMessage, "send", fails(smtplib.SMTPRecipientsRefused({})))
    pass_by(day(2026, 2, 12))
    assert [(r.stage, r.reason) for r in Reminder.objects.all()] == [
        (Posting.SENT, ""), (Posting.FAILED, "Máy chủ thư không nhận địa chỉ này."),
    ]  # fmt: skip
    letters = "Thư nhắc không gửi được"
    pages = [
        client_of(who, day(2026, 2, 12)).get(reverse("years:late")) for who in (reachable.officer, reachable.clerks[0])
    ]
    assert [letters in page.content.decode() for page in pages] == [True, False]


def fails(error):
    def send(letter):
        raise error

    return send


def test_a_worker_that_died_is_replaced_and_cannot_write_over_its_successor(reachable):
    """Người gửi chết giữa chừng: hết hạn giữ thì người khác gửi; kết quả của người cũ bị bỏ."""
    hour = day(2026, 2, 8)
    with clock.at(hour):
        tasks.remind()
        dead = tasks.lease(Reminder.objects.get().pk)
        assert tasks.lease(dead.pk) is None
    assert len(pass_by(hour + dt.timedelta(minutes=3))) == 1
    with clock.at(hour + dt.timedelta(minutes=4)):
        tasks._again(dead)
    assert Reminder.objects.get().stage == Posting.SENT


def test_without_a_mail_server_production_writes_no_rows(reachable, settings):
    """Chưa có máy chủ thư: không xếp hàng thư nào, để ngày có máy chủ không dội thư cũ."""
    settings.SENDS_MAIL = False
    assert pass_by(day(2026, 2, 8)) == []
    assert not Reminder.objects.exists()


def test_twice_is_kept_out_by_the_database(reachable):
    """Một người, một việc, một hạn, một chặng: một dòng."""
    pass_by(day(2026, 2, 8))
    again = Reminder.objects.get()
    again.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save(force_insert=True)


@pytest.mark.django_db(transaction=True)
def test_of_workers_at_the_same_moment_one_sends(monkeypatch):
    """Tám người gửi cùng lúc, một dòng: một thư."""
    monkeypatch.setattr(tasks, "wake", lambda: None)
    cast, hour = a_bloc(), day(2026, 2, 8)
    write_to(cast.clerks[1], "daumoi@example.vn")
    with clock.at(hour):
        tasks.remind()
    gate = threading.Barrier(8)

    def worker():
        gate.wait()
        with clock.at(hour):
            tasks.deliver()
        connection.close()

    threads = [threading.Thread(target=worker) for _n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(mail.outbox) == 1
