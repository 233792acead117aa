"""Bộ chứng cứ của một văn bản: what a court or an inspector can check years later without this house.

A zip of `van-ban.pdf` (as issued), the signed copies, `chung-cu.json` and `niem-phong.sig`, the signature of the seal's key
over exactly the bytes of `chung-cu.json`. docs/verify_bundle.py checks all of it offline, with nothing but Python.
The journal is shown only where it speaks of this paper: entries of others stay out, so that gaps between numbers remain.
"""

import base64
import hashlib
import io
import json
import re
from dataclasses import dataclass
from datetime import datetime
from zipfile import ZipFile, ZipInfo

from django.conf import settings
from django.urls import reverse

from emulation.journal.chain import canonical
from emulation.journal.models import Entry

from . import files

FORM = 1
PAPER, FACTS, SEAL = "van-ban.pdf", "chung-cu.json", "niem-phong.sig"
CONTENTS = re.compile(rb"/ByteRange\s*\[\s*0\s+(\d+)\s+(\d+)\s+\d+\s*\]")


@dataclass(frozen=True)
class Told:
    """What the room that filed the paper adds. subjects: rows whose entries concern the paper; signatures: list of dict, each
    with `entry` (number in the paper's stream of the entry that made it), `signer`, `signer_name`, `signed_at` and the other
    fields of documents.md §4.3; a field that the entry's detail has too is called what it is called there. papers: other
    papers whose files belong to it, e.g. the text that was read before signing.
    """

    subjects: tuple = ()
    papers: tuple = ()
    signatures: tuple = ()


def bundle(paper, told, *, at):
    """The zip of an issued paper whose file is made. In: what the upper room adds (Told); the hour. Out: bytes."""
    issued = files.read(paper.rendering.name)
    copies = list(paper.copies.select_related("withdrawal"))
    facts = canonical(_facts(paper, issued, copies, told, at))
    members = {PAPER: issued, FACTS: facts, SEAL: _sealed(facts)}
    members |= {_file_of(other): files.read(other.rendering.name) for other in told.papers}
    return packed(members | {copy.file_name: files.read(copy.name) for copy in copies})


def packed(members):
    """A zip in one form only, so that a changed bit anywhere in it can be found. In: {name: bytes}. Out: bytes."""
    out = io.BytesIO()
    with ZipFile(out, "w") as zipped:
        for name in sorted(members):
            entry = ZipInfo(name)
            entry.create_system, entry.external_attr = 3, 0o100600 << 16
            zipped.writestr(entry, members[name])
    return out.getvalue()


def _facts(paper, issued, copies, told, at):
    entries = _entries(paper, [paper, *copies, *told.papers, *told.subjects])
    return {
        "form": FORM, "made_at": at, "paper": _paper(paper), "journal": {"stream": paper.stream, "entries": entries},
        "pdf": {"file": PAPER, "sha256": hashlib.sha256(issued).hexdigest(), "size": len(issued), "seal": _seal_of(issued)},
        "papers": [{"file": _file_of(p), "sha256": p.rendering.sha256, "title": p.title, "code": p.code_text} for p in told.papers],
        "copies": [_copy(c) for c in copies],
        "signatures": [_signature(s, paper, entries) for s in told.signatures],
        "verify": {"code": paper.code_text, "url": settings.PUBLIC_URL + reverse("papers:one", args=[paper.code_text])},
        "seal": _certificate(),
    }  # fmt: skip


def _paper(paper):
    plain = ("kind", "title", "template", "letterhead", "issuer_key", "issuer", "dated", "watermark", "revision", "correction", "state", "issued_at")  # fmt: skip
    facts = {name: getattr(paper, name) for name in plain}
    data = {"data": paper.data, "data_sha256": hashlib.sha256(canonical(paper.data)).hexdigest()}
    subject = [paper._meta.label_lower, paper.pk]
    return facts | data | {"number": paper.symbol_text, "issued_by": paper.issued_by_id, "subject": subject}


def _file_of(other):
    return f"{other.code_text}.pdf"


def _copy(copy):
    plain = ("level", "sha256", "size", "signers", "verdict", "findings", "checked_at", "added_at")
    withdrawn = copy.withdrawal.withdrawn_at if hasattr(copy, "withdrawal") else None
    facts = {"file": copy.file_name, "added_by": copy.added_by_id, "withdrawn_at": withdrawn}
    return facts | {name: getattr(copy, name) for name in plain}


def _entries(paper, subjects):
    """The entries of the paper's stream about these rows, by number, each with the bytes that were hashed. Out: list of dict."""
    found = {}
    for kind in {s._meta.label_lower for s in subjects}:
        ids = [s.pk for s in subjects if s._meta.label_lower == kind]
        rows = Entry.objects.filter(stream__name=paper.stream, subject_type=kind, subject_id__in=ids)
        found |= {row.number: row for row in rows.readable()}
    return [_entry(found[number]) for number in sorted(found)]


def _entry(row):
    note = row.particulars
    return {
        "number": row.number, "body": bytes(row.body).decode(), "digest": row.digest,
        "particulars": {"salt": note.salt, "name": note.name, "note": note.note, "blanked": note.blanked_at is not None},
    }  # fmt: skip


def _signature(facts, paper, entries):
    """A signature with what binds it: the document, its entry and the one before (documents.md §4.3)."""
    entry = next(e for e in entries if e["number"] == facts["entry"])
    told = json.loads(entry["body"])
    hour = facts["signed_at"].astimezone(datetime.fromisoformat(told["at"]).tzinfo)  # written as the journal writes it
    issued = {
        "code": paper.code_text, "revision": paper.revision, "pdf_sha256": paper.rendering.sha256,
        "data_sha256": hashlib.sha256(canonical(paper.data)).hexdigest(),
    }  # fmt: skip
    bound = {"digest": entry["digest"], "previous": told["previous"], "issued": issued}
    return {**facts, "signed_at": hour, **bound}


def _seal_of(issued):
    """SHA-256 of the certificate that sealed the file; "" for a paper from before papers were sealed."""
    from asn1crypto.cms import ContentInfo  # noqa: PLC0415 - as in _sealed

    place = CONTENTS.search(issued)
    if place is None:
        return ""
    begin, end = (int(n) for n in place.groups())
    signed = ContentInfo.load(bytes.fromhex(issued[begin + 1 : end - 1].decode()))["content"]
    signer = signed["signer_infos"][0]["sid"].chosen["serial_number"].native
    certificates = [c.chosen for c in signed["certificates"]]
    return next(hashlib.sha256(c.dump()).hexdigest() for c in certificates if c.serial_number == signer)


def _certificate():
    from . import seal_key  # noqa: PLC0415 - as in _sealed

    content = seal_key.signer().signing_cert.dump()
    return {"certificate": base64.b64encode(content).decode(), "sha256": hashlib.sha256(content).hexdigest()}


def _sealed(content):
    from .seal import signature_over  # noqa: PLC0415 - loads pyHanko, which few requests need

    return signature_over(content)
