"""Ai đang trễ, ở một khối và ở cả tỉnh; giấy đã nhận trước ngày ghi."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from blocs.years import late, receptions, workflow
from blocs.years.models import Due, Reception
from emulation.journal import clock
from emulation.journal.models import Entry
from emulation.testing import client_of, day

from .conftest import a_bloc

pytestmark = pytest.mark.django_db
MARCH = day(2026, 3, 2)
FEBRUARY = dt.date(2026, 2, 14)
PDF = b"%PDF-1.4\n1 0 obj\n%%EOF"


def owed(cast, place, kind=Due.REGISTER):
    return cast.members[place].obligations.get(milestone__kind=kind)


def scanned(content=PDF, name="giay.pdf"):
    return SimpleUploadedFile(name, content)


def send(cast, place, person, **typed):
    typed = {"received_on": "14/02/2026", "reason": "Mất mạng", "scan": scanned()} | typed
    address = reverse("years:receive_paper", args=[owed(cast, place).pk])
    return client_of(person, MARCH).post(address, typed)


def received(cast, place=1, on=FEBRUARY, by=None):
    facts = {"received_on": on, "reason": "Mất mạng", "scan": scanned()}
    return receptions.receive(owed(cast, place), **facts, by=by or cast.clerks[0], at=MARCH)


def page(person, name, *args, at=MARCH):
    answer = client_of(person, at).get(reverse(f"years:{name}", args=args))
    return answer.content.decode()


# --- nhận trên giấy -------------------------------------------------------------------------------
def test_what_came_on_paper_in_time_is_not_late(cast):
    """Trưởng khối ghi ngày giấy tới, lý do và bản quét: việc xong từ ngày ấy, thôi trễ; bản quét mở được; nhật ký giữ lý do."""
    assert "Trễ" in page(cast.clerks[1], "page", cast.row.pk)
    assert send(cast, 1, cast.clerks[0]).url == reverse("years:page", args=[cast.row.pk])
    one = owed(cast, 1)
    assert (one.met_on, one.reception.received_on, one.reception.reason) == (FEBRUARY, FEBRUARY, "Mất mạng")
    assert Entry.objects.get(label="Ghi đã nhận trên giấy").particulars.note == "Mất mạng"
    for reader in (cast.clerks[1], cast.clerks[0], cast.officer):
        answer = client_of(reader, MARCH).get(reverse("years:scan", args=[one.reception.pk]))
        assert (answer["Content-Type"], b"".join(answer.streaming_content)) == ("application/pdf", PDF)
    assert "bản giấy" in page(cast.clerks[2], "page", cast.row.pk)
    assert client_of(cast.clerks[2], MARCH).get(reverse("years:scan", args=[one.reception.pk])).status_code == 404
    assert send(cast, 1, cast.clerks[0]).context["form"].non_field_errors() == ["Việc này đã ghi nhận trên giấy rồi."]


def test_a_paper_found_afterwards_corrects_a_late_day(cast):
    """Đơn vị nộp trễ trên hệ thống nhưng giấy tới trước: ngày xong là ngày giấy tới; giấy tới sau thì không đổi gì."""
    with workflow.EXTEND.on(owed(cast, 1), by=cast.officer, at=MARCH, note="Việc khác cho phép"):
        workflow.meet(cast.members[1], Due.REGISTER, by=cast.officer, at=MARCH)
    assert owed(cast, 1).met_on == MARCH.date()
    received(cast)
    assert owed(cast, 1).met_on == FEBRUARY


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"received_on": "03/03/2026"}, "Ngày nhận không thể sau hôm nay."),
        ({"received_on": "14/02/2025"}, "quá xa trước năm thi đua"),
        ({"reason": ""}, "Chưa điền ô này."),
        ({"scan": ""}, "Chưa chọn tệp."),
        ({"scan": SimpleUploadedFile("a.pdf", b"MZ")}, "không phải PDF"),
    ],
)
def test_a_reception_says_the_day_why_and_shows_the_paper(cast, typed, words):
    """Ngày sai, thiếu lý do, thiếu bản quét, tệp khác: câu báo ở biểu mẫu, việc vẫn trễ."""
    assert words in send(cast, 1, cast.clerks[0], **typed).content.decode()
    assert (owed(cast, 1).met_on, Reception.objects.count()) == (None, 0)


def test_nobody_receives_their_own_paper(cast, other):
    """Đơn vị không tự ghi cho mình, kể cả trưởng khối; cơ quan thường trực ghi được cho trưởng khối; khối khác không thấy."""
    assert [send(cast, 1, who).status_code for who in (cast.clerks[1], cast.heads[2], other.clerks[0])] == [
        403,
        403,
        404,
    ]
    assert send(cast, 0, cast.clerks[0]).status_code == 403
    assert send(cast, 0, cast.officer).status_code == 302


def test_a_reception_without_reason_or_scan_is_kept_out_by_the_database(cast):
    """Cơ sở dữ liệu không giữ giấy nhận thiếu lý do hay thiếu bản quét."""
    made = received(cast)
    for column in ("reason", "name", "sha256"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Reception.objects.filter(pk=made.pk).update(**{column: ""})


# --- ai đang trễ ----------------------------------------------------------------------------------
def test_the_whole_province_is_seen_by_its_secretariat_and_a_bloc_by_its_own(cast, other, away):
    """Cơ quan thường trực thấy mọi khối của tỉnh, trễ lâu nhất trước; đơn vị chỉ thấy khối mình; tỉnh khác không lẫn vào."""
    owed_elsewhere = other.members[2].obligations.get(milestone__kind=Due.REGISTER)
    workflow.extend(owed_elsewhere, to=dt.date(2026, 2, 25), reason="Lũ", by=other.clerks[0], at=day(2026, 2, 3))
    for member in (*cast.members[:2], *other.members[:2]):
        with workflow.SET_DUE.on(member.bloc_year, by=cast.officer, at=FEBRUARY_10):
            workflow.meet(member, Due.REGISTER, by=cast.officer, at=FEBRUARY_10)
    with clock.at(MARCH):
        found = late.late(cast.officer)
        mine = late.late(cast.clerks[1])
    assert [(b.bloc_year, [o.member for o in b.owed], b.due) for b in found.blocs] == [
        (cast.row, [cast.members[2]], dt.date(2026, 2, 15)), (other.row, [other.members[2]], dt.date(2026, 2, 25)),
    ]  # fmt: skip
    assert (found.units, found.running, [b.bloc_year for b in mine.blocs]) == (2, 2, [cast.row])
    told = page(cast.officer, "late")
    assert "2 đơn vị trễ, ở 2 trong 2 năm thi đua đang chạy." in told
    assert "Trễ 15\xa0ngày" in told
    assert "đã gia hạn" in told
    assert "Khối tỉnh khác" not in told
    assert "Khối bên cạnh" not in page(cast.clerks[1], "late")


FEBRUARY_10 = day(2026, 2, 10)


def test_one_kind_of_work_is_looked_at_alone(cast):
    """Chọn một loại việc: chỉ còn việc ấy; loại không có thì như không chọn."""
    april = day(2026, 4, 2)
    assert "Ký giao ước (3)" in page(cast.officer, "late", at=april)
    client = client_of(cast.officer, april)
    told = client.get(reverse("years:late"), {"viec": "sign"}).context["late"]
    assert {o.milestone.kind for b in told.blocs for o in b.owed} == {"sign"}
    told = client.get(reverse("years:late"), {"viec": "x"}).context["late"]
    assert {o.milestone.kind for b in told.blocs for o in b.owed} == {"sign", "register"}


def test_the_late_of_many_blocs_take_as_many_questions_as_of_one(cast):
    """Số câu hỏi không theo số khối."""

    def asked():
        with CaptureQueriesContext(connection) as queries:
            page(cast.officer, "late")
        return len(queries)

    before = asked()
    a_bloc(name="Khối thứ hai")
    a_bloc(name="Khối thứ ba")
    assert asked() == before
