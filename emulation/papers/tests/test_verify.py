"""Tra cứu: a stranger learns whether a paper is genuine and current, and nothing else."""

import datetime as dt
import io
import time
import tracemalloc

import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from blocs.roster.models import Office, Unit
from emulation.papers import copies, documents, tasks
from emulation.papers.matching import MOST_ENDS, beginnings
from emulation.papers.models import Paper, PaperState, grouped
from emulation.papers.reports import LOOK_UPS
from emulation.papers.workflow import recall, reissue
from emulation.testing import sitting

from . import authority
from .builders import ACT, HOUR, Subject, issued, office

pytestmark = pytest.mark.django_db
ANYBODY = Client(**{"emulation.at": HOUR})
SECRET = "Điểm nội bộ 98,75 chưa công bố"


@pytest.fixture(autouse=True)
def nobody_has_asked_yet():
    cache.clear()


@pytest.fixture
def paper():
    made = issued(
        office("Khối thi đua các cơ quan tham mưu")[0], template="papers/paper_plain.html", dated=dt.date(2026, 11, 20), data={
            "sections": [{"paragraphs": [SECRET], "last": True}], "verify": [["Xác nhận", "10 trong 10 thủ trưởng đơn vị"]],
        },
    )  # fmt: skip
    tasks.render(made.rendering.pk)
    made.rendering.refresh_from_db()
    return made


def clerk_of(paper):
    """The registry clerk of the unit that issued a paper."""
    return sitting(Office.REGISTRY, unit=Unit.objects.get(pk=paper.issuer_key.removeprefix("unit:")))


def asked(code):
    return ANYBODY.get(f"/tra-cuu/{code}/")


def dropped(content, **more):
    return ANYBODY.post("/tra-cuu/", {"file": SimpleUploadedFile("a.pdf", content, "application/pdf")} | more)


def stored(paper):
    with default_storage.open(paper.rendering.name) as file:
        return file.read()


def test_a_stranger_learns_that_a_paper_is_genuine(paper):
    """Không cần tài khoản: thật, còn hiệu lực, số, ngày, nơi phát hành, mã băm, ai đã xác nhận."""
    text = asked(paper.code_text).content.decode()
    told = [
        "Văn bản thật, còn hiệu lực",
        "01/BC-SNV",
        "20/11/2026",
        "Khối thi đua các cơ quan tham mưu",
        "10 trong 10 thủ trưởng",
    ]
    assert [t for t in [*told, paper.rendering.sha256[:8]] if t not in text] == []


def test_a_stranger_learns_nothing_else(paper):
    """Không lộ nội dung, người phát hành, tên tệp, mã số nội bộ."""
    text = asked(paper.code_text).content.decode()
    assert not [
        hidden for hidden in (SECRET, paper.issued_by.full_name, paper.rendering.name, "bloc:1") if hidden in text
    ]


@pytest.mark.parametrize("typed", ["{}", "{} ", " {}"])
def test_a_code_is_found_however_it_is_typed(paper, typed):
    """Chữ thường, có hay không gạch nối, thừa khoảng trắng đều tìm thấy."""
    response = ANYBODY.post("/tra-cuu/", {"code": typed.format(paper.code.lower())})
    assert response["Location"] == f"/tra-cuu/{paper.code_text}/"


def test_an_unknown_code_is_answered_in_a_sentence(paper):
    """Mã lạ: nói là không có, và nên làm gì."""
    response = asked("AAAA-AAAA-AAAA-AAAA")
    text = response.content.decode()
    assert response.status_code == 404
    assert "Không có văn bản mang mã này" in text
    assert "Đối chiếu từng chữ" in text


@pytest.mark.parametrize("typed", ["K7QF", "O0I1-O0I1-O0I1-O0I1", "x" * 16 + "!"])
def test_a_code_that_cannot_be_one_is_refused_with_what_was_typed(typed):
    """Mã gõ sai dạng: nhắc lại điều vừa gõ."""
    text = ANYBODY.post("/tra-cuu/", {"code": typed}).content.decode()
    assert "Mã có 16 chữ và số" in text
    assert typed in text


def test_an_empty_look_up_says_what_is_needed():
    """Không nhập gì: nói cần nhập gì."""
    assert "Nhập mã in cạnh hình QR" in ANYBODY.post("/tra-cuu/", {}).content.decode()


def test_a_dropped_file_is_compared_byte_by_byte(paper):
    """Thả tệp: đúng bản lưu thì thật; sai một byte thì không khớp."""
    right = stored(paper)
    assert "Tệp giống từng byte với bản lưu" in dropped(right).content.decode()
    assert "Không khớp" in dropped(right[:-1] + b"X").content.decode()


