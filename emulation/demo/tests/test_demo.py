"""Dữ liệu trình diễn: năm khối được kể bằng chính các việc của phần mềm, và chơi tiếp được."""

import re

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from awards.council.models import CouncilSession
from blocs.covenant import signing
from blocs.covenant import workflow as covenants
from blocs.pledges.models import Pledge, Result
from blocs.roster.models import Bloc
from blocs.years.models import BlocYear
from emulation.accounts.models import User
from emulation.demo import casting, parts
from emulation.demo.guard import refuse_in_production
from emulation.demo.stories import Teller
from emulation.journal.chain import first_broken
from emulation.journal.models import Stream
from emulation.papers import tasks
from emulation.testing import client_of, day
from emulation.testing_ground import laid_once

pytestmark = pytest.mark.django_db
NOW = day(2026, 11, 22, hour=6)


@laid_once
def told(name):
    """A story told up to the present. Out: its last Tale."""
    return Teller(NOW).tell(name)


@pytest.mark.parametrize("name", casting.names())
def test_each_story_is_told_by_the_acts_up_to_the_present(name):
    """Không việc nào xảy ra sau lúc này; nhật ký của mọi việc khớp mã băm."""
    told(name)

    streams = list(Stream.objects.all())
    assert streams
    assert [first_broken(s) for s in streams] == [None] * len(streams)
    assert max(s.entries.latest("at").at for s in streams) <= NOW
    assert Bloc.objects.get().demo_note.startswith("Dữ liệu trình diễn, theo báo cáo năm")


def test_the_other_units_do_their_part_but_not_mine():
    """Nút trình diễn: chín đơn vị kia đã đăng ký; đơn vị của người đang đăng nhập thì tự làm."""
    tale = told("kon_tum")
    clerk = User.objects.get(username="kt.sngv.daumoi")

    client_of(clerk, NOW).post(reverse("demo:let_others", args=[tale.bloc_year.pk]))
    assert not Pledge.objects.filter(member__bloc_year=tale.bloc_year, member__name="Sở Ngoại vụ").exists()

    lead = User.objects.get(username="kt.snv.daumoi")
    client_of(lead, NOW).post(reverse("demo:let_others", args=[tale.bloc_year.pk]))
    assert Pledge.objects.get(member__bloc_year=tale.bloc_year, member__name="Sở Ngoại vụ").state == "received"


def test_the_button_is_for_people_of_the_demonstration_who_see_the_year(client):
    """Chưa đăng nhập: được hỏi đăng nhập; người của khối khác: 404; trang chỉ có nút khi đã vào với người của khối."""
    tale = told("kon_tum")
    stranger = User.objects.create(username="nguoi.la", full_name="Người lạ", joined_at=NOW)
    button, page = reverse("demo:let_others", args=[tale.bloc_year.pk]), reverse("demo:accounts")

    answer = client.post(button)
    assert (answer.status_code, "dang-nhap" in answer["Location"]) == (302, True)
    assert client_of(stranger, NOW).post(button).status_code == 404
    assert not Pledge.objects.filter(member__bloc_year=tale.bloc_year, member__name="Sở Ngoại vụ").exists()

    lead = User.objects.get(username="kt.snv.daumoi")
    shown = [
        button in each.get(page).content.decode() for each in (client, client_of(stranger, NOW), client_of(lead, NOW))
    ]
    assert shown == [False, False, True]


def test_the_other_units_remark_on_the_covenant_sign_and_report_results():
    """Nút trình diễn: chín đơn vị góp ý giao ước, xác nhận, rồi ghi và xác nhận kết quả; không còn việc thì nói vì sao."""
    tale = told("kon_tum")
    year, lead = tale.bloc_year, User.objects.get(username="kt.snv.daumoi")
    client, head = client_of(lead, NOW), parts.head(tale.lead, NOW)

    def press():
        page = client.post(reverse("demo:let_others", args=[year.pk]), follow=True).content.decode()
        year.refresh_from_db()
        return re.search(r'role="status">(.*?)</p>', page).group(1)

    assert "đã làm 1 việc" in press()  # Sở Ngoại vụ đăng ký
    idle = press()
    assert "Lúc này các đơn vị khác không có việc nào" in idle
    assert "Việc trước hết: Ký giao ước" in idle
    assert "Người giữ bút: trưởng khối." in idle
    covenant = covenants.draft(year, by=lead, at=NOW)
    covenants.circulate(covenant, by=lead, at=NOW)
    assert "đã làm 9 việc" in press()
    assert covenant.remarks.count() == 9
    covenants.freeze(covenant, by=head, at=NOW)
    tasks.render(covenant.frozen_paper.rendering.pk)
    assert "đã làm 9 việc" in press()
    signing.sign(covenant.signatures.get(member=tale.lead), by=head, at=NOW)
    assert "đã làm 18 việc" in press()
    results = Result.objects.filter(target__pledge__member__bloc_year=year)
    assert (results.count(), results.filter(confirmed_at=None).count()) == (36, 0)
    assert not results.filter(target__pledge__member=tale.lead).exists()


def test_the_page_says_what_waits_for_whom_now():
    """Việc gợi ý đổi khi đã làm: cán bộ đầu mối Sở Ngoại vụ đăng ký xong thì hết chữ «Đăng ký chỉ tiêu»."""
    tale = told("kon_tum")
    clerk, page = User.objects.get(username="kt.sngv.daumoi"), reverse("demo:accounts")
    assert "Đang chờ: Đăng ký chỉ tiêu và danh hiệu năm 2026" in client_of(clerk, NOW).get(page).content.decode()
    parts.register(tale.bloc_year.members.select_related("unit").get(name="Sở Ngoại vụ"), at=NOW)
    after = client_of(clerk, NOW).get(page).content.decode()
    assert "Đăng ký chỉ tiêu và danh hiệu năm 2026" not in after


def test_the_council_of_the_demonstration_has_something_to_vote_on():
    """Ủy viên Hội đồng thấy ba đề nghị đang biểu quyết."""
    told("kon_tum")
    member = User.objects.get(username="kt.hdtdkt.uyvien2")

    page = client_of(member, NOW).get("/").content.decode()

    assert CouncilSession.objects.get().lines.count() == 3
    assert page.count("Bỏ phiếu: ") == 3


def test_anyone_may_enter_a_demonstration_account_and_nobody_else_s(client):
    """Bấm «Vào» thì vào được; người ngoài dữ liệu trình diễn thì không."""
    told("ha_noi")
    stranger = User.objects.create(username="nguoi.la", full_name="Người lạ", joined_at=NOW)
    clerk = User.objects.get(username="hn.vphu.daumoi")

    assert client.post(reverse("demo:enter", args=[stranger.pk])).status_code == 404
    assert client.post(reverse("demo:enter", args=[clerk.pk])).status_code == 302
    assert client.session["_auth_user_id"] == str(clerk.pk)


def test_production_has_no_demonstration_page_and_refuses_its_data(client, settings):
    """Chế độ production: trang trình diễn không có, và không chạy trên dữ liệu trình diễn."""
    told("ha_noi")
    settings.DEMO = False

    assert client.get(reverse("demo:accounts"), secure=True).status_code == 404
    assert BlocYear.objects.exists()
    with pytest.raises(ImproperlyConfigured, match="dữ liệu trình diễn"):
        refuse_in_production()
