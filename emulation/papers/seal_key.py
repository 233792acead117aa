"""Khóa niêm phong: whose key seals. In production a PKCS#12 file or a PKCS#11 token; else one made here on first use."""

import contextlib
import os
import secrets
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from pyhanko.sign.signers import SimpleSigner

NAME = "Niêm phong kỹ thuật, không phải chữ ký của cơ quan"
SINCE, UNTIL = datetime(2025, 1, 1, tzinfo=UTC), datetime(2049, 12, 31, tzinfo=UTC)


def signer():
    """Who seals, as pyHanko wants it; read once per process. Raises ImproperlyConfigured (a sentence) for a key it cannot use."""
    if settings.SEAL_TOKEN:
        return _of_token(settings.SEAL_TOKEN, settings.SEAL_PASSWORD)
    if settings.SEAL_KEY:
        return _of_file(Path(settings.SEAL_KEY), settings.SEAL_PASSWORD)
    return _of_file(_own_file(), "")


@cache
def _of_file(path, password):
    try:
        found = SimpleSigner.load_pkcs12_data(path.read_bytes(), [], password.encode() or None)
    except OSError as error:
        raise ImproperlyConfigured(f"Không đọc được khóa niêm phong {path.name}: {error.strerror}.") from error
    except ValueError as error:
        raise ImproperlyConfigured(f"Khóa niêm phong {path.name} không mở được bằng SEAL_PASSWORD.") from error
    return found


@cache
def _of_token(described, pin):
    """described: `module.so|label of the token|label of key and certificate`."""
    from pyhanko.config.pkcs11 import TokenCriteria  # noqa: PLC0415 - only who seals with a token needs its library
    from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session  # noqa: PLC0415

    module, token, label = described.split("|")
    session = open_pkcs11_session(module, token_criteria=TokenCriteria(label=token), user_pin=pin)
    # Hashed here: many tokens sign a hash but do not know ECDSA with SHA-256 as one operation.
    return PKCS11Signer(session, cert_label=label, key_label=label, use_raw_mechanism=True)


def _own_file():
    """The PKCS#12 file in the private folder, made if there is none yet: two that make it at once end up with one."""
    target = settings.HOME / "seal" / "key.p12"
    if not target.exists():
        target.parent.mkdir(mode=0o700, exist_ok=True)
        half = target.with_name(secrets.token_hex(8))
        with open(os.open(half, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "wb") as file:
            file.write(_new_key())
        with contextlib.suppress(FileExistsError):
            os.link(half, target)
        half.unlink()
    return target


def _new_key():
    """A P-256 key with a certificate that it signs itself. Out: bytes of a PKCS#12 file."""
    key = ec.generate_private_key(ec.SECP256R1())
    attributes = [x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)]
    if settings.HOUSE:
        attributes.append(x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, settings.HOUSE[:64]))
    name = x509.Name(attributes)
    made = x509.CertificateBuilder(
        issuer_name=name, subject_name=name, public_key=key.public_key(), serial_number=x509.random_serial_number(),
        not_valid_before=SINCE, not_valid_after=UNTIL,
    )  # fmt: skip
    use = x509.KeyUsage(
        digital_signature=True, content_commitment=True, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    made = made.add_extension(use, critical=True).add_extension(x509.BasicConstraints(False, None), critical=True)
    return pkcs12.serialize_key_and_certificates(b"seal", key, made.sign(key, hashes.SHA256()), None, NoEncryption())
