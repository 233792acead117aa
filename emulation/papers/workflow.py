"""Phát hành, hoàn tất, thay, thu hồi, hủy số văn bản. The number is taken in the caller's transaction; the file follows.

with CONCLUDE.on(conference, by=by, at=at):
    paper = issue(kind=Kind.MINUTES, title=…, template="conferences/paper_minutes.html", data=minutes(conference),
                  issuer=issuer(bloc_year), stream=bloc_year.stream, dated=day, numbered=False, by=by, at=at)
"""

from datetime import date
from decimal import Decimal
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emulation.journal.chain import canonical, sha256
from emulation.journal.steps import Record, Refused, Step
from emulation.ui.fields import clean_lines

from . import fonts, missing, numbering
from .models import Issuer, Kind, Paper, PaperState, Rendering, Stage
from .tasks import wake

__all__ = ["Issuer", "Kind", "complete", "issue", "recall", "reissue", "retry", "void"]

ISSUE = Record(gettext_lazy("Phát hành văn bản"), None)
PREPARE = Record(gettext_lazy("Soạn sẵn văn bản chờ hoàn tất"), None)
COMPLETE = Step(
    gettext_lazy("Hoàn tất và phát hành văn bản"), [PaperState.PREPARED], PaperState.ISSUED, "papers.complete"
)
REPLACE = Step(gettext_lazy("Thay văn bản"), [PaperState.ISSUED], PaperState.REPLACED, None, reason=True)
RECALL = Step(gettext_lazy("Thu hồi văn bản"), [PaperState.ISSUED], PaperState.RECALLED, "papers.recall", reason=True)
VOID = Step(gettext_lazy("Hủy số văn bản"), [PaperState.ISSUED], PaperState.VOIDED, "papers.recall", reason=True)
RETRY = Record(gettext_lazy("Tạo lại tệp văn bản"), "papers.retry")


def issue(*, kind, title, template, data, issuer, stream, dated=None, numbered=True, watermark="", law_days=(), by, at):
    """Phát hành: take the number, freeze the data, queue the rendering. Inside the caller's Step or Record only.

    data: str, int, bool, None, list, dict; date, datetime and Decimal become text; a float is refused (TypeError). Its
    căn cứ come from law for the day of the paper (or `law_days`), before `further_grounds`; `grounds` brings them along.
    dated: day printed; a numbered paper without one gets the day of `at`. numbered=False: no number is taken.
    A paper that lacks what only the office can give (missing.Missing) is prepared, not issued: `complete` follows.
    Out: Paper. Raises Refused when the day would run backwards in its series or lies ahead.
    """
    kind = Kind(kind)
    issuer = numbering.styled(issuer, kind)
    facts = {
        "kind": kind, "title": title, "template": template, "data": frozen(data), "letterhead": issuer.letterhead,
        "issuer_key": issuer.key, "issuer": frozen(issuer.printed()), "dated": dated, "watermark": watermark, "stream": stream,
        "symbol": kind.symbol_of(issuer), "numbered": numbered and bool(kind.abbreviation), "law_days": frozen(list(law_days)),
        "issued_by": by, "issued_at": at,
    }  # fmt: skip
    lacks = missing.find(Paper(**facts), kept=issuer.kept, at=at)
    paper = Paper(**facts, state=PaperState.PREPARED if lacks else PaperState.ISSUED)
    with (PREPARE if lacks else ISSUE).on(paper, by=by, at=at) as act:
        if not lacks:
            _settle(paper, lacks.numbering, at=at)
        _queue(paper, act)
    return paper


def preview(*, kind, title, template, data, issuer, watermark, at):
    """Bản xem trước: the paper as it would be issued, not stored, for the Word twin of a draft. Out: Paper."""
    issuer = numbering.styled(issuer, kind)
    return Paper(
        kind=kind, title=title, template=template, data=frozen(data), letterhead=issuer.letterhead, issuer_key=issuer.key,
        issuer=frozen(issuer.printed()), symbol=kind.symbol_of(issuer), watermark=watermark, issued_at=at,
    )  # fmt: skip


def complete(paper, *, number=None, dated=None, grounds="", by, at):
    """Văn thư hoàn tất một văn bản soạn sẵn: what was missing is given, the paper is issued and rendered.

    number, dated: as the office's registry gave them; grounds: căn cứ, one a line. Raises Refused when something is still
    missing, or the number was given to another paper.
    """
    with COMPLETE.on(paper, by=by, at=at) as act:
        if lines := [line.strip(" -;.,") for line in grounds.split("\n") if line.strip(" -;.,")]:
            act.detail["grounds"] = paper.data["grounds"] = frozen(lines)
        paper.dated = dated or paper.dated
        lacks = missing.find(paper, kept="here", at=at)
        if lacks.term or lacks.grounds:
            raise Refused(_("Chưa phát hành được: %(what)s") % {"what": " ".join(lacks.sentences)})
        _settle(paper, lacks.numbering, typed=number, at=at)
        _check_letters(paper)
        paper.issued_by, paper.issued_at = by, at
        act.detail |= _told(paper)
        _release(paper)


