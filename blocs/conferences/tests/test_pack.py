"""Bộ tài liệu hội nghị: một nút, một tệp; ai cầm bản thảo mới mở được; dữ liệu đổi thì nói và tạo lại."""

import re
from io import BytesIO

import pypdf
import pytest
from django.urls import reverse

from blocs.conferences import pack as packing
from blocs.conferences import papers, workflow
from blocs.conferences.models import ConferenceKind
from blocs.scoring import workflow as scoring
from blocs.scoring.tests import building as scores
from emulation.journal.models import Entry
from emulation.papers import packs, tasks
from emulation.papers.models import Pack, Rendering, Stage
from emulation.testing import client_of, day

from . import building as b

pytestmark = pytest.mark.django_db


def made_all():
    """Every file that waits is made."""
    for row in Rendering.objects.exclude(stage=Stage.DONE).order_by("pk"):
        tasks.render(row.pk)


def pages(response):
    """The text of every page of a file, without white space."""
    content = b"".join(response.streaming_content)
    return [re.sub(r"\s", "", page.extract_text()) for page in pypdf.PdfReader(BytesIO(content)).pages]


def held(conference):
    """What the pack would hold now. Out: {title: (issued, draft, why, copies)}."""
    return {
        p.title: (p.paper is not None, bool(p.draft), p.why, p.copies) for p in packing.parts(conference, b.MEETING)
    }


def test_one_click_makes_one_file_and_changed_data_ask_for_another():
    """Bấm một lần: giấy mời, báo cáo, bảng điểm, phiếu cho từng đơn vị có mặt, biên bản; bấm lần nữa mà chưa có gì đổi thì không tạo thêm."""
    cast = b.ranked(3)
    conference = b.put_forward(cast, b.in_session(cast, cast.units[2]), "CO_TINH", "BK_TINH")
    clerk, address = client_of(cast.lead), reverse("conferences:pack", args=[conference.pk])
    made_all()

    assert clerk.post(address).status_code == 302
    assert "Chờ, thứ 1 trong hàng" in clerk.get(address).content.decode()
    made_all()
    page = clerk.get(address).content.decode()
    assert "Dữ liệu đã đổi" not in page
    assert clerk.post(address).status_code == 302
    assert Pack.objects.count() == 1

    read = pages(clerk.get(f"{address}?tep"))
    listed = read[0]
    assert [
        word for word in ("Giấymời", "Báocáotổngkết", "Bảngđiểm", "Phiếusuytôn", "Biênbảnhộinghị") if word not in listed
    ] == []
    assert "Chưacó" not in listed
    assert sum("PHIẾUSUYTÔN" in page for page in read) == 2  # two units are present
    assert any("BIÊNBẢN" in page and "DỰTHẢO" in page for page in read)
    assert not any("GIẤYMỜI" in page and "DỰTHẢO" in page for page in read)

    workflow.attend(conference, b.rows(cast, conference), by=cast.lead, at=b.MEETING)
    assert "Dữ liệu đã đổi từ lúc ấy" in clerk.get(address).content.decode()
    clerk.post(address)
    made_all()
    assert sum("PHIẾUSUYTÔN" in page for page in pages(clerk.get(f"{address}?tep"))) == 3
    entry = Entry.objects.filter(label="Tạo bộ tài liệu hội nghị").order_by("-pk").first()
    assert entry.detail["parts"] == list(held(conference))


def test_only_the_hands_that_run_the_conference_open_the_pack():
    """Trong bộ có bản thảo: đơn vị khác trong khối chỉ thấy trang hội nghị, người ngoài không thấy gì."""
    cast, other = b.ranked(3), b.balloted(3, name="Khối khác")
    conference = b.in_session(cast)
    packing.make(conference, by=cast.lead, at=b.MEETING)
    made_all()
    address = reverse("conferences:pack", args=[conference.pk])
    head, clerk, stranger = client_of(cast.head(cast.units[1])), client_of(cast.lead), client_of(other.lead)
    for asked in (address, f"{address}?tep"):
        assert (head.get(asked).status_code, stranger.get(asked).status_code) == (403, 404)
    assert len(pages(clerk.get(f"{address}?tep"))) > 1
    shown = reverse("conferences:page", args=[conference.pk])
    assert address in clerk.get(shown).content.decode()
    assert address not in head.get(shown).content.decode()
    assert (head.post(address).status_code, stranger.post(address).status_code) == (403, 404)
    assert Pack.objects.count() == 1


