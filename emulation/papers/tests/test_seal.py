"""Niêm phong kỹ thuật: on every paper, accepted by other people's readers, broken by one byte, never the agency's signature."""

import random
import stat
import subprocess
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import page as validator
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import default_storage

from emulation.papers import rendering, seal, seal_key, tasks
from emulation.papers.models import Stage

from . import authority, measure, samples
from .builders import issued


@cache
def rendered(name="report"):
    """A sample before it is sealed."""
    return rendering.pdf(samples.EVERY[name]()).content


@cache
def sealed(name="report"):
    return seal.sealed(rendered(name))


@pytest.fixture
def pdfsig(tmp_path):
    """What poppler's reader of signatures says of a file."""

    def told(content):
        file = tmp_path / "a.pdf"
        file.write_bytes(content)
        command = ["pdfsig", "-nocert", file]
        return subprocess.run(command, capture_output=True, text=True).stdout  # noqa: S603 - poppler's, on our own file

    return told


@pytest.fixture
def own_folder(settings, tmp_path):
    settings.HOME = tmp_path
    return tmp_path


def refused(told):
    return "Signature is Valid." not in told


@pytest.mark.parametrize("name", samples.EVERY)
@pytest.mark.parametrize("profile", ["PDF_A_3A", "PDF_UA_1"])
def test_a_sealed_paper_is_still_archivable_and_readable_by_machines(name, profile):
    """Niêm phong rồi vẫn đạt PDF/A-3a và PDF/UA-1."""
    report = validator.validate_pdf_bytes(sealed(name), profile=validator.ValidationProfile[profile])
    assert [f.message for f in report.failures] == []
    assert report.is_compliant


def test_sealing_only_adds():
    """Niêm phong chỉ thêm vào cuối tệp; trang, chữ và siêu dữ liệu không đổi."""
    assert sealed().startswith(rendered())
    assert measure.text(sealed()) == measure.text(rendered())
    assert measure.reader(sealed()).xmp_metadata.stream.get_data() == measure.reader(rendered()).xmp_metadata.stream.get_data()  # fmt: skip


def test_the_seal_shows_nothing_on_the_page():
    """Niêm phong không vẽ gì lên trang."""
    widget = measure.reader(sealed()).pages[0]["/Annots"][0].get_object()
    assert [float(side) for side in widget["/Rect"]] == [0, 0, 0, 0]


def test_another_reader_accepts_the_seal(pdfsig):
    """pdfsig của poppler: hợp lệ, phủ cả tệp, đúng chuẩn PAdES, tên nói rõ không phải chữ ký của cơ quan."""
    told = pdfsig(sealed())
    assert not refused(told)
    for words in ("Total document signed", "ETSI.CAdES.detached", "không phải chữ ký của cơ quan"):
        assert words in told


def test_one_changed_byte_is_found(pdfsig):
    """Đổi một bit bất kỳ trong phần được niêm phong: pdfsig không còn nhận."""
    whole, chance = sealed(), random.Random(20261122)  # noqa: S311
    signed = [*range(whole.rindex(b"/Contents <")), *range(whole.rindex(b"/ByteRange") + 80, len(whole) - 40)]
    accepted = []
    for place in chance.sample(signed, 25):
        changed = bytearray(whole)
        changed[place] ^= 1 << chance.randrange(8)
        if not refused(pdfsig(bytes(changed))):
            accepted.append(place)
    assert accepted == []


@pytest.mark.django_db
def test_every_paper_a_worker_makes_is_sealed(pdfsig):
    """Văn bản nào máy tạo ra cũng có niêm phong."""
    row = issued(template="papers/paper_plain.html").rendering
    tasks.render(row.pk)
    row.refresh_from_db()
    with default_storage.open(row.name) as stored:
        content = stored.read()
    assert not refused(pdfsig(content))
    assert row.size == len(content)


