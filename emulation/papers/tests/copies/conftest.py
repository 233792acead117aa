"""An issued paper whose file is made, its clerk, and the form that takes what came back."""

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from blocs.roster.models import Office
from emulation.papers import tasks
from emulation.papers.models import Issuer
from emulation.papers.tests.authority import root
from emulation.papers.tests.builders import issued
from emulation.testing import sitting, unit


@pytest.fixture(autouse=True)
def trusted(settings, tmp_path):
    """The folder of trusted roots; the test authority is in it."""
    settings.SIGNATURE_ROOTS = tmp_path
    (tmp_path / "root.pem").write_bytes(root().pem)
    return tmp_path


@pytest.fixture
def office():
    return unit()


@pytest.fixture
def clerk(office):
    return sitting(Office.CLERK, unit=office)


@pytest.fixture
def paper(office, clerk):
    issuer = Issuer(f"unit:{office.pk}", office.name, "", "STN", "Thử Nghiệm")
    made = issued(issuer=issuer, template="papers/paper_plain.html", by=clerk)
    tasks.render(made.rendering.pk)
    made.rendering.refresh_from_db()
    return made


@pytest.fixture
def base(paper):
    """The bytes as issued."""
    return stored(paper.rendering)


@pytest.fixture
def send(client_of, clerk, paper):
    """`send(content)`: upload a file on the page of the paper; out: the text that comes back, after leading on."""
    client = client_of(clerk)

    def sent(content, level="signed", name="a.pdf", **more):
        body = {"level": level, "file": SimpleUploadedFile(name, content)} | more
        return client.post(f"/thu/{paper.pk}/?ban-ky=moi", body, follow=True).content.decode()

    return sent


def stored(row):
    """The bytes of a rendering or a copy."""
    with default_storage.open(row.name) as file:
        return file.read()