def test_what_lacks_is_told_and_points_not_published_stay_out():
    """Điểm chưa công bố, chưa có đề cử, chưa họp: trang đầu nói vì sao; không con số nào chưa công bố lọt vào."""
    cast = b.ruled(scores.cast(3))
    round_ = scores.opened(cast)
    for unit in cast.units:
        scores.handed_in(cast, round_, unit)
    scores.checked(cast, round_)
    scoring.agree(round_, by=cast.lead, at=scores.AGREED)
    conference = b.planned(cast)
    assert held(conference) == {
        "Giấy mời": (False, True, "", 1),
        "Báo cáo tổng kết": (False, True, "", 1),
        "Bảng điểm": (False, False, "Điểm chưa công bố.", 1),
        "Phiếu suy tôn": (False, False, "Chưa có đề cử nào để in lên phiếu.", 1),
        "Biên bản hội nghị": (False, True, "", 1),
    }
    packing.make(conference, by=cast.lead, at=b.PLANNED)
    made_all()
    read = pages(client_of(cast.lead).get(reverse("conferences:pack", args=[conference.pk]) + "?tep"))
    assert "Điểmchưacôngbố." in read[0]
    assert all("DỰTHẢO" in page for page in read[1:])
    assert not any("BẢNGĐIỂM" in page for page in read)


def test_every_kind_of_conference_has_the_papers_that_belong_to_it():
    """Ký kết thì không có báo cáo, bảng điểm; sơ kết không chấm điểm thì không có bảng điểm; suy tôn theo điểm thì không có phiếu."""
    cast = b.ranked(3, basis="score")
    asked = {kind: list(held(b.planned(cast, kind, title=f"Hội nghị {kind}"))) for kind in ConferenceKind}
    assert asked == {
        "signing": ["Giấy mời", "Biên bản hội nghị"],
        "briefing": ["Giấy mời", "Biên bản hội nghị"],
        "checking": ["Giấy mời", "Biên bản hội nghị"],
        "midyear": ["Giấy mời", "Báo cáo sơ kết", "Biên bản hội nghị"],
        "year_end": ["Giấy mời", "Báo cáo tổng kết", "Bảng điểm", "Phiếu suy tôn", "Biên bản hội nghị"],
    }
    year_end = cast.year.conferences.get(kind="year_end")
    assert held(year_end)["Phiếu suy tôn"][2] == "Quy chế của khối suy tôn theo điểm, không bỏ phiếu."


def test_a_form_of_ballot_that_was_issued_goes_in_once_for_every_elector():
    """Mẫu phiếu đã phát hành thay bản dự thảo; bao nhiêu đơn vị bỏ phiếu thì bấy nhiêu tờ; danh sách đổi thì lại là dự thảo."""
    cast = b.balloted(4)
    conference = b.put_forward(cast, b.in_session(cast, cast.units[3]), "CO_TINH")
    assert held(conference)["Phiếu suy tôn"] == (False, True, "", 3)
    papers.issue_ballot(conference, by=cast.lead, at=b.MEETING)
    made_all()
    assert held(conference)["Phiếu suy tôn"] == (True, False, "", 3)
    b.put_forward(cast, conference, "BK_TINH")
    assert held(conference)["Phiếu suy tôn"] == (False, True, "", 3)


def test_a_pack_that_failed_says_why_and_is_made_anew():
    """Hỏng thì trang nói bằng một câu và nút tạo lại làm bộ mới."""
    cast = b.balloted(3)
    conference = b.planned(cast)
    packing.make(conference, by=cast.lead, at=b.PLANNED)
    Rendering.objects.filter(pack__isnull=False).update(stage=Stage.FAILED, reason="Ổ lưu trữ đầy.")
    clerk, address = client_of(cast.lead), reverse("conferences:pack", args=[conference.pk])
    page = clerk.get(address).content.decode()
    assert "Chưa tạo được tệp." in page
    assert "Ổ lưu trữ đầy." in page
    assert clerk.post(address).status_code == 302
    assert packs.latest(packing.key(conference)).rendering.stage == Stage.WAITING


def test_the_page_asks_again_only_while_something_happens():
    """Trang tự hỏi tiến độ bằng mẩu trang có nhãn: chưa đổi thì 304; xong thì thôi hỏi."""
    cast = b.balloted(3)
    conference = b.planned(cast)
    packing.make(conference, by=cast.lead, at=day(2026, 12, 9))
    clerk, address = client_of(cast.lead), reverse("conferences:pack", args=[conference.pk])
    piece = clerk.get(address, headers={"HX-Request": "true"})
    assert 'hx-trigger="every 3s"' in piece.content.decode()
    assert clerk.get(address, headers={"HX-Request": "true", "If-None-Match": piece["ETag"]}).status_code == 304
    made_all()
    done = clerk.get(address, headers={"HX-Request": "true", "If-None-Match": piece["ETag"]})
    assert "hx-get" not in done.content.decode()