def test_a_dropped_file_must_be_the_paper_of_the_code_beside_it(paper):
    """Có cả mã lẫn tệp: tệp phải là tệp của chính mã ấy."""
    assert "Không khớp" in dropped(stored(paper), code="AAAA-AAAA-AAAA-AAAA").content.decode()
    assert "giống từng byte" in dropped(stored(paper), code=paper.code).content.decode()


def test_a_dropped_file_is_kept_nowhere(paper, settings):
    """Tệp thả vào không được lưu lại."""
    before = sorted(settings.MEDIA_ROOT.rglob("*"))
    dropped(b"%PDF of somebody")
    assert sorted(settings.MEDIA_ROOT.rglob("*")) == before


def test_a_file_too_large_is_refused(settings):
    """Tệp quá lớn: từ chối, nói giới hạn."""
    settings.UPLOAD_LIMIT = 1024 * 1024
    assert "Tệp lớn hơn 1 MB" in dropped(b"x" * (1024 * 1024 + 1)).content.decode()


def test_an_empty_file_matches_nothing(paper):
    """Tệp rỗng không khớp với văn bản nào, kể cả văn bản chưa có tệp."""
    issued()
    assert "Không khớp" in dropped(b"").content.decode()


def test_a_replaced_paper_is_genuine_but_not_current(paper):
    """Bản đã thay: nói đã thay bằng bản mấy; bản mới nói thay bản trước, vì sao."""
    with ACT.on(Subject(), by=paper.issued_by, at=HOUR):
        new = reissue(paper, data={}, reason="Sai tên đơn vị", by=paper.issued_by, at=HOUR)
    text = asked(paper.code_text).content.decode()
    assert "Bản này đã được thay" in text
    assert "bản 2 ngày 20/11/2026" in text
    assert "is-genuine" not in text
    assert "Lý do: Sai tên đơn vị" in asked(new.code_text).content.decode()


def test_a_recalled_paper_is_said_to_be_recalled(paper):
    """Văn bản thu hồi: nói đã thu hồi, không xanh."""
    recall(paper, reason="Nhầm", by=clerk_of(paper), at=HOUR)
    text = asked(paper.code_text).content.decode()
    assert "đã bị thu hồi" in text
    assert "is-genuine" not in text


def test_a_draft_is_never_shown_as_in_force():
    """Dự thảo: mã có thật cũng không ghi là còn hiệu lực."""
    draft = issued(numbered=False, watermark="DỰ THẢO")
    text = asked(draft.code_text).content.decode()
    assert "nhưng là dự thảo" in text
    assert "is-genuine" not in text


def test_asking_too_often_is_slowed_down(paper):
    """Một địa chỉ mạng dò quá nhanh thì phải chờ."""
    answers = [asked("AAAA-AAAA-AAAA-AAAA").status_code for _i in range(LOOK_UPS + 1)]
    assert answers == [404] * LOOK_UPS + [429]
    assert asked(paper.code_text).status_code == 429


def test_another_address_is_not_slowed_down(paper, settings):
    """Địa chỉ khác vẫn tra cứu được; sau máy chủ trung gian thì tính theo địa chỉ nó ghi cuối cùng."""
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    for n in range(LOOK_UPS + 5):
        assert (
            ANYBODY.get(
                "/tra-cuu/AAAA-AAAA-AAAA-AAAA/", headers={"X-Forwarded-For": f"made-up, 10.0.0.{n}"}
            ).status_code
            == 404
        )


def test_answers_are_neither_cached_nor_indexed(paper):
    """Trang trả lời không lưu tạm, không vào máy tìm kiếm."""
    response = asked(paper.code_text)
    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex"


def test_codes_are_grouped_by_four():
    """Mã viết nhóm bốn chữ."""
    assert grouped("k7qf2m9x d4tb–8hwr") == "K7QF-2M9X-D4TB-8HWR"


# --- signed copies, and files with something added -------------------------------------------------
@pytest.fixture
def signed_copy(paper, settings, tmp_path):
    """The paper with one copy that two heads signed digitally. Out: its bytes."""
    settings.SIGNATURE_ROOTS = tmp_path
    (tmp_path / "root.pem").write_bytes(authority.root().pem)
    content = authority.signed(authority.signed(stored(paper), authority.head()), authority.head("Thủ trưởng đơn vị 2"))
    return kept(paper, "signed", content)


def kept(paper, level, content, **more):
    hand = sitting(Office.CLERK, unit=Unit.objects.get(pk=paper.issuer_key.removeprefix("unit:")))
    copies.add(paper, level=level, file=SimpleUploadedFile("x", content), by=hand, at=HOUR, **more)
    return content


