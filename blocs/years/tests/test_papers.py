"""Công văn, danh sách đơn vị thành viên, dự thảo quyết định về các khối: ai lập, in gì, bản mới thay bản cũ."""

import datetime as dt
import re

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from blocs.roster.models import Letterhead, Office
from blocs.years import letters, listing, workflow
from blocs.years.models import Duty
from emulation.journal.steps import DoneBefore, Refused
from emulation.papers.documents import context
from emulation.papers.models import PARTY, PaperState
from emulation.papers.rendering import pdf
from emulation.testing import bloc, client_of, day, province, sitting, unit

pytestmark = pytest.mark.django_db
NOW = day(2026, 3, 2)
TEXTS = {"subject": "Nộp báo cáo sơ kết", "addressees": "Các đơn vị thành viên", "text": "Đề nghị các đơn vị nộp báo cáo.\nHạn nộp: 10/7."}  # fmt: skip


def text_of(paper):
    """What a paper says, as plain text with single spaces."""
    html = re.sub(r"<(style|svg|title).*?</\1>", " ", render_to_string(paper.template, context(paper)), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace(" .", ".")


class Cast:
    """A bloc of three units with its year 2026, led by the first."""

    def __init__(self, name="Khối thi đua thử nghiệm"):
        self.units = [unit(f"Sở số {n} của {name}", province()) for n in range(1, 4)]
        self.bloc = bloc(*self.units, name=name)
        self.secretary = sitting(Office.SECRETARIAT, unit=self.bloc.secretariat)
        self.head = sitting(Office.HEAD, unit=self.units[0])
        self.clerk = sitting(Office.CLERK, unit=self.units[0])
        self.neighbour = sitting(Office.HEAD, unit=self.units[2])
        opened = {"year": 2026, "lead": self.units[0], "deputies": [self.units[1]]}
        self.year = workflow.open_year(self.bloc, **opened, by=self.secretary, at=NOW)


@pytest.fixture
def cast():
    return Cast()


def written(cast, **texts):
    return letters.write(cast.year, **TEXTS | texts, by=cast.clerk, at=NOW)


# --- công văn ---------------------------------------------------------------------------------------
def test_a_letter_has_its_subject_under_the_number_and_no_name_of_kind(cast):
    """Công văn: V/v dưới số, không tên loại, số không có chữ viết tắt; kính gửi, nơi nhận, kết thúc ./."""
    letter = written(cast, recipients="Hội đồng tỉnh")
    letters.issue_letter(letter, by=cast.head, at=NOW)
    text = text_of(letter.paper)
    assert "CÔNG VĂN" not in text
    for words in (
        f"Số: 01/{cast.bloc.symbol} ", "V/v nộp báo cáo sơ kết", "Kính gửi: Các đơn vị thành viên",
        "Đề nghị các đơn vị nộp báo cáo. Hạn nộp: 10/7./.", "- Như trên; - Hội đồng tỉnh; - Lưu: VT.", "TRƯỞNG KHỐI",
    ):  # fmt: skip
        assert words in text, words
    assert cast.year.filings.get(paper=letter.paper).label == "Công văn"


def test_a_party_letter_is_written_as_the_party_writes(cast):
    """Trưởng khối là cơ quan Đảng: «về việc», không V/v, số có gạch CV, không ./."""
    cast.units[0].letterhead = Letterhead.PARTY
    cast.units[0].save()
    cast.year.issues_as = "bloc"
    letter = written(cast)
    letters.issue_letter(letter, by=cast.head, at=NOW)
    text = text_of(letter.paper)
    assert "về việc nộp báo cáo sơ kết" in text
    assert "V/v" not in text
    assert "./." not in text


def test_the_clerk_writes_and_the_head_issues(cast):
    """Cán bộ đầu mối soạn, sửa ở trình duyệt; phát hành là việc của lãnh đạo; đơn vị khác chưa thấy bản đang soạn."""
    clerk = client_of(cast.clerk, NOW)
    answer = clerk.post(reverse("years:write_letter", args=[cast.year.pk]), TEXTS)
    letter = cast.year.letters.get()
    page, issue = reverse("years:letter", args=[letter.pk]), reverse("years:issue_letter", args=[letter.pk])
    assert answer.url == page
    clerk.post(reverse("years:edit_letter", args=[letter.pk]), TEXTS | {"subject": "Nộp báo cáo năm"})
    assert issue not in clerk.get(page).content.decode()
    assert clerk.post(issue).status_code == 403
    neighbour = client_of(cast.neighbour, NOW)
    assert neighbour.get(page).status_code == 404
    head = client_of(cast.head, NOW)
    assert issue in head.get(page).content.decode()
    head.post(issue)
    letter.refresh_from_db()
    assert letter.paper.title == "Công văn về việc nộp báo cáo năm"
    assert neighbour.get(page).status_code == 200
    assert head.post(issue).status_code == 409


def test_a_written_letter_waits_for_the_heads_of_the_lead(cast):
    """Trang đầu của lãnh đạo trưởng khối có công văn chờ phát hành; cán bộ soạn và đơn vị khác không có; phát hành rồi thì hết."""
    letter = written(cast)
    words = "Phát hành công văn «Nộp báo cáo sơ kết»"
    assert words in client_of(cast.head, NOW).get("/").content.decode()
    assert words not in client_of(cast.clerk, NOW).get("/").content.decode()
    assert words not in client_of(cast.neighbour, NOW).get("/").content.decode()
    letters.issue_letter(letter, by=cast.head, at=NOW)
    assert words not in client_of(cast.head, NOW).get("/").content.decode()


def test_an_issued_letter_is_not_edited(cast):
    """Phát hành rồi thì không sửa được; bản trên giấy giữ nguyên."""
    letter = written(cast)
    letters.issue_letter(letter, by=cast.head, at=NOW)
    with pytest.raises(Refused, match="đã phát hành"):
        letters.edit(letter, **TEXTS | {"text": "Khác."}, by=cast.clerk, at=NOW)
    with pytest.raises(DoneBefore):
        letters.issue_letter(letter, by=cast.head, at=NOW)


# --- danh sách đơn vị thành viên --------------------------------------------------------------------
def test_the_list_names_every_unit_with_its_duty_in_the_order_of_the_bloc(cast):
    """Danh sách có đủ đơn vị theo thứ tự, ghi trưởng khối, phó khối; không số, có ngày, vào hồ sơ năm."""
    paper = listing.list_members(cast.year, by=cast.clerk, at=NOW).paper
    names = [u.name for u in cast.units]
    text = text_of(paper)
    assert (
        f"1 {names[0]} Trưởng khối 2 {names[1]} Phó khối 3 {names[2]} Thành viên Danh sách này có 03 đơn vị./."
    ) in text
    assert "DANH SÁCH Đơn vị thành viên Khối thi đua thử nghiệm năm 2026" in text
    assert (paper.number, paper.dated) == (None, dt.date(2026, 3, 2))
    assert cast.year.filings.filter(paper=paper).exists()


def test_the_list_is_issued_anew_when_the_units_have_changed(cast):
    """Không có gì đổi thì không phát hành lại; một đơn vị ra khỏi khối thì bản mới thay bản cũ."""
    first = listing.list_members(cast.year, by=cast.clerk, at=NOW).paper
    with pytest.raises(DoneBefore, match="không có gì thay đổi"):
        listing.list_members(cast.year, by=cast.clerk, at=NOW)
    cast.year.members.filter(unit=cast.units[2]).update(left_on=dt.date(2026, 3, 1))
    second = listing.list_members(cast.year, by=cast.clerk, at=NOW).paper
    first.refresh_from_db()
    assert (first.state, second.revision, len(second.data["members"])) == (PaperState.REPLACED, 2, 2)


def test_the_page_of_the_year_offers_letters_and_the_list_to_its_lead(cast):
    """Trưởng khối có lối soạn công văn và lập danh sách; đơn vị khác thì không; lập xong thì hết nút lập."""
    page, button = reverse("years:page", args=[cast.year.pk]), reverse("years:list_members", args=[cast.year.pk])
    clerk = client_of(cast.clerk, NOW)
    assert button in clerk.get(page).content.decode()
    assert button not in client_of(cast.neighbour, NOW).get(page).content.decode()
    assert clerk.post(button).url.startswith("/")
    assert button not in clerk.get(page).content.decode()


# --- dự thảo quyết định về các khối -----------------------------------------------------------------
def test_the_draft_decision_names_every_bloc_with_its_units_and_who_leads(cast):
    """Dự thảo có ba điều, danh sách mọi khối của cơ quan thường trực ở phụ lục; không số, không ngày, chữ DỰ THẢO."""
    other = bloc(unit("Sở khác", province()), unit("Sở khác nữa", province()), name="Cụm thi đua số 2")
    other.kind, other.secretariat = "cum", cast.bloc.secretariat
    other.save()
    lead = other.memberships.order_by("position").first().unit
    workflow.open_year(other, year=2026, lead=lead, by=cast.secretary, at=NOW)
    paper = listing.arrange(cast.bloc.secretariat, year=2026, by=cast.secretary, at=NOW).paper
    text = text_of(paper)
    for words in (
        "QUYẾT ĐỊNH Về việc kiện toàn các khối, cụm thi đua và phân công trưởng khối, phó khối năm 2026",
        "Chủ tịch Ủy ban nhân dân tỉnh Thử Nghiệm", f"Theo đề nghị của {cast.bloc.secretariat.name}.", "Kiện toàn 02 khối, cụm thi đua",
        "Khối thi đua thử nghiệm: 03 đơn vị;", "Điều 3.", f"1 {cast.units[0].name} Trưởng khối", f"1 {lead.name} Trưởng cụm", "DỰ THẢO",
    ):  # fmt: skip
        assert words in text, words
    assert (paper.number, paper.dated, paper.watermark) == (None, None, "DỰ THẢO")


def test_the_draft_decision_follows_the_years(cast):
    """Không có gì đổi thì không lập lại; đổi trưởng khối thì bản mới thay bản cũ; năm chưa lập thì từ chối."""
    first = listing.arrange(cast.bloc.secretariat, year=2026, by=cast.secretary, at=NOW).paper
    with pytest.raises(DoneBefore):
        listing.arrange(cast.bloc.secretariat, year=2026, by=cast.secretary, at=NOW)
    cast.year.members.filter(duty=Duty.DEPUTY).update(duty=Duty.MEMBER)
    second = listing.arrange(cast.bloc.secretariat, year=2026, by=cast.secretary, at=NOW).paper
    first.refresh_from_db()
    assert (first.state, second.revision) == (PaperState.REPLACED, 2)
    with pytest.raises(Refused, match="năm thi đua 2027"):
        listing.arrange(cast.bloc.secretariat, year=2027, by=cast.secretary, at=NOW)


def test_only_the_secretariat_drafts_the_decision_and_reads_it(cast):
    """Chuyên viên cơ quan thường trực lập và mở dự thảo; trưởng khối bị từ chối và không mở được."""
    index = reverse("years:arrangements", args=[cast.bloc.secretariat_id])
    make = reverse("years:arrange", args=[cast.bloc.secretariat_id, 2026])
    assert client_of(cast.head, NOW).post(make).status_code == 403
    secretary = client_of(cast.secretary, NOW)
    assert index in secretary.get(reverse("years:index")).content.decode()
    assert make in secretary.get(index).content.decode()
    opened = secretary.post(make).url
    assert secretary.get(opened).status_code == 200
    assert client_of(cast.head, NOW).get(opened).status_code == 404


def test_the_papers_of_the_year_are_laid_out_in_both_letterheads(cast):
    """Công văn, danh sách, dự thảo quyết định dựng được PDF ở cả hai thể thức."""
    letter = written(cast)
    letters.issue_letter(letter, by=cast.head, at=NOW)
    listed = listing.list_members(cast.year, by=cast.clerk, at=NOW).paper
    drafted = listing.arrange(cast.bloc.secretariat, year=2026, by=cast.secretary, at=NOW).paper
    for paper in (letter.paper, listed, drafted):
        assert pdf(paper).content.startswith(b"%PDF")
        paper.letterhead = PARTY
        assert "./." not in text_of(paper)
        assert pdf(paper).content.startswith(b"%PDF")
