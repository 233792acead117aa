"""Niêm phong kỹ thuật: every file this house issues is sealed once, between rendering and storing. Not the agency's signature.

PAdES (ETSI.CAdES.detached), invisible. The seal shows that not a byte has changed since; who issued and who signed is
told by the paper itself and by the verify page.
"""

import asyncio
import io
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from urllib.request import Request, urlopen

from asn1crypto.tsp import TimeStampResp
from django.conf import settings
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError

from . import seal_key
from .seal_field import FIELD

PATIENCE = 10  # seconds for the time-stamping service
LARGEST_REPLY = 100_000


class NoTimeStamp(OSError):
    """The time-stamping service did not answer, or not as it should: another try later, the paper is not lost."""


def sealed(content):
    """Seal a rendered paper. In: bytes of a PDF with the field of `seal_field`. Out: bytes that begin with them.

    Raises NoTimeStamp when a time-stamping service is configured and does not stamp.
    """
    return apart(_sealed, content)


def signature_over(content):
    """The signature of the seal's key (SHA-256; ECDSA, or RSA with PKCS #1 v1.5) over any bytes. Out: bytes."""
    return apart(lambda: asyncio.run(seal_key.signer().async_sign_raw(content, "sha256")))


def apart(work, *given):
    """Do `work` in a thread of its own: pyHanko starts an event loop, which a thread that runs one already refuses."""
    with ThreadPoolExecutor(1) as other:
        return other.submit(work, *given).result()


def _sealed(content):
    told = PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, reason=seal_key.NAME
    )
    stamper = _stamper(settings.SEAL_TSA) if settings.SEAL_TSA else None
    try:
        out = PdfSigner(told, seal_key.signer(), timestamper=stamper).sign_pdf(
            _Update(io.BytesIO(content)), existing_fields_only=True
        )
    except TimestampRequestError as error:
        raise NoTimeStamp(str(error)) from error
    return out.getvalue()


@cache
def _stamper(address):
    return Stamper(address)  # kept, because the first stamp of each is asked for only to learn its size


class _Update(IncrementalPdfFileWriter):
    """An incremental update that leaves the metadata alone: written anew they would lose what PDF/UA asks of them."""

    def _update_meta(self):
        self.update_root()


class Stamper(TimeStamper):
    """Dấu thời gian RFC 3161, asked of `address` over HTTP."""

    def __init__(self, address):
        super().__init__()
        self.address = address

    async def async_request_tsa_response(self, req):
        """Send one request, read one reply. Raises NoTimeStamp."""
        question = Request(  # noqa: S310 - the address is a setting of the operator
            self.address, req.dump(), {"Content-Type": "application/timestamp-query"}
        )
        try:
            with urlopen(question, timeout=PATIENCE) as reply:  # noqa: S310
                stamp = TimeStampResp.load(reply.read(LARGEST_REPLY))
            stamp.native  # noqa: B018 - reads all of it, which otherwise fails later and elsewhere
            return stamp
        except (OSError, ValueError) as error:
            raise NoTimeStamp(f"{self.address}: {error}") from error
