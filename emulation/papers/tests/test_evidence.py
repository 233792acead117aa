"""Bộ chứng cứ: checked offline by one script, with nothing of this house; whatever is changed in it is found."""

import copy
import io
import json
import os
import random
import runpy
import subprocess
import sys
from datetime import UTC
from zipfile import ZipFile

import pytest
from django.conf import settings as house
from django.core.files.uploadedfile import SimpleUploadedFile

from blocs.covenant import signing
from blocs.covenant.tests.conftest import a_year, frozen, signature_of
from emulation.journal.models import Entry
from emulation.papers import copies, evidence, files, seal, seal_key, tasks
from emulation.papers.evidence import FACTS, PAPER, SEAL, packed
from emulation.testing import day

from . import authority
from .test_seal import with_key_of

pytestmark = pytest.mark.django_db
SCRIPT = house.BASE_DIR / "docs" / "verify_bundle.py"
OFFLINE = runpy.run_path(str(SCRIPT))
MARCH = day(2026, 3, 2, 10, 12)
PROOF = signing.Proof(
    authenticated_at=MARCH.astimezone(UTC),
    method="webauthn",
    factor="passkey",
    address_hash="ab" * 32,
    user_agent="Trình duyệt thử",
)


@pytest.fixture
def year():
    return a_year()


@pytest.fixture
def signed_covenant(year):
    """A covenant that three heads confirmed, one of them after withdrawing, printed and sealed."""
    made = frozen(year)
    first = signature_of(made, year.members[0])
    signing.sign(first, proof=PROOF, by=year.heads[0], at=MARCH)
    signing.withdraw(first, reason="Đọc lại đã", by=year.heads[0], at=MARCH)
    for member, head in zip(year.members, year.heads, strict=True):
        signing.sign(signature_of(made, member), proof=PROOF, by=head, at=MARCH)
    made.refresh_from_db()
    tasks.render(made.paper.rendering.pk)
    return made


@pytest.fixture
def paper(signed_covenant):
    return type(signed_covenant.paper).objects.select_related("rendering").get(pk=signed_covenant.paper_id)


@pytest.fixture
def address(signed_covenant):
    return f"/giao-uoc/{signed_covenant.bloc_year_id}/ban-in/?chung-cu"


@pytest.fixture
def bundle(client_of, year, address, paper):
    """The bundle as the head of a member unit downloads it. Out: bytes."""
    answer = client_of(year.heads[2]).get(address)
    assert answer.status_code == 200
    return answer.content


@pytest.fixture
def verdict(tmp_path):
    """What the script says of a bundle. Out: "" when all is right, else what is wrong."""

    def told(content, fingerprint=""):
        file = tmp_path / "bundle.zip"
        file.write_bytes(content)
        try:
            OFFLINE["check"](file, fingerprint)
        except Exception as error:
            return str(error) or type(error).__name__
        return ""

    return told


def opened(content):
    with ZipFile(io.BytesIO(content)) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}


def facts_of(content):
    return json.loads(opened(content)[FACTS])


def with_facts(content, facts, *, sealed=False):
    """The bundle with other facts; `sealed`: sealed anew with the right key, as only the house itself could."""
    members = opened(content) | {FACTS: evidence.canonical(facts)}
    if sealed:
        members[SEAL] = seal.signature_over(members[FACTS])
    return packed(members)


# --- what is in it -------------------------------------------------------------------------------
def test_the_script_says_in_vietnamese_that_all_is_right(bundle, tmp_path):
    """Chạy riêng, không có Django, không có gói nào: kết luận đúng, in vân tay để so."""
    (tmp_path / "a.zip").write_bytes(bundle)
    command = [sys.executable, "-I", "-S", SCRIPT, tmp_path / "a.zip"]
    told = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)  # noqa: S603 - our own script
    assert told.returncode == 0, told.stderr
    assert "KẾT LUẬN: ĐÚNG" in told.stdout
    assert "3 xác nhận" in told.stdout
    assert seal_key.signer().signing_cert.sha256.hex() in told.stdout


