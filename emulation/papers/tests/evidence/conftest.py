"""A covenant that three heads confirmed, its bundle, and the script that checks it offline."""

import io
import json
import runpy
from datetime import UTC
from zipfile import ZipFile

import pytest
from django.conf import settings as house

from blocs.covenant import signing
from blocs.covenant.tests.conftest import a_year, frozen, signature_of
from emulation.papers import evidence, seal, tasks
from emulation.papers.evidence import FACTS, SEAL, packed
from emulation.testing import day

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
