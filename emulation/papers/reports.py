"""Hỏi và đáp: what a stranger may learn of a paper, and which stored files no longer match their hash."""

from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext as _

from emulation.ui.dates import day

from . import files
from .models import Copy, Paper, PaperState, Rendering, Stage, grouped

LOOK_UPS = 30  # a minute, from one network address


@dataclass(frozen=True)
class Answer:
    """What the verify page says. genuine: green; facts: [(label, text)]; sha256 in groups of eight signs."""

    verdict: str
    sentence: str
    genuine: bool
    facts: list
    sha256: str


def paper_of_code(code):
    """The paper that carries a code, however it is typed. Out: Paper or None."""
    return Paper.objects.select_related("rendering").filter(code=grouped(code).replace("-", "")).first()


def paper_of_file(file):
    """The paper whose stored bytes are exactly these. The file is read once and kept nowhere. Out: Paper or None."""
    digest = files.digest_of_stream(file)
    found = Rendering.objects.filter(stage=Stage.DONE, sha256=digest).select_related("paper").first()
    return found and found.paper


def answer(paper):
    """What a stranger may know of a paper. Out: Answer."""
    verdict, sentence, genuine = _verdict(paper)
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
    return Answer(
        verdict, sentence, genuine, facts + told, " ".join(sha256[i : i + 8] for i in range(0, len(sha256), 8))
    )


def too_often(request):
    """Whether this network address asked more than LOOK_UPS times in the running minute."""
    key = f"verify:{_address(request)}:{request.at:%H%M}"
    cache.add(key, 0, timeout=90)
    return cache.incr(key) > LOOK_UPS


def kept_files():
    """Every stored file that must match its hash: issued papers, then signed copies. Out: iterator of Rendering and Copy."""
    yield from Rendering.objects.filter(stage=Stage.DONE).select_related("paper").order_by("pk").iterator()
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


def _verdict(paper):
    code = _("Mã %(code)s khớp với bản lưu của nơi phát hành.") % {"code": paper.code_text}
    if paper.state == PaperState.RECALLED:
        return _("Văn bản đã bị thu hồi"), _("Mã có thật, nhưng văn bản không còn hiệu lực."), False
    if paper.state == PaperState.REPLACED:
        new = {"revision": paper.revision + 1, "day": day(paper.replaced_by.issued_at)}
        return _("Bản này đã được thay"), _("Đã thay bằng bản %(revision)s ngày %(day)s: xem bản mới.") % new, False
    if paper.watermark:
        return _("Văn bản thật, nhưng là %(mark)s") % {"mark": paper.watermark.lower()}, code, False
    return _("✓ Văn bản thật, còn hiệu lực"), code, True


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