def test_the_script_says_what_is_wrong(bundle, tmp_path):
    """Sai thì mã thoát 1 và nói sai ở đâu."""
    (tmp_path / "a.zip").write_bytes(packed(opened(bundle) | {PAPER: b"%PDF other"}))
    told = subprocess.run([sys.executable, SCRIPT, tmp_path / "a.zip"], capture_output=True, text=True)  # noqa: S603
    assert told.returncode == 1
    assert "KẾT LUẬN: SAI: tệp van-ban.pdf không khớp mã băm" in told.stderr


def test_the_script_is_short_and_needs_nothing():
    """Không quá 200 dòng, chỉ dùng thư viện chuẩn."""
    text = SCRIPT.read_text()
    assert len(text.splitlines()) <= 200
    assert "django" not in text.lower()


def test_an_unpacked_bundle_is_checked_too(bundle, tmp_path):
    """Giải nén ra thư mục rồi kiểm tra cũng được; thừa một tệp thì báo."""
    for name, content in opened(bundle).items():
        (tmp_path / name).write_bytes(content)
    assert OFFLINE["check"](tmp_path)["verify"]["code"]
    (tmp_path / "more.txt").write_bytes(b"")
    with pytest.raises(OFFLINE["Wrong"], match="thừa hoặc thiếu"):
        OFFLINE["check"](tmp_path)


def test_every_field_of_a_confirmation_is_in_it(bundle, signed_covenant, paper, year):
    """Đủ các mục phải ghi của một lần xác nhận."""
    one = facts_of(bundle)["signatures"][2]
    kept = signed_covenant.signatures.get(member=year.members[2])
    read = signed_covenant.frozen_paper
    entry = Entry.objects.about(kept).get()
    told = json.loads(bytes(entry.body))
    assert one == {
        "entry": entry.number, "digest": entry.digest, "previous": told["previous"], "signer": year.heads[2].pk,
        "signer_name": year.heads[2].full_name, "signed_at": "2026-03-02T10:12:00+07:00", "national_id": None,
        "unit_name": "Sở thứ 3", "unit": year.members[2].unit_id, "member": year.members[2].pk, "office": "Giám đốc",
        "authority": "self", "on_behalf_of": "", "seat": kept.seat_id, "delegation": None,
        "authenticated_at": "2026-03-02T03:12:00Z", "method": "webauthn", "factor": "passkey", "address": "ab" * 32,
        "user_agent": "Trình duyệt thử", "level": "A", "consent": kept.consent, "document": signed_covenant.pk, "version": 0,
        "paper": read.code, "sha256": signed_covenant.sha256, "pdf_sha256": read.rendering.sha256,
        "issued": {"code": paper.code_text, "revision": 1, "pdf_sha256": paper.rendering.sha256,
                   "data_sha256": facts_of(bundle)["paper"]["data_sha256"]},
    }  # fmt: skip


def test_the_file_that_was_read_before_signing_is_in_it(bundle, signed_covenant):
    """Bản chốt mà thủ trưởng đã đọc trước khi xác nhận nằm trong bộ chứng cứ, đúng từng byte."""
    read = signed_covenant.frozen_paper
    assert opened(bundle)[f"{read.code_text}.pdf"] == files.read(read.rendering.name)


def test_nobody_elses_entries_are_in_it(bundle, signed_covenant, paper):
    """Chỉ có dòng nhật ký về giao ước, các lần xác nhận và văn bản này; không có chuyện khác của năm."""
    kinds = {json.loads(e["body"])["subject"][0] for e in facts_of(bundle)["journal"]["entries"]}
    assert kinds == {"covenant.covenant", "covenant.signature", "papers.paper"}
    assert Entry.objects.filter(stream__name=paper.stream).count() > len(facts_of(bundle)["journal"]["entries"])


def test_who_does_not_see_the_paper_does_not_get_it(client_of, address, paper):
    """Không thấy văn bản thì không tải được bộ chứng cứ."""
    from blocs.roster.models import Office
    from emulation.testing import sitting, unit

    stranger = sitting(Office.HEAD, unit=unit("Sở ngoài khối"))
    assert client_of(stranger).get(address).status_code == 404


