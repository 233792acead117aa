"""Người soát: reads a file that somebody sent, in a process of its own, because nobody knows what is in it.

    python examiner.py signed FOLDER ISSUED BASE < file.pdf
    python examiner.py scan KIND < file

FOLDER: trusted certificates (.pem, .crt, .cer, .der) and lists of revoked ones (.crl). ISSUED: how many of the first bytes this house
issued. BASE: how many were there before, with the signatures that were accepted earlier. KIND: pdf, jpg, png. Answers with
JSON: a list of signatures, the seal left out (of a scan: an empty one), or {"error": word}. Nothing is fetched from the
network. Words become sentences in signatures.py.
"""

import io
import json
import resource
import sys
from pathlib import Path

from asn1crypto import pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, DiffResult, ModificationLevel
from pyhanko.sign.validation import KeyUsageConstraints, SignatureCoverageLevel, validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator import ValidationContext

MOST_SIGNATURES = 100
CERTIFICATES = (".pem", ".crt", ".cer", ".der")
MEMORY, SECONDS = 2**30, 30
# Either bit will do: certificates of public authorities often lack non-repudiation, which pyHanko asks for by itself.
FOR_SIGNING = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)
REVOKED = (AdESIndeterminate.REVOKED_NO_POE, AdESIndeterminate.REVOKED_CA_NO_POE)
VALID, INVALID, UNKNOWN = "valid", "invalid", "unknown"


def examine(content, folder, issued, base):
    """Everything said of the signatures in `content`. Out: list of dicts, or {"error": word}."""
    reader = PdfFileReader(io.BytesIO(content), strict=False)
    signatures = [s for s in reader.embedded_regular_signatures if end_of(s) > issued]
    if not any(end_of(s) > base for s in signatures):
        return {"error": "unsigned"}
    if len(signatures) > MOST_SIGNATURES:
        return {"error": "too_many"}
    if not only_signatures_were_added(reader, content[:base]):
        return {"error": "content_changed"}
    trust = Trust(folder)
    return [finding(s, trust, fresh=end_of(s) > base) for s in signatures]


def look(content, kind):
    """Whether a scan shows anything: a PDF has a page, a picture can be unpacked. Out: [] or {"error": word}."""
    if kind == "pdf":
        pages = int(PdfFileReader(io.BytesIO(content), strict=False).root["/Pages"]["/Count"])
        return [] if pages > 0 else {"error": "unreadable"}
    from PIL import Image  # noqa: PLC0415 - not needed for signatures

    with Image.open(io.BytesIO(content)) as picture:
        picture.load()
    return []


def end_of(signature):
    """Where the bytes end that a signature covers."""
    return int(signature.byte_range[2]) + int(signature.byte_range[3])


def only_signatures_were_added(reader, base):
    """Whether everything after `base` (bytes) is signing, filling in or keeping signatures checkable."""
    before = PdfFileReader(io.BytesIO(base), strict=False).xrefs.total_revisions
    change = DEFAULT_DIFF_POLICY.review_file(reader, before - 1)
    return isinstance(change, DiffResult) and change.modification_level <= ModificationLevel.FORM_FILLING


class Trust:
    """The trusted certificates and the lists of revoked ones in a folder; a folder that is missing holds none."""

    def __init__(self, folder):
        files = sorted(folder.iterdir()) if folder.is_dir() else []
        self.revoked = [der for p in files if p.suffix == ".crl" for der in unwrapped(p)]
        self.roots = [x509.Certificate.load(der) for p in files if p.suffix in CERTIFICATES for der in unwrapped(p)]

    def at(self, moment=None):
        """A fresh context: pyHanko keeps in it what it has met. moment: aware datetime, None for now."""
        return ValidationContext(
            trust_roots=self.roots, crls=self.revoked, moment=moment, allow_fetching=False, retroactive_revinfo=True
        )


def unwrapped(path):
    """The DER inside a PEM or DER file, which may hold several. Out: list of bytes."""
    content = path.read_bytes()
    return [der for _kind, _headers, der in pem.unarmor(content, multiple=True)] if pem.detect(content) else [content]


def finding(signature, trust, fresh):
    """One signature. An old one was compared with what follows it when it came; it is again only if it forbids changes."""
    cert = signature.signer_cert
    told = {
        "subject": name_of(cert.subject), "issuer": name_of(cert.issuer), "serial": f"{cert.serial_number:x}",
        "since": cert.not_valid_before.isoformat(), "until": cert.not_valid_after.isoformat(), "fresh": fresh,
    }  # fmt: skip
    binding = signature.docmdp_level is not None or signature.fieldmdp is not None
    try:
        return told | judged_now(signature, trust, skip_diff=not (fresh or binding))
    except (SignatureValidationError, ValueError):
        return told | {"verdict": INVALID, "why": "broken", "at": "", "stamped": False, "covers": ""}


def judged_now(signature, trust, skip_diff):
    """Verdict, why, hour and what is covered. With a trusted time stamp the certificate is judged at that hour."""
    status = checked(signature, trust.at(), skip_diff)
    stamp = status.timestamp_validity
    stamped = bool(stamp and stamp.valid and stamp.intact and stamp.trusted)
    if stamped and not status.bottom_line:
        status = checked(signature, trust.at(stamp.timestamp), skip_diff)
    at = stamp.timestamp if stamped else status.signer_reported_dt
    verdict, why = judged(status, at, stamped)
    covers = "file" if status.coverage == SignatureCoverageLevel.ENTIRE_FILE else "revision"
    return {"verdict": verdict, "why": why, "at": at.isoformat() if at else "", "stamped": stamped, "covers": covers}


def checked(signature, context, skip_diff):
    return validate_pdf_signature(signature, context, key_usage_settings=FOR_SIGNING, skip_diff=skip_diff)


def judged(status, at, stamped):
    """A verdict and a word why. What cannot be traced to a trusted root is unknown, never invalid."""
    cert = status.signing_cert
    in_time = at is None or cert.not_valid_before <= at <= cert.not_valid_after
    if not (status.intact and status.valid):
        return INVALID, "broken"
    if status.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        return INVALID, "covers_part"
    if status.docmdp_ok is False and status.modification_level is not None:
        return INVALID, "changed_after"
    if status.trust_problem_indic in REVOKED:
        return INVALID, "revoked"
    if not in_time:
        return INVALID, "out_of_time"
    if status.bottom_line:
        return VALID, ""
    expired = status.validation_time and not stamped and cert.not_valid_after < status.validation_time
    return UNKNOWN, "expired_since" if expired else "no_trusted_root"


def name_of(name):
    """A name on a certificate as people write it: common name, organisation."""
    told = name.native
    parts = [told.get("common_name"), told.get("organization_name")]
    return ", ".join(p if isinstance(p, str) else p[0] for p in parts if p) or name.human_friendly


def main(what, *given):
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    content = sys.stdin.buffer.read()
    try:
        if what == "scan":
            answer = look(content, *given)
        else:
            folder, issued, base = given
            answer = examine(content, Path(folder), int(issued), int(base))
    except Exception:
        answer = {"error": "unreadable"}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
