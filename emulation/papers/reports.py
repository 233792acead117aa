"""Hỏi và đáp: what a stranger may learn of a paper, and which stored files no longer match their hash."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from emulation.ui.dates import day

from . import documents, files
from .matching import Likeness
from .models import Copy, Level, Paper, PaperState, Rendering, Stage, Verdict, grouped

LOOK_UPS = 30  # a minute, from one network address


@dataclass(frozen=True)
class Answer:
    """What the verify page says. genuine: green; facts: [(label, text)]; signers: list of Signer; sha256 in groups of eight signs."""

    verdict: str
    sentence: str
    genuine: bool
    facts: list
    signers: list
    sha256: str


@dataclass(frozen=True)
class Signer:
    """Who signed. how: the level in words (documents.md §4.2); at: datetime or None; verdict: Verdict of a digital one."""

    who: str
    how: str
    at: datetime | None = None
    verdict: Verdict | None = None


def paper_of_code(code):
    """The paper that carries a code, however it is typed; a prepared one is nobody's yet. Out: Paper or None."""
    known = Paper.objects.select_related("rendering").exclude(state=PaperState.PREPARED)
    return known.filter(code=grouped(code).replace("-", "")).first()


def answer(paper, match=None):
    """What a stranger may know of a paper, and of the file that was compared with it (a Match). Out: Answer."""
    verdict, sentence, genuine = _verdict(paper)
    if match:
        verdict, sentence, genuine = _with_file(match, verdict, sentence, genuine)
    number = [(_("Số, ký hiệu"), paper.symbol_text)] if paper.symbol_text else []
    dated = [(_("Ngày"), day(paper.dated))] if paper.dated else []
    facts = [
        (_("Tên văn bản"), paper.title),
        *number,
        *dated,
        (_("Nơi phát hành"), _issuer(paper)),
        (_("Bản"), _revision(paper)),
    ]
    told = [(str(label), str(text)) for label, text in paper.data.get("verify", [])]
    sha256 = paper.rendering.sha256
    in_eights = " ".join(sha256[i : i + 8] for i in range(0, len(sha256), 8))
    return Answer(verdict, sentence, genuine, facts + told, signers(paper), in_eights)


def signers(paper):
    """Who signed, in the system, digitally, by hand: as printed on the paper and as found in its copies. Out: list of Signer."""
    return [*_confirmed(paper), *_digital(paper), *_by_hand(paper)]


def _confirmed(paper):
    for one in documents.signatures(paper):
        if one["at"]:
            who = ", ".join(filter(None, [one["name"], *one["lines"], one["unit"]]))
            yield Signer(who, _("Đã xác nhận trên hệ thống"), parse_datetime(one["at"]))


def _digital(paper):
    newest = paper.copies.filter(level=Level.SIGNED, extended_by=None).first()
    for finding in newest.findings if newest else ():
        at = finding["at"] and parse_datetime(finding["at"])
        yield Signer(finding["subject"], _("Đã ký số, đã kiểm tra"), at, Verdict(finding["verdict"]))


def _by_hand(paper):
    for scan in paper.copies.standing().filter(level=Level.SCAN):
        yield Signer(scan.signers, _("Ký tay trên giấy, có bản quét"))


def too_often(request):
    """Whether this network address asked more than LOOK_UPS times in the running minute."""
    key = f"verify:{_address(request)}:{request.at:%H%M}"
    cache.add(key, 0, timeout=90)
    return cache.incr(key) > LOOK_UPS


def kept_files():
    """Every stored file that must match its hash: issued papers and packs, then signed copies. Out: iterator of Rendering and Copy."""
    yield from Rendering.objects.filter(stage=Stage.DONE).select_related("paper", "pack").order_by("pk").iterator()
    yield from Copy.objects.select_related("paper").iterator()


def broken_files():
    """Stored files that are gone or no longer match their hash. Out: iterator of (Rendering or Copy, sentence)."""
    for kept in kept_files():
        try:
            same = files.digest_of(kept.name) == kept.sha256
        except OSError:
            yield kept, _("không còn tệp")
        else:
            if not same:
                yield kept, _("tệp không khớp mã SHA-256")


def stray_files():
    """Stored files that no row names: of a worker killed before it could say what it stored, or just being stored. Out: sorted list of str."""
    found = set(files.stored())
    return sorted(found - {kept.name for kept in kept_files()})


def _verdict(paper):
    code = _("Mã %(code)s khớp với bản lưu của nơi phát hành.") % {"code": paper.code_text}
    if paper.state == PaperState.RECALLED:
        return _("Văn bản đã bị thu hồi"), _("Mã có thật, nhưng văn bản không còn hiệu lực."), False
    if paper.state == PaperState.REPLACED:
        new = {"revision": paper.revision + 1, "day": day(paper.replaced_by.issued_at)}
        return _("Bản này đã được thay"), _("Đã thay bằng bản %(revision)s ngày %(day)s: xem bản mới.") % new, False
    if paper.state == PaperState.VOIDED:
        return _("Số này đã hủy"), _("Mã có thật, nhưng không có văn bản nào được phát hành."), False
    if paper.watermark:
        return _("Văn bản thật, nhưng là %(mark)s") % {"mark": paper.watermark.lower()}, code, False
    return _("✓ Văn bản thật, còn hiệu lực"), code, True


def _with_file(match, verdict, sentence, genuine):
    """The verdict on the paper, said of the file that was dropped: only what is kept here byte for byte stays green."""
    if match.likeness == Likeness.EXTENDED:
        return _("Tệp có phần thêm vào sau"), _(
            "Tệp bắt đầu đúng bằng bản lưu, nhưng sau đó có người thêm vào (có thể là chữ ký số). Nơi này không biết và không xác nhận phần thêm."
        ), False  # fmt: skip
    if match.likeness == Likeness.WITHDRAWN:
        return (
            _("Bản quét đã rút"),
            _("Tệp giống từng byte với một bản quét mà nơi phát hành đã rút vì tải lên nhầm."),
            False,
        )
    told = {
        Likeness.ISSUED: _("Tệp giống từng byte với bản lưu."),
        Likeness.SIGNED: _("Tệp giống từng byte với bản đã ký số lưu ở đây."),
        Likeness.SCAN: _("Tệp giống từng byte với bản quét lưu ở đây; bản quét không có giá trị như bản gốc điện tử."),
    }[match.likeness]
    if match.copy and match.copy.verdict == Verdict.INVALID:
        return _("Chữ ký số không hợp lệ"), told, False
    if genuine and match.likeness == Likeness.SCAN:
        return _("Bản quét của văn bản thật"), told, False
    return verdict, f"{sentence} {told}", genuine


def _issuer(paper):
    return ", ".join(filter(None, [paper.issuer["name"], paper.issuer["parent_name"]]))


def _revision(paper):
    here = {"revision": paper.revision, "reason": paper.correction}
    if paper.state == PaperState.ISSUED and paper.revision == 1:
        return _("Bản 1, chưa bị thay thế hay thu hồi")
    if paper.revision == 1:
        return _("Bản 1")
    return _("Bản %(revision)s, thay bản trước. Lý do: %(reason)s") % here


def _address(request):
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return forwarded.split(",")[-1].strip() or request.META.get("REMOTE_ADDR", "")