def test_signed_copies_are_in_it(paper, year, settings, tmp_path, verdict):
    """Bản đã ký số và kết quả kiểm tra cũng ở trong bộ chứng cứ."""
    settings.SIGNATURE_ROOTS = tmp_path
    content = authority.signed(files.read(paper.rendering.name), authority.head())
    copies.add(paper, level="signed", file=SimpleUploadedFile("x", content), by=year.heads[1], at=MARCH)
    made = evidence.bundle(paper, evidence.Told(), at=MARCH)
    (found,) = facts_of(made)["copies"]
    assert opened(made)[found["file"]] == content
    assert (found["verdict"], found["findings"][0]["subject"]) == ("unknown", "Thủ trưởng đơn vị 1")
    assert verdict(made) == ""


def test_a_blanked_person_leaves_a_bundle_that_still_verifies(paper, verdict, signed_covenant):
    """Tên người ký đã được xóa theo luật: bộ chứng cứ vẫn đúng."""
    from emulation.journal.models import Particulars

    Particulars.objects.filter(entry__stream__name=paper.stream).update(name="", note="", blanked_at=MARCH)
    from blocs.covenant.documents import evidence as told

    assert verdict(evidence.bundle(paper, told(signed_covenant), at=MARCH)) == ""


@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_an_office_key_is_checked_as_well(bundle, paper, settings, tmp_path, verdict, kind):
    """Niêm phong bằng khóa riêng của nơi triển khai, RSA hay ECDSA, script đều kiểm tra được."""
    with_key_of(authority.head(kind=kind), settings, tmp_path, "word")
    settings.SEAL_PASSWORD = "word"
    made = evidence.bundle(paper, evidence.Told(), at=MARCH)
    assert verdict(made) == ""
    facts = facts_of(made) | {"made_at": "2027"}
    assert verdict(with_facts(made, facts)) == "chung-cu.json đã bị sửa"


# --- what is changed is found ---------------------------------------------------------------------
def leaves(value, path=()):
    """Paths to every value in JSON."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = [leaf for key, item in items for leaf in leaves(item, (*path, key))]
    return found or [path]


def changed_value(facts, chance):
    """Another value at a random place."""
    facts = copy.deepcopy(facts)
    *way, last = chance.choice(leaves(facts))
    place = facts
    for key in way:
        place = place[key]
    old = place[last]
    place[last] = {str: lambda: old + "x", bool: lambda: not old, int: lambda: old + 1}.get(type(old), lambda: "x")()
    return facts


def less(facts, chance):
    """A part left out."""
    facts = copy.deepcopy(facts)
    way = chance.choice([leaf for leaf in leaves(facts) if leaf])
    place = facts
    for key in way[:-1]:
        place = place[key]
    del place[way[-1]]
    return facts


def swapped(facts, chance):
    """Two entries, or two signatures, in each other's place."""
    facts = copy.deepcopy(facts)
    rows = chance.choice([facts["journal"]["entries"], facts["signatures"]])
    one, other = chance.sample(range(len(rows)), 2)
    rows[one], rows[other] = rows[other], rows[one]
    return facts