def test_a_stranger_learns_who_signed_digitally(paper, signed_copy):
    """Có bản ký số: ai ký, lúc nào, kết quả kiểm tra; không lộ số chứng thư hay đường tải."""
    text = asked(paper.code_text).content.decode()
    assert "Thủ trưởng đơn vị 1" in text
    assert "Thủ trưởng đơn vị 2" in text
    assert (text.count("Đã ký số, đã kiểm tra"), text.count("✓ Hợp lệ")) == (2, 2)
    assert f"{authority.head().cert.serial_number:x}" not in text
    assert "ban-ky" not in text


def test_a_signed_copy_is_known_by_its_bytes(paper, signed_copy):
    """Thả đúng bản đã ký số: thật, và nói đó là bản ký số."""
    text = dropped(signed_copy).content.decode()
    assert "giống từng byte với bản đã ký số" in text
    assert "is-genuine" in text


@pytest.mark.parametrize("of", ["issued", "copy"])
def test_a_file_that_somebody_signed_on_is_told_apart(paper, signed_copy, of):
    """Tệp bắt đầu bằng bản lưu mà có người ký thêm ở nơi khác: nói rõ, không xanh."""
    begun = stored(paper) if of == "issued" else signed_copy
    text = dropped(authority.signed(begun, authority.Holder("Người lạ"))).content.decode()
    assert "Tệp có phần thêm vào sau" in text
    assert "is-genuine" not in text
    assert "Người lạ" not in text


def test_a_scan_is_never_called_the_original(paper):
    """Thả bản quét: nói là bản quét của văn bản thật, không có giá trị như bản gốc điện tử."""
    out = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(out, "PNG")
    scan = kept(paper, "scan", out.getvalue(), signers="Thủ trưởng 10 đơn vị")
    text = dropped(scan).content.decode()
    assert "Bản quét của văn bản thật" in text
    assert "không có giá trị như bản gốc điện tử" in text
    assert "is-genuine" not in text
    assert "Ký tay trên giấy, có bản quét" in asked(paper.code_text).content.decode()


def test_a_stranger_learns_who_confirmed_in_the_system():
    """Xác nhận trong hệ thống: ai, chức vụ, đơn vị, lúc nào; gọi đúng tên, không gọi là ký số."""
    one = documents.signature(
        office="Giám đốc", name="Người ký thử", unit="Sở Một", at=HOUR.replace(minute=7), digest="ab" * 32
    )
    other = documents.signature(office="Giám đốc", unit="Sở Hai", unsigned="Không xác nhận")
    made = issued(numbered=False, data={"signatures": [one, other]})
    text = asked(made.code_text).content.decode()
    for words in ("Người ký thử, Giám đốc, Sở Một", "Đã xác nhận trên hệ thống", "09:07:00 20/11/2026"):
        assert words in text
    assert "Sở Hai" not in text
    assert "Đã ký số" not in text


def test_an_answer_comes_at_once(paper, signed_copy):
    """Một tệp 20 MB được trả lời trong một giây."""
    began = time.monotonic()
    dropped(signed_copy + b"%%EOF\n" * 1000 + b"0" * (19 * 1024 * 1024))
    assert time.monotonic() - began < 1


def test_a_file_of_nothing_but_ends_takes_no_memory():
    """Tệp chỉ toàn dấu kết thúc, ai cũng gửi được: đối chiếu không ngốn bộ nhớ gấp nhiều lần tệp."""
    content = b"%%EOF" * 200_000
    tracemalloc.start()
    found = beginnings(content)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(found) == MOST_ENDS + 1
    assert most < 4 * len(content)


def test_a_prepared_paper_is_not_yet_known(paper):
    """Văn bản đang chờ văn thư hoàn tất: mã chưa có giá trị gì."""
    Paper.objects.bulk_create([prepared := _like(paper)])
    assert asked(prepared.code_text).status_code == 404


def _like(paper):
    return Paper(
        kind=paper.kind, title=paper.title, template=paper.template, data={}, letterhead="state", issuer_key="unit:1",
        issuer=paper.issuer, stream="system", issued_by=paper.issued_by, issued_at=HOUR, state=PaperState.PREPARED,
    )  # fmt: skip


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_file_dragged_onto_the_page_is_compared(paper, screen):
    """Kéo tệp thả vào trang: trả lời ngay, không cần bấm."""
    page = screen(ANYBODY)
    page.goto("/tra-cuu/")
    page.evaluate(
        """(bytes) => {
            const given = new DataTransfer()
            given.items.add(new File([new Uint8Array(bytes)], 'a.pdf', {type: 'application/pdf'}))
            const form = document.querySelector('form[data-drop]')
            form.dispatchEvent(new DragEvent('drop', {dataTransfer: given, bubbles: true, cancelable: true}))
        }""",
        list(stored(paper)),
    )
    page.wait_for_selector(".verdict.is-genuine")
    assert "Tệp giống từng byte với bản lưu" in page.inner_text(".verdict")
    assert page.complaints == []
