"""Bộ chứng cứ bị sửa: whatever is changed in it is found."""

import copy
import os
import random

import pytest

from emulation.papers import evidence
from emulation.papers.evidence import PAPER, packed
from emulation.papers.tests import authority
from emulation.papers.tests.test_seal import with_key_of

from .conftest import facts_of, opened, with_facts

pytestmark = pytest.mark.django_db


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
