"""How entries are chained and anchored, and how both are checked."""

import hashlib
import json
import secrets
from datetime import datetime

from django.core.serializers.json import DjangoJSONEncoder

from .models import Anchor, Entry, Particulars, Stream


def sha256(*parts):
    return hashlib.sha256(b"".join(p if isinstance(p, bytes) else p.encode() for p in parts)).hexdigest()


def canonical(value):
    """The one byte form of a JSON value: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def bind(salt, name, note):
    """The salted hash by which an entry holds its particulars without containing them."""
    return sha256(salt, canonical([name, note]))


def append(pending):
    """Chain the gathered entries, stream by stream in the order of names. Last statement of the outermost act."""
    for name in sorted({p.stream for p in pending}):
        stream, _new = Stream.objects.select_for_update(no_key=True).get_or_create(name=name)
        for p in (p for p in pending if p.stream == name):
            _append_one(stream, p)
        stream.save()


def _append_one(stream, p):
    salt = secrets.token_hex(16)
    stream.length += 1
    subject_type, subject_id = p.subject._meta.label_lower, p.subject.pk
    body = canonical(
        {
            "stream": stream.name, "number": stream.length, "at": p.at, "by": p.by.pk, "label": str(p.label),
            "subject": [subject_type, subject_id], "before": p.before, "after": p.after, "detail": p.detail,
            "particulars": bind(salt, p.by.full_name, p.note), "previous": stream.head,
        }
    )  # fmt: skip
    stream.head = sha256(body)
    entry = Entry.objects.create(
        stream=stream, number=stream.length, at=p.at, by=p.by, label=str(p.label), subject_type=subject_type,
        subject_id=subject_id, before=p.before, after=p.after, body=body, digest=stream.head,
    )  # fmt: skip
    Particulars.objects.create(entry=entry, salt=salt, name=p.by.full_name, note=p.note)


def first_broken(stream):
    """The first entry whose hash, number, columns or particulars do not hold; None if the stream verifies.

    Out: (number, sentence) or None.
    """
    previous, expected = "", 0
    for entry in stream.entries.select_related("particulars").order_by("number").iterator():
        expected += 1
        problem = _problem_of(entry, expected, previous)
        if problem:
            return expected, problem
        previous = entry.digest
    if stream.length > expected:
        return expected + 1, f"mất dòng ở cuối, từ dòng số {expected + 1} đến {stream.length}"
    if (stream.length, stream.head) != (expected, previous):
        return expected, f"dòng số {expected} không khớp mốc cuối của dòng nhật ký"
    return None


def _problem_of(entry, expected, previous):
    """A sentence, or "" when the entry is what was written after `previous`."""
    body = bytes(entry.body)
    if entry.number != expected:
        return f"thiếu hoặc lẫn dòng số {expected}"
    if sha256(body) != entry.digest:
        return f"dòng số {expected} không khớp mã băm"
    told = json.loads(body)
    if (told["number"], told["previous"], told["stream"]) != (expected, previous, entry.stream.name):
        return f"dòng số {expected} không nối với dòng trước"
    if _columns(entry) != [told[name] for name in ("label", "by", "subject", "before", "after", "at")]:
        return f"dòng số {expected} đã bị sửa cột"
    if not _holds(getattr(entry, "particulars", None), told["particulars"]):
        return f"phần người ghi của dòng số {expected} đã bị sửa hoặc bỏ"
    return ""


def _columns(entry):
    at = entry.at.astimezone(datetime.fromisoformat(json.loads(bytes(entry.body))["at"]).tzinfo)
    subject = [entry.subject_type, entry.subject_id]
    return [entry.label, entry.by_id, subject, entry.before, entry.after, json.loads(canonical(at))]


def _holds(particulars, bound):
    """Whether name and note are those that were bound, or blanked: then both are empty."""
    if particulars is None:
        return False
    if particulars.blanked_at is not None:
        return particulars.name == particulars.note == ""
    return bind(particulars.salt, particulars.name, particulars.note) == bound


# --- anchors ------------------------------------------------------------------------------------
def anchor(day):
    """Mốc neo của một ngày: one hash over the heads of all streams and the anchor before it. A day has one; asking again gives it back."""
    known = Anchor.objects.filter(day=day).first()
    if known:
        return known
    rows = Stream.objects.filter(length__gt=0).values_list("name", "length", "head")
    heads = {name: [length, head] for name, length, head in rows}
    before = Anchor.objects.filter(day__lt=day).order_by("day").last()
    return Anchor.objects.create(day=day, heads=heads, digest=_anchor_digest(day, heads, before))


def first_broken_anchor():
    """The first anchor that does not hold, or whose heads are no longer in their streams; None if all do. Out: (day, sentence)."""
    before = None
    for mark in Anchor.objects.order_by("day"):
        if mark.digest != _anchor_digest(mark.day, mark.heads, before):
            return mark.day, "mốc neo không khớp mã băm"
        for name in sorted(_unknown_heads(mark.heads)):
            return mark.day, f"dòng nhật ký {name} không còn mốc đã neo ngày này"
        before = mark
    return None


def _anchor_digest(day, heads, before):
    return sha256(canonical({"day": day, "heads": heads, "previous": before.digest if before else ""}))


def _unknown_heads(heads):
    """Names of streams in which the anchored entry is missing or another one."""
    digests = [head for _length, head in heads.values()]
    found = Entry.objects.filter(digest__in=digests).values_list("stream__name", "number", "digest")
    return {name for name, (length, head) in heads.items() if (name, length, head) not in set(found)}
