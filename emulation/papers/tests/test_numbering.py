"""Dãy số: whose, of which kinds, for how long; kept here or in the office's own registry; and what a paper waits for."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from blocs.roster.models import Office
from emulation.journal.models import Entry
from emulation.journal.steps import Refused
from emulation.law.models import Fact
from emulation.law.workflow import confirm
from emulation.papers.models import Kind, Numbering, Paper, PaperState, Rendering, Stage
from emulation.papers.numbering import go_on_from, open_numbering, set_style
from emulation.papers.workflow import complete, void
from emulation.testing import day, province, secretariat_of, sitting, unit

from .builders import HOUR, issued, office, term

pytestmark = pytest.mark.django_db
TURNS = [dt.date(2025, 6, 30), dt.date(2025, 7, 1), dt.date(2026, 9, 30), dt.date(2026, 10, 1)]


# --- kỳ và dãy ----------------------------------------------------------------------------------------
def test_a_party_series_runs_for_the_term_and_not_for_the_year():
    """Văn bản của Đảng đánh số liên tục theo nhiệm kỳ, sang năm không về 01."""
    issuer, clerk = office(letterhead="party")
    term(issuer, clerk)
    numbers = [issued(issuer, at=day(*on)).symbol_text for on in [(2026, 12, 30), (2027, 1, 4)]]
    assert numbers == ["01-BC/SNV", "02-BC/SNV"]


def test_a_state_series_begins_again_with_the_year():
    """Văn bản nhà nước về 01 từ ngày 01 tháng 01."""
    issuer, _clerk = office()
    assert [issued(issuer, at=day(*on)).number for on in [(2026, 12, 30), (2026, 12, 31), (2027, 1, 4)]] == [1, 2, 1]


def test_kinds_told_to_share_a_series_count_together():
    """Báo cáo và tờ trình chung một dãy; kế hoạch vẫn riêng."""
    issuer, clerk = office()
    open_numbering(
        issuer.key, since=dt.date(2026, 1, 1), until=dt.date(2026, 12, 31), together=["BC", "TTr"], by=clerk, at=HOUR
    )
    kinds = [Kind.REPORT, Kind.SUBMISSION, Kind.PLAN, Kind.REPORT]
    assert [issued(issuer, kind=kind).symbol_text for kind in kinds] == [
        "01/BC-SNV",
        "02/TTr-SNV",
        "01/KH-SNV",
        "03/BC-SNV",
    ]


def test_the_next_year_shares_what_this_year_shared():
    """Năm sau giữ cách đánh số của năm trước."""
    issuer, clerk = office()
    open_numbering(
        issuer.key, since=dt.date(2026, 1, 1), until=dt.date(2026, 12, 31), together=["BC", "TTr"], by=clerk, at=HOUR
    )
    late = day(2027, 3, 1)
    assert [issued(issuer, kind=kind, at=late).number for kind in (Kind.REPORT, Kind.SUBMISSION)] == [1, 2]


def test_a_year_beside_an_odd_period_fills_the_gap():
    """Kỳ mở giữa năm: phần đầu năm thành một kỳ riêng, không chồng lên."""
    issuer, clerk = office()
    open_numbering(issuer.key, since=dt.date(2026, 7, 1), until=dt.date(2026, 12, 31), by=clerk, at=HOUR)
    issued(issuer, dated=dt.date(2026, 3, 2))
    first = Numbering.objects.get(issuer_key=issuer.key, since=dt.date(2026, 1, 1))
    assert first.until == dt.date(2026, 6, 30)


def test_two_periods_of_one_issuer_do_not_overlap():
    """Hai kỳ của một nơi ban hành không chồng ngày: câu cho người dùng, và cơ sở dữ liệu cũng từ chối."""
    issuer, clerk = office()
    term(issuer, clerk)
    with pytest.raises(Refused, match="Đã có kỳ đánh số từ 01/06/2025 đến 31/05/2030"):
        term(issuer, clerk, since=dt.date(2030, 5, 31), until=dt.date(2031, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Numbering.objects.create(issuer_key=issuer.key, since=dt.date(2026, 1, 1), until=dt.date(2026, 12, 31))


def test_the_system_goes_on_from_the_last_number_given_on_paper():
    """Dùng hệ thống giữa năm: số tiếp theo số cuối đã cấp; đã cấp số ở đây thì không ghi lại được."""
    issuer, clerk = office()
    year = open_numbering(issuer.key, since=dt.date(2026, 1, 1), until=dt.date(2026, 12, 31), by=clerk, at=HOUR)
    go_on_from(year, "BC", number=41, dated=dt.date(2026, 11, 10), by=clerk, at=HOUR)
    assert issued(issuer).symbol_text == "42/BC-SNV"
    with pytest.raises(Refused, match="đã cấp số trên hệ thống"):
        go_on_from(year, "BC", number=90, dated=dt.date(2026, 11, 11), by=clerk, at=HOUR)


def test_only_who_keeps_the_book_opens_a_period():
    """Văn thư cơ quan khác không mở kỳ đánh số của cơ quan này."""
    issuer, _clerk = office()
    stranger = sitting(Office.REGISTRY, unit=unit("Sở Tài chính"))
    with pytest.raises(PermissionDenied, match="Văn thư"):
        term(issuer, stranger)


# --- sổ của cơ quan -----------------------------------------------------------------------------------
@pytest.fixture
def booked():
    """A paper of an office that keeps its own registry, and its clerk."""
    issuer, clerk = office(kept="registry")
    return issued(issuer), clerk


def test_a_paper_of_an_office_with_its_own_registry_waits_for_its_number(booked):
    """Cơ quan tự giữ sổ: văn bản soạn sẵn, chưa có số, chưa tạo tệp."""
    paper, _clerk = booked
    assert (paper.state, paper.symbol_text, paper.rendering.stage) == (PaperState.PREPARED, "", Stage.HELD)
    assert Rendering.objects.due(HOUR).count() == 0


def test_the_clerk_types_the_number_and_the_paper_goes_out(booked):
    """Văn thư ghi số và ngày đã cấp: văn bản phát hành, tệp vào hàng, nhật ký ghi."""
    paper, clerk = booked
    complete(paper, number=187, dated=dt.date(2026, 11, 19), by=clerk, at=HOUR)
    paper.rendering.refresh_from_db()
    assert (paper.symbol_text, paper.dated, paper.state) == ("187/BC-SNV", dt.date(2026, 11, 19), PaperState.ISSUED)
    assert paper.rendering.stage == Stage.WAITING
    last = Entry.objects.about(paper).order_by("-pk").first()
    assert (last.label, last.detail["number"]) == ("Hoàn tất và phát hành văn bản", "187/BC-SNV")


def test_a_number_of_the_registry_is_used_once_in_its_period(booked):
    """Một số ở sổ của cơ quan chỉ dùng cho một văn bản trong kỳ; năm sau dùng lại được."""
    paper, clerk = booked
    complete(paper, number=187, dated=dt.date(2026, 11, 19), by=clerk, at=HOUR)
    issuer, _ = office(kept="registry")
    with pytest.raises(Refused, match="Số 187 đã cấp cho «Báo cáo tổng kết năm 2026»"):
        complete(issued(issuer), number=187, dated=dt.date(2026, 11, 20), by=clerk, at=HOUR)
    later = day(2027, 2, 1)
    complete(issued(issuer, at=later), number=187, dated=dt.date(2027, 2, 1), by=clerk, at=later)


def test_a_number_of_the_year_before_is_of_the_registry_too(booked):
    """Ghi ngày của năm trước: kỳ năm trước mở theo cách giữ sổ của năm nay, số vẫn là số văn thư ghi."""
    paper, clerk = booked
    complete(paper, number=411, dated=dt.date(2025, 12, 30), by=clerk, at=HOUR)
    assert paper.symbol_text == "411/BC-SNV"


def test_a_number_is_typed_with_its_day_and_only_by_the_clerk(booked):
    """Không có số thì không phát hành; người của cơ quan khác không ghi số được."""
    paper, clerk = booked
    with pytest.raises(Refused, match="Ghi số mà văn thư đã cấp"):
        complete(paper, dated=dt.date(2026, 11, 19), by=clerk, at=HOUR)
    with pytest.raises(PermissionDenied):
        complete(
            paper,
            number=1,
            dated=dt.date(2026, 11, 19),
            by=sitting(Office.REGISTRY, unit=unit("Sở Tài chính")),
            at=HOUR,
        )


def test_the_database_knows_no_issued_paper_without_its_number(booked):
    """Cơ sở dữ liệu từ chối văn bản có lấy số mà phát hành không số."""
    with pytest.raises(IntegrityError, match="a_paper_has_its_number"), transaction.atomic():
        Paper.objects.filter(pk=booked[0].pk).update(state=PaperState.ISSUED)


def test_a_party_paper_waits_until_the_term_is_known():
    """Chưa ghi nhiệm kỳ thì văn bản của Đảng chờ; mở kỳ rồi thì phát hành."""
    issuer, clerk = office(letterhead="party")
    paper = issued(issuer)
    with pytest.raises(Refused, match="nhiệm kỳ"):
        complete(paper, by=clerk, at=HOUR)
    term(issuer, clerk)
    complete(paper, by=clerk, at=HOUR)
    assert paper.symbol_text == "01-BC/SNV"


# --- căn cứ -------------------------------------------------------------------------------------------
@pytest.fixture
def confirmed():
    """Every text of law confirmed by a named officer."""
    officer = sitting(Office.SECRETARIAT, unit=secretariat_of(province()))
    for fact in Fact.objects.to_be_checked().filter(kind="text"):
        confirm(fact, by=officer, at=HOUR, note="Đã đối chiếu Công báo.")


def test_the_same_report_issued_on_four_days_prints_four_sets_of_grounds(confirmed):
    """Cùng một báo cáo đề ngày 30/6/2025, 01/7/2025, 30/9/2026, 01/10/2026 in bốn bộ căn cứ khác nhau."""
    issuer, _clerk = office()
    sets = [tuple(issued(issuer, dated=on).data["grounds"]) for on in TURNS]
    assert len(set(sets)) == 4
    assert "Nghị định số 98/2023" in " ".join(sets[0])
    assert "Nghị định số 152/2025" in " ".join(sets[1])


def test_a_dossiers_paper_follows_the_day_it_was_accepted(confirmed):
    """Hồ sơ tiếp nhận 30/9/2026: quyết định ngày 20/11/2026 vẫn dẫn luật của ngày tiếp nhận."""
    issuer, _clerk = office()
    of_today = issued(issuer, kind=Kind.DECISION).data["grounds"]
    of_the_file = issued(issuer, kind=Kind.DECISION, law_days=[TURNS[2]]).data["grounds"]
    assert "23 tháng 4 năm 2026" in " ".join(of_today)
    assert "23 tháng 4 năm 2026" not in " ".join(of_the_file)


def test_a_day_without_law_leaves_the_grounds_to_the_office_and_blocks_the_paper():
    """Ngày chưa có dòng căn cứ nào: văn bản chờ, văn thư ghi căn cứ rồi mới phát hành."""
    issuer, clerk = office()
    old = dt.date(1999, 3, 1)
    paper = issued(issuer, dated=old)
    assert (paper.state, "grounds" in paper.data) == (PaperState.PREPARED, False)
    with pytest.raises(Refused, match="chưa có dòng căn cứ nào"):
        complete(paper, grounds=" \n ;", by=clerk, at=HOUR)
    complete(paper, grounds="Căn cứ Pháp lệnh A;\n- Căn cứ Nghị định B.", by=clerk, at=HOUR)
    assert (paper.symbol_text, paper.data["grounds"]) == ("01/BC-SNV", ["Căn cứ Pháp lệnh A", "Căn cứ Nghị định B"])


def test_what_a_paper_adds_of_its_own_comes_after_the_law():
    """Căn cứ riêng (biên bản, theo đề nghị) đứng sau căn cứ pháp luật."""
    paper = issued(office()[0], data={"further_grounds": ["Theo đề nghị của Sở Nội vụ"]})
    assert paper.data["grounds"][0].startswith("Căn cứ Luật")
    assert paper.data["grounds"][-1] == "Theo đề nghị của Sở Nội vụ"


def test_an_invitation_waits_for_no_grounds():
    """Giấy mời không in căn cứ nên không chờ căn cứ."""
    paper = issued(office()[0], kind=Kind.INVITATION, dated=dt.date(1999, 3, 1))
    assert paper.state == PaperState.ISSUED


# --- thể thức, hủy số, trang -----------------------------------------------------------------------
def test_one_kind_of_paper_may_have_a_letterhead_of_its_own():
    """Cơ quan Đảng gửi tờ trình theo thể thức nhà nước; các loại khác vẫn theo thể thức Đảng; bỏ thì trở lại."""
    issuer, clerk = office(letterhead="party")
    term(issuer, clerk)
    set_style(issuer.key, Kind.SUBMISSION, "state", by=clerk, at=HOUR)
    styles = [issued(issuer, kind=kind) for kind in (Kind.SUBMISSION, Kind.REPORT)]
    assert [(p.letterhead, p.symbol_text) for p in styles] == [("state", "01/TTr-SNV"), ("party", "01-BC/SNV")]
    set_style(issuer.key, Kind.SUBMISSION, "", by=clerk, at=HOUR)
    assert issued(issuer, kind=Kind.SUBMISSION).letterhead == "party"


def test_a_number_is_voided_only_when_its_paper_cannot_be_made():
    """Chỉ hủy số khi không tạo được tệp, có lý do; số ấy không cấp lại."""
    issuer, clerk = office()
    paper = issued(issuer)
    with pytest.raises(Refused, match="Chỉ hủy số khi không tạo được tệp"):
        void(paper, reason="Sai mẫu", by=clerk, at=HOUR)
    Rendering.objects.filter(paper=paper).update(stage=Stage.FAILED, reason="Mẫu văn bản viết sai.")
    void(paper, reason="Sai mẫu", by=clerk, at=HOUR)
    assert (paper.state, issued(issuer).number) == (PaperState.VOIDED, 2)
