"""Nhận bản ký số, bản quét: the acts. A digital copy continues the issued file, or the digital copy before it, byte for byte."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emulation.journal.steps import Record, Refused, other_hands
from emulation.ui import uploads

from . import files, signatures
from .models import Copy, Level, PaperState, Stage, Verdict, Withdrawal

# The predicates of these permissions, and of papers.vouch, are added by blocs.years, which knows whose paper it is.
ADD = Record(gettext_lazy("Nhận bản đã ký"), "papers.add_copy")
RECHECK = Record(gettext_lazy("Kiểm tra lại chữ ký số"), "papers.add_copy")
WITHDRAW = Record(gettext_lazy("Rút bản quét"), "papers.withdraw_copy", reason=True)
KINDS = {Level.SIGNED: {"pdf"}, Level.SCAN: {"pdf", "jpg", "png"}}


def add(paper, *, level, file, signers="", by, at):
    """Nhận một bản đã ký. file: as uploaded; signers: who signed by hand (scans only). Out: Copy.

    Raises Refused (state, or somebody was faster), ValidationError (the file; a list of findings in its `params` when
    signatures are invalid), PermissionDenied.
    """
    _refuse_strangers(by, paper)
    _refuse_unless_signable(paper)
    kind, digest = uploads.check(file, KINDS[level])
    content, before = file.read(), latest(paper)
    findings = _examined(paper, before, content, by) if level == Level.SIGNED else _looked_at(content, kind)
    name, _digest = files.store(content, paper.issued_at, kind)
    with ADD.on(paper, by=by, at=at) as act:
        _refuse_unless_signable(paper)
        if level == Level.SIGNED and latest(paper) != before:
            raise Refused(_("Vừa có người khác tải bản đã ký lên. Tải bản ấy về, ký tiếp vào đó rồi tải lên lại."))
        if digest == paper.rendering.sha256 or paper.copies.filter(sha256=digest).exists():
            raise Refused(_("Tệp này đã có ở văn bản rồi."))
        act.subject = Copy.objects.create(
            paper=paper, level=level, kind=kind, name=name, sha256=digest, size=len(content), added_by=by, added_at=at,
            **_judged(findings, before, at) if level == Level.SIGNED else {"signers": signers},
        )  # fmt: skip
        act.detail = {"paper": paper.pk, "level": level, "sha256": digest, "size": len(content)} | _told(findings)
    return act.subject


def recheck(copy, *, by, at):
    """Kiểm tra lại chữ ký của một bản, e.g. after another root was trusted or a list of revoked certificates came."""
    _refuse_strangers(by, copy.paper)
    content, issued = files.read(copy.name), files.read(copy.paper.rendering.name)
    findings = signatures.examine(content, issued, files.read(copy.extends.name) if copy.extends else issued)
    with RECHECK.on(copy.paper, by=by, at=at) as act:
        act.subject = copy
        copy.verdict, copy.findings, copy.checked_at = signatures.verdict_of(findings), findings, at
        copy.save(update_fields=["verdict", "findings", "checked_at"])
        act.detail = {"paper": copy.paper_id, "sha256": copy.sha256} | _told(findings)


def withdraw(copy, *, reason, by, at):
    """Rút một bản quét tải lên nhầm: it stays as it came, marked, and nobody is told any more that the paper was signed so.

    Raises Refused for a digital copy (the next signer continues it) and for one that was withdrawn before.
    """
    with WITHDRAW.on(copy, by=by, at=at, note=reason) as act:
        if copy.level != Level.SCAN:
            raise Refused(_("Chỉ rút được bản quét; bản đã ký số thì người sau ký nối tiếp."))
        if before := Withdrawal.objects.filter(copy=copy).first():
            raise Refused(_("Bản quét này đã rút rồi: %(reason)s") % {"reason": before.reason})
        Withdrawal.objects.create(copy=copy, reason=reason, withdrawn_by=by, withdrawn_at=at)
        act.detail = {"paper": copy.paper_id, "sha256": copy.sha256}


def latest(paper):
    """The digital copy that the next signer continues. Out: Copy or None: then it is the issued file itself."""
    return paper.copies.filter(level=Level.SIGNED, extended_by=None).first()


def _examined(paper, before, content, by):
    issued = files.read(paper.rendering.name)
    findings = signatures.examine(content, issued, files.read(before.name) if before else issued)
    if signatures.verdict_of(findings) == Verdict.INVALID:
        raise ValidationError(_("Có chữ ký không hợp lệ, nên không nhận tệp này."), params={"findings": findings})
    strange = any(f["fresh"] and f["verdict"] == Verdict.UNKNOWN for f in findings)
    if strange and not by.has_perm("papers.vouch", paper):
        raise ValidationError(
            _("Chứng thư không dẫn tới cơ quan chứng thực tin cậy, ai cũng tự lập được: gửi tệp cho nơi ban hành văn bản để họ xem và tải lên."),
            params={"findings": findings},
        )  # fmt: skip
    return findings


def _looked_at(content, kind):
    signatures.look(content, kind)
    return []


def _judged(findings, before, at):
    return {
        "extends": before,
        "verdict": signatures.verdict_of(findings),
        "findings": findings,
        "checked_at": at,
    }


def _told(findings):
    """What the journal keeps of signatures: no names, which may have to be blanked one day."""
    kept = ("verdict", "why", "serial", "at", "stamped")
    return {"signatures": [{name: f[name] for name in kept} for f in findings]} if findings else {}


def _refuse_strangers(by, paper):
    if not by.has_perm("papers.add_copy", paper):
        raise other_hands(ADD)


def _refuse_unless_signable(paper):
    if paper.rendering.stage != Stage.DONE:
        raise Refused(_("Tệp của văn bản chưa tạo xong."))
    if paper.watermark or paper.state != PaperState.ISSUED:
        raise Refused(_("Chỉ nhận bản ký của văn bản đã phát hành và còn hiệu lực."))
