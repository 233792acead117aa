"""Số và thể thức văn bản của khối: who issues, whose numbers, and what the office does with a paper on its page."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from blocs.roster.models import Office
from blocs.years import drafts, workflow
from blocs.years.models import BlocYear, Filing
from emulation.papers import copies
from emulation.papers.models import Copy, Level, PaperState, Rendering, Stage
from emulation.testing import client_of, day, prove, sitting

from .test_pages import WHEN, consulted, get, post

pytestmark = pytest.mark.django_db
FORM = {"act": "complete", "number": "187", "dated": "19/02/2026"}


def adopted(cast, at=WHEN):
    """A plan of the bloc, adopted and filed. Out: Filing."""
    drafts.adopt(consulted(cast), by=cast.heads[0], at=at)
    return Filing.objects.get(bloc_year=cast.row)


@pytest.fixture
def by_the_lead(cast):
    """The lead unit issues in its own name; its plan waits for a number of its registry. Out: Filing."""
    cast.units[0].symbol = "SNV"
    cast.units[0].save()
    workflow.issue_as(cast.row, "lead", by=cast.clerks[0], at=WHEN)
    return adopted(cast)


def test_a_bloc_issues_in_its_own_name_and_series(cast):
    """Mặc định khối ban hành: 01/KH-KTĐ, ký thay mặt khối."""
    paper = adopted(cast).paper
    assert (paper.issuer["name"], paper.symbol_text) == (cast.bloc.name, "01/KH-KTĐ")
    assert paper.data["signature"]["authority"] == "tm"


def test_the_lead_unit_may_issue_in_its_own_name(cast, by_the_lead):
    """Trưởng khối ban hành: tên và ký hiệu của cơ quan ấy, thủ trưởng ký, số chờ văn thư ghi."""
    paper = by_the_lead.paper
    assert (paper.issuer["name"], paper.state) == (cast.units[0].name, PaperState.PREPARED)
    assert (paper.data["signature"]["office"], paper.data["signature"]["authority"]) == ("Giám đốc", "self")


def test_the_clerk_gives_the_number_on_the_page_of_the_paper(cast, by_the_lead):
    """Văn thư mở trang văn bản, ghi số và ngày, phát hành."""
    registry = sitting(Office.REGISTRY, unit=cast.units[0])
    assert "Số văn thư đã cấp" in get(registry, "paper", by_the_lead.pk).content.decode()
    post(registry, "paper", by_the_lead.pk, **FORM)
    page = get(registry, "paper", by_the_lead.pk).content.decode()
    assert "187/KH-SNV" in page
    assert "Số văn thư đã cấp" not in page


def test_a_wrong_number_comes_back_with_what_was_typed(cast, by_the_lead):
    """Ngày chưa tới, hoặc để trống: biểu mẫu trở lại, có câu, văn bản vẫn chờ."""
    answer = post(cast.clerks[0], "paper", by_the_lead.pk, **FORM | {"dated": "21/02/2026"}).content.decode()
    assert "chưa tới" in answer
    assert "Chưa điền ô này." in post(cast.clerks[0], "paper", by_the_lead.pk, **FORM | {"number": ""}).content.decode()
    by_the_lead.paper.refresh_from_db()
    assert by_the_lead.paper.state == PaperState.PREPARED


def test_a_number_given_twice_is_said_to_be_given(cast, by_the_lead):
    """Bấm hai lần, hoặc hai người cùng ghi: lần sau nghe rằng đã làm rồi."""
    post(cast.clerks[0], "paper", by_the_lead.pk, **FORM)
    assert "đã làm rồi" in post(cast.heads[0], "paper", by_the_lead.pk, **FORM).content.decode()


def test_a_member_of_the_bloc_reads_but_gives_no_number(cast, by_the_lead):
    """Đơn vị thành viên thấy văn bản đang chờ, không có ô ghi số, gửi lên thì bị từ chối."""
    assert "Số văn thư đã cấp" not in get(cast.heads[2], "paper", by_the_lead.pk).content.decode()
    assert post(cast.heads[2], "paper", by_the_lead.pk, **FORM).status_code == 403
    assert post(cast.heads[2], "paper", by_the_lead.pk, act="nothing").status_code == 404


def test_a_paper_that_waits_stands_on_the_first_page_of_who_completes_it(cast, by_the_lead):
    """Trang đầu của văn thư trưởng khối có việc ghi số; của đơn vị khác thì không."""
    registry = sitting(Office.REGISTRY, unit=cast.units[0])
    assert "Hoàn tất văn bản" in client_of(registry, WHEN).get("/").content.decode()
    assert "Hoàn tất văn bản" not in client_of(cast.heads[2], WHEN).get("/").content.decode()


def test_an_issued_paper_is_recalled_on_its_page_with_a_reason(cast):
    """Thu hồi trên trang văn bản: có lý do, trang nói đã thu hồi; không lý do thì chưa."""
    filing = adopted(cast)
    Rendering.objects.filter(paper=filing.paper).update(
        stage=Stage.DONE, name="papers/2026/x.pdf", sha256="0" * 64, size=1, pages=1, done_at=WHEN
    )
    assert "Thu hồi văn bản này" in get(cast.clerks[0], "paper", filing.pk).content.decode()
    assert "Chưa điền ô này." in post(cast.clerks[0], "paper", filing.pk, act="recall", reason="").content.decode()
    post(cast.clerks[0], "paper", filing.pk, act="recall", reason="Ban hành nhầm")
    assert "đã bị thu hồi" in get(cast.heads[2], "paper", filing.pk).content.decode()


def test_a_paper_is_recalled_by_who_has_just_proved_who_they_are(cast):
    """Thu hồi thì xác nhận lại danh tính: máy để mở từ lâu không thu hồi được, và không ghi gì."""
    filing = adopted(cast)
    Rendering.objects.filter(paper=filing.paper).update(
        stage=Stage.DONE, name="papers/2026/x.pdf", sha256="0" * 64, size=1, pages=1, done_at=WHEN
    )
    left_open = client_of(cast.clerks[0], WHEN)
    prove(left_open, cast.clerks[0], seconds_ago=600)
    answer = left_open.post(reverse("years:paper", args=[filing.pk]), {"act": "recall", "reason": "Ban hành nhầm"})
    filing.paper.refresh_from_db()
    assert ("next=" in answer.url, filing.paper.state) == (True, PaperState.ISSUED)


def test_who_led_years_ago_touches_no_paper_of_the_bloc(cast):
    """Trưởng khối giữ sổ cho tới khi năm khép và có năm sau: từ đó chỉ trưởng khối mới và cơ quan thường trực thu hồi, ghi số."""
    workflow.open_year(cast.bloc, year=2027, lead=cast.units[2], by=cast.officer, at=day(2026, 12, 20))
    paper = adopted(cast).paper
    assert [p.has_perm("papers.recall", paper) for p in (cast.clerks[0], cast.clerks[2], cast.officer)] == [True] * 3
    BlocYear.objects.filter(pk=cast.row.pk).update(state="closed")
    for person in (cast.clerks[0], cast.clerks[2], cast.officer):
        person.forget_powers()
    kept = ("papers.recall", "papers.complete", "papers.keep_numbers")
    assert not any(cast.clerks[0].has_perm(name, paper) for name in kept)
    assert all(p.has_perm(name, paper) for p in (cast.clerks[2], cast.officer) for name in kept)


def test_a_scan_is_withdrawn_by_who_brought_it_or_by_the_office(cast):
    """Đơn vị khác trong khối không rút được bản quét của mình; người tải lên, trưởng khối, cơ quan thường trực rút được."""
    paper, (lead, second, third) = adopted(cast).paper, cast.clerks
    facts = {"level": Level.SCAN, "signers": "Giám đốc", "kind": "png", "size": 1, "added_at": WHEN}
    scan, more = (
        Copy.objects.create(paper=paper, name=f"x{n}.png", sha256=n * 64, added_by=second, **facts) for n in "ab"
    )
    assert third.has_perm("papers.add_copy", paper)
    with pytest.raises(PermissionDenied, match="Chính người đã tải bản ấy lên"):
        copies.withdraw(scan, reason="Phá", by=third, at=WHEN)
    copies.withdraw(scan, reason="Nhầm", by=second, at=WHEN)
    copies.withdraw(more, reason="Nhầm", by=lead, at=WHEN)
    assert not paper.copies.standing().exists()


def test_a_failed_paper_is_made_again_or_its_number_voided(cast):
    """Không tạo được tệp: trang có hai lối, tạo lại hoặc hủy số."""
    filing = adopted(cast)
    Rendering.objects.filter(paper=filing.paper).update(stage=Stage.FAILED, reason="Mẫu văn bản viết sai.")
    assert "Hủy số của văn bản này" in get(cast.clerks[0], "paper", filing.pk).content.decode()
    post(cast.clerks[0], "paper", filing.pk, act="void", reason="Lập lại bằng văn bản khác")
    assert "Số này đã hủy" in get(cast.heads[2], "paper", filing.pk).content.decode()


def test_the_page_of_numbers_opens_a_period_and_sets_a_letterhead(cast):
    """Trang số và thể thức: mở kỳ có dãy chung, ghi số đã cấp, đặt thể thức riêng; văn bản sau theo đó."""
    clerk = cast.clerks[0]
    post(
        clerk,
        "numbers",
        cast.row.pk,
        act="open",
        since="01/01/2026",
        until="31/12/2026",
        kept="here",
        together=["KH", "BC"],
    )
    post(clerk, "numbers", cast.row.pk, act="go_on", group="", number="12", dated="03/02/2026")
    post(clerk, "numbers", cast.row.pk, act="style", kind="KH", letterhead="party")
    assert adopted(cast).paper.symbol_text == "13-KH/KTĐ"
    page = get(clerk, "numbers", cast.row.pk).content.decode()
    assert "số gần nhất 13" in page


def test_a_period_that_overlaps_is_refused_on_the_page(cast):
    """Kỳ chồng ngày: có câu, không ghi."""
    clerk, period = cast.clerks[0], {"act": "open", "until": "31/12/2026", "kept": "here"}
    post(clerk, "numbers", cast.row.pk, since="01/01/2026", **period)
    answer = post(clerk, "numbers", cast.row.pk, since="01/06/2026", **period).content.decode()
    assert "Đã có kỳ đánh số từ 01/01/2026 đến 31/12/2026" in answer


def test_who_does_not_lead_has_no_page_of_numbers(cast):
    """Trang số và thể thức dành cho trưởng khối, phó khối, cơ quan thường trực."""
    assert get(cast.officer, "numbers", cast.row.pk).status_code == 200
    assert get(cast.heads[2], "numbers", cast.row.pk).status_code == 403


def test_the_secretariat_may_not_touch_the_registry_of_the_lead_unit(cast, by_the_lead):
    """Trưởng khối ban hành bằng sổ của mình: cơ quan thường trực không mở kỳ ở sổ ấy, nhưng đổi lại nơi ban hành được."""
    period = {"act": "open", "since": "01/01/2027", "until": "31/12/2027", "kept": "here"}
    assert post(cast.officer, "numbers", cast.row.pk, **period).status_code == 403
    post(cast.officer, "numbers", cast.row.pk, act="issue_as", who="bloc")
    cast.row.refresh_from_db()
    assert cast.row.issues_as == "bloc"


def test_the_next_year_is_issued_as_the_last(cast, by_the_lead):
    """Năm sau giữ nơi ban hành của năm trước."""
    opened = workflow.open_year(cast.bloc, year=2027, lead=cast.units[1], by=cast.officer, at=day(2026, 12, 20))
    assert opened.issues_as == "lead"
