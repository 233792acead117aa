"""Builder words: a certificate authority, signers with keys of both kinds, a signed copy as an outside tool makes it, a time stamp service."""

import datetime as dt
import io
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from emulation.papers.seal import apart

TODAY = dt.datetime.now(dt.UTC)
KINDS = {"rsa": lambda: rsa.generate_private_key(65537, 2048), "ec": lambda: ec.generate_private_key(ec.SECP256R1())}


class Holder:
    """Somebody with a key and a certificate. `cert`, `key` as cryptography has them."""

    def __init__(self, name, issuer=None, kind="ec", days=(-30, 365), ca=False, use=None, more=()):
        self.key, subject = KINDS[kind](), x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
        since, until = (TODAY + dt.timedelta(days=n) for n in days)
        made = x509.CertificateBuilder(
            issuer.cert.subject if issuer else subject, subject, self.key.public_key(), x509.random_serial_number(), since, until
        )  # fmt: skip
        made = made.add_extension(x509.BasicConstraints(ca, None), critical=True)
        made = made.add_extension(x509.KeyUsage(not ca, not ca, *[False] * 3, ca, ca, False, False), critical=True)
        if use:
            made = made.add_extension(x509.ExtendedKeyUsage([use]), critical=True)
        for extension in more:
            made = made.add_extension(extension, critical=False)
        self.cert = made.sign(issuer.key if issuer else self.key, hashes.SHA256())

    @property
    def pem(self):
        return self.cert.public_bytes(serialization.Encoding.PEM)

    @property
    def asn1(self):
        """Certificate and private key as pyHanko wants them."""
        secret = self.key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return asn1.Certificate.load(self.cert.public_bytes(serialization.Encoding.DER)), keys.PrivateKeyInfo.load(
            secret
        )


@cache
def root():
    """The authority that the tests' settings trust. Out: Holder."""
    return Holder("Cơ quan chứng thực để kiểm thử", kind="rsa", days=(-3650, 3650), ca=True)


@cache
def head(name="Thủ trưởng đơn vị 1", kind="ec", **kept):
    """A head whose certificate the authority issued. Out: Holder."""
    return Holder(name, root(), kind, **kept)


def signed(content, by, field=None, **kept):
    """The file as a signing tool of `by` (Holder) saves it: one more signature, appended. Out: bytes."""
    return apart(_signed, content, by, field or f"ChuKy{len(content)}", kept)


def _signed(content, by, field, kept):
    cert, key = by.asn1
    signer = SimpleSigner(signing_cert=cert, signing_key=key, cert_registry=SimpleCertificateStore())
    told = PdfSignatureMetadata(field_name=field, md_algorithm="sha256", **kept.pop("told", {}))
    place = SigFieldSpec(field, box=(100, 100, 200, 140))
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    return PdfSigner(told, signer, new_field_spec=place, **kept).sign_pdf(writer).getvalue()


@cache
def stamper():
    """A time-stamping authority below the root. Out: DummyTimeStamper."""
    cert, key = Holder("Dịch vụ dấu thời gian", root(), "rsa", use=x509.ExtendedKeyUsageOID.TIME_STAMPING).asn1
    return DummyTimeStamper(cert, key)


@contextmanager
def stamp_service(answers=lambda request: stamper().request_tsa_response(request).dump()):
    """An RFC 3161 service on this machine; `answers`: from a TimeStampReq to bytes. Out: its address."""

    class Door(BaseHTTPRequestHandler):
        def do_POST(self):
            reply = answers(tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(reply)

        def log_message(self, *told):
            pass

    server = HTTPServer(("127.0.0.1", 0), Door)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