def reissue(paper, *, data, reason, by, at, title=""):
    """Thay bằng bản mới: same number and day, revision + 1, the reason printed; the old paper keeps its bytes.

    Out: the new Paper. Raises Refused when `paper` was replaced or recalled before, or without a reason.
    """
    with REPLACE.on(paper, by=by, at=at, note=reason) as act:
        kept = {
            name: getattr(paper, name)
            for name in ("kind", "template", "letterhead", "issuer_key", "issuer", "series", "numbered", "number", "symbol",
                         "dated", "law_days", "watermark", "stream")
        }  # fmt: skip
        new = Paper(
            **kept, title=title or paper.title, data=_cited_alike(paper, frozen(data)), revision=paper.revision + 1, replaces=paper,
            correction=reason, issued_by=by, issued_at=at,
        )  # fmt: skip
        with ISSUE.on(new, by=by, at=at, note=reason) as issued:
            _queue(new, issued)
        act.detail = {"replaced_by": new.pk, "revision": new.revision}
    return new


def recall(paper, *, reason, by, at):
    """Thu hồi: the verify page says so from now on; number and bytes stay. Raises Refused without a reason."""
    with RECALL.on(paper, by=by, at=at, note=reason):
        pass


def void(paper, *, reason, by, at):
    """Hủy số của một văn bản không tạo được tệp: the number stays taken, nothing is printed under it, the reason is kept.

    Raises Refused while the file exists or is still being made.
    """
    with VOID.on(paper, by=by, at=at, note=reason) as act:
        if not Rendering.objects.filter(paper=paper, stage=Stage.FAILED).exists():
            raise Refused(_("Chỉ hủy số khi không tạo được tệp; văn bản đã có tệp thì thu hồi."))
        act.detail = {"number": paper.symbol_text, "dated": paper.dated}


def retry(paper, *, by, at):
    """Tạo lại: a rendering that failed goes back to the queue. Raises Refused when it has not failed."""
    with RETRY.on(paper, by=by, at=at):
        again = Rendering.objects.filter(paper=paper, stage=Stage.FAILED, paper__state=PaperState.ISSUED).update(
            stage=Stage.WAITING, attempts=0, progress=0, not_before=None, reason=""
        )
        if not again:
            raise Refused(_("Văn bản này không cần tạo lại: tệp đã có hoặc đang được tạo."))
        transaction.on_commit(partial(wake, Rendering.objects.get(paper=paper).pk))


def frozen(value):
    """The data as the paper keeps it: text NFC, dates ISO, Decimals as text; keys are str. A float is a TypeError."""
    if isinstance(value, dict):
        return {str(key): frozen(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [frozen(item) for item in value]
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, (str, Promise)):
        return clean_lines(str(value).translate(fonts.INVISIBLE))
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not kept on a paper: {value!r}")


def _check_letters(paper):
    must_be_printable(
        "".join([paper.title, paper.watermark, paper.correction, *_texts(paper.issuer), *_texts(paper.data)])
    )


def must_be_printable(text):
    """Raises Refused, with the signs that no face of the house can print."""
    if strange := fonts.unprintable(text):
        raise Refused(
            _("Phông chữ giấy không có ký tự %(signs)s: bỏ ký tự này trong nội dung rồi phát hành.")
            % {"signs": ", ".join(f"“{sign}”" for sign in strange[:5])}
        )


def _texts(value):
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for part in parts for text in _texts(part)]


def _settle(paper, period, *, typed=None, at):
    """Number, day and căn cứ, which are only known when the paper goes out."""
    today = timezone.localdate(at)
    if paper.numbered:
        paper.dated = paper.dated or today
        numbering.take(paper, period, typed=typed, today=today)
    lines = missing.grounds_on(paper, paper.dated or today)
    if lines is not None:
        paper.data["grounds"] = frozen(lines)


def _cited_alike(paper, data):
    return {"grounds": paper.data["grounds"], **data} if "grounds" in paper.data else data


def _queue(paper, act):
    _check_letters(paper)
    paper.save()
    held = paper.state == PaperState.PREPARED
    rendering = Rendering.objects.create(paper=paper, stage=Stage.HELD if held else Stage.WAITING, turn=_turn(paper))
    act.detail = _told(paper)
    if not held:
        transaction.on_commit(partial(wake, rendering.pk))


def _turn(paper):
    own = Rendering.objects.filter(paper__issued_by=paper.issued_by_id).exclude(paper=paper)
    of_the_act = own.filter(paper__issued_at=paper.issued_at, paper__stream=paper.stream).count()
    return of_the_act or int(own.filter(stage=Stage.WAITING, turn=0).exists())


def _release(paper):
    rendering = Rendering.objects.get(paper=paper)
    rendering.stage = Stage.WAITING
    rendering.save(update_fields=["stage"])
    transaction.on_commit(partial(wake, rendering.pk))


def _told(paper):
    """What the journal keeps of a paper: never its data, only their hash."""
    return {
        "kind": paper.kind, "title": paper.title, "number": paper.symbol_text, "dated": paper.dated,
        "revision": paper.revision, "template": paper.template, "data": sha256(canonical(paper.data)),
    }  # fmt: skip