def flipped(content, chance):
    changed = bytearray(content)
    changed[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def mutated(content, chance):
    """One random change. Out: (what was done, bytes)."""
    way = chance.choice(["bit", "bit of a member", "value", "part", "swap", "member gone", "cut", "members swapped"])
    members, facts = opened(content), facts_of(content)
    name, other = chance.sample(sorted(members), 2)
    done = {
        "bit": lambda: flipped(content, chance),
        "bit of a member": lambda: packed(members | {name: flipped(members[name], chance)}),
        "value": lambda: with_facts(content, changed_value(facts, chance)),
        "part": lambda: with_facts(content, less(facts, chance)),
        "swap": lambda: with_facts(content, swapped(facts, chance)),
        "member gone": lambda: packed({n: c for n, c in members.items() if n != name}),
        "cut": lambda: content[: chance.randrange(len(content))],
        "members swapped": lambda: packed(members | {name: members[other], other: members[name]}),
    }[way]
    return way, done()


def hunt(content, verdict, count, seed):
    """Try `count` random changes. Out: those that were not found; says how many were, on standard output."""
    chance, missed = random.Random(seed), []  # noqa: S311 - which bit to change
    for number in range(count):
        way, changed = mutated(content, chance)
        if changed != content and not verdict(changed):
            missed.append((number, way))
    print(f"hạt giống {seed}: tìm ra {count - len(missed)} trên {count} thay đổi")  # noqa: T201 - asked for by the soak
    return missed


def test_random_changes_are_all_found(bundle, verdict):
    """Sáu mươi thay đổi bất kỳ: bit, giá trị, đổi chỗ, bỏ bớt; đều bị phát hiện."""
    assert verdict(bundle) == ""
    assert hunt(bundle, verdict, 60, seed=20261122) == []


@pytest.mark.soak
def test_thousands_of_random_changes_are_all_found(bundle, verdict):
    """Hai nghìn thay đổi bất kỳ, hạt giống mới mỗi lần chạy (đặt lại bằng SEED)."""
    seed = int(os.environ.get("SEED", random.SystemRandom().randrange(10**6)))
    assert hunt(bundle, verdict, 2000, seed) == []


@pytest.mark.parametrize(
    ("way", "words"),
    [
        (("paper", "data", "theme"), "dữ liệu văn bản không khớp"),
        (("paper", "title"), "«title» của văn bản khác"),
        (("journal", "entries", 1, "body"), "không khớp mã băm"),
        (("journal", "entries", 1, "particulars", "name"), "phần người ghi"),
        (("signatures", 0, "office"), "«office» của chữ ký"),
        (("signatures", 1, "signed_at"), "người ký hoặc giờ ký"),
        (("signatures", 2, "consent"), "«consent» của chữ ký"),
        (("signatures", 0, "signer_name"), "tên người ký"),
        (("signatures", 0, "issued", "pdf_sha256"), "gắn với văn bản khác"),
    ],
)
def test_even_who_holds_the_key_cannot_change_what_the_journal_says(bundle, verdict, way, words):
    """Kẻ có khóa niêm phong sửa rồi niêm phong lại vẫn bị nhật ký bắt lỗi."""
    facts = facts_of(bundle)
    place = facts
    for key in way[:-1]:
        place = place[key]
    place[way[-1]] += "x"
    assert words in verdict(with_facts(bundle, facts, sealed=True))


def test_entries_in_another_order_or_from_another_stream_are_found(bundle, verdict):
    """Đổi thứ tự dòng nhật ký, hoặc đổi tên dòng, rồi niêm phong lại: vẫn bị phát hiện."""
    facts = facts_of(bundle)
    facts["journal"]["entries"].reverse()
    assert "sai thứ tự" in verdict(with_facts(bundle, facts, sealed=True))
    facts = facts_of(bundle)
    facts["journal"]["stream"] = "year:999"
    assert "lạc chỗ" in verdict(with_facts(bundle, facts, sealed=True))


def test_a_bundle_with_the_key_of_somebody_else_is_told_by_its_fingerprint(bundle, verdict, settings, tmp_path):
    """Làm giả cả bộ bằng khóa khác: vân tay chứng thư không phải của nơi phát hành."""
    right = facts_of(bundle)["seal"]["sha256"]
    assert verdict(bundle, right) == ""
    with_key_of(authority.head("Kẻ giả mạo"), settings, tmp_path, "word")
    settings.SEAL_PASSWORD = "word"
    facts = facts_of(bundle) | {"seal": evidence._certificate(), "made_at": "2030-01-01"}
    forged = with_facts(bundle, facts, sealed=True)
    assert verdict(forged) == ""
    assert "không phải của nơi phát hành" in verdict(forged, right)


def test_a_pdf_that_was_changed_after_sealing_is_found_even_with_its_new_hash(bundle, verdict):
    """Sửa PDF, ghi lại mã băm, niêm phong lại bộ chứng cứ: niêm phong trong PDF vẫn lộ ra."""
    pdf = bytearray(opened(bundle)[PAPER])
    pdf[1000] ^= 1
    facts = facts_of(bundle)
    facts["pdf"]["sha256"] = evidence.hashlib.sha256(pdf).hexdigest()
    changed = packed(opened(with_facts(bundle, facts, sealed=True)) | {PAPER: bytes(pdf)})
    assert verdict(changed) == "tệp PDF đã bị sửa sau khi niêm phong"