# --- the key ------------------------------------------------------------------------------------
def test_the_key_is_made_once_and_for_its_owner_only(own_folder):
    """Khóa tạo ở lần đầu, nhiều máy cùng tạo cũng chỉ còn một, không ai khác đọc được."""
    with ThreadPoolExecutor(8) as many:
        files = set(many.map(lambda n: seal_key._own_file().read_bytes(), range(8)))
    assert len(files) == 1
    assert [p.name for p in (own_folder / "seal").iterdir()] == ["key.p12"]
    assert stat.S_IMODE((own_folder / "seal" / "key.p12").stat().st_mode) == 0o600


def with_key_of(holder, settings, folder, password):
    file = folder / "office.p12"
    lock = serialization.BestAvailableEncryption(password.encode())
    file.write_bytes(pkcs12.serialize_key_and_certificates(b"x", holder.key, holder.cert, None, lock))
    settings.SEAL_KEY = str(file)


@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_an_office_seals_with_its_own_key(kind, settings, tmp_path, pdfsig):
    """Nơi triển khai dùng khóa riêng (PKCS#12, RSA hoặc ECDSA)."""
    with_key_of(authority.head(f"Niêm phong của tỉnh {kind}", kind), settings, tmp_path, "word")
    settings.SEAL_PASSWORD = "word"
    told = pdfsig(seal.sealed(rendered()))
    assert f"Niêm phong của tỉnh {kind}" in told
    assert not refused(told)


def test_a_key_that_does_not_open_is_named(settings, tmp_path):
    """Sai mật khẩu hoặc không có tệp khóa: nói tệp nào."""
    with_key_of(authority.head(), settings, tmp_path, "word")
    settings.SEAL_PASSWORD = "other"
    with pytest.raises(ImproperlyConfigured, match=r"office\.p12 không mở được"):
        seal.sealed(rendered())
    settings.SEAL_KEY = str(tmp_path / "gone.p12")
    with pytest.raises(ImproperlyConfigured, match=r"gone\.p12"):
        seal.sealed(rendered())


# --- the time stamp -----------------------------------------------------------------------------
def test_a_time_stamp_is_asked_where_a_service_is_named(settings):
    """Có dịch vụ dấu thời gian thì niêm phong mang dấu của dịch vụ ấy, và vẫn đạt PDF/A-3a."""
    with authority.stamp_service() as settings.SEAL_TSA:
        stamped = seal.sealed(rendered())
    name = authority.stamper().tsa_cert.subject.native["common_name"].encode()
    assert name.hex().encode() in stamped.lower()
    assert name.hex().encode() not in sealed().lower()
    assert validator.validate_pdf_bytes(stamped, profile=validator.ValidationProfile.PDF_A_3A).is_compliant


@pytest.mark.parametrize("reply", [b"", b"garbage", b"\x30\x03\x02\x01\x02"])
@pytest.mark.django_db
def test_a_service_that_does_not_stamp_loses_no_paper(settings, reply, row_of_a_paper):
    """Dịch vụ dấu thời gian hỏng: văn bản chờ thử lại, nói vì sao; dịch vụ trả lời lại thì xong."""
    with authority.stamp_service(lambda request: reply) as settings.SEAL_TSA:
        tasks.render(row_of_a_paper.pk)
    row_of_a_paper.refresh_from_db()
    assert (row_of_a_paper.stage, row_of_a_paper.not_before is not None) == (Stage.WAITING, True)
    assert "Dịch vụ dấu thời gian" in row_of_a_paper.reason
    row_of_a_paper.not_before = None
    row_of_a_paper.save()
    with authority.stamp_service() as settings.SEAL_TSA:
        tasks.render(row_of_a_paper.pk)
    row_of_a_paper.refresh_from_db()
    assert row_of_a_paper.stage == Stage.DONE


@pytest.mark.django_db
def test_a_service_that_is_gone_loses_no_paper(settings, row_of_a_paper):
    """Không nối được dịch vụ dấu thời gian: văn bản chờ thử lại."""
    with authority.stamp_service() as settings.SEAL_TSA:
        pass
    tasks.render(row_of_a_paper.pk)
    row_of_a_paper.refresh_from_db()
    assert row_of_a_paper.stage == Stage.WAITING


@pytest.fixture
def row_of_a_paper(db):
    return issued(template="papers/paper_plain.html").rendering
