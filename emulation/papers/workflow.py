"""Phát hành, thay, thu hồi văn bản. The number is taken in the caller's transaction; the file follows after the commit.

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

from . import fonts
from .models import Issuer, Kind, Paper, PaperState, Rendering, Series, Stage
from .tasks import wake

__all__ = ["Issuer", "Kind", "issue", "recall", "reissue", "retry"]

ISSUE = Record(gettext_lazy("Phát hành văn bản"), None)
REPLACE = Step(gettext_lazy("Thay văn bản"), [PaperState.ISSUED], PaperState.REPLACED, None, reason=True)
RECALL = Step(gettext_lazy("Thu hồi văn bản"), [PaperState.ISSUED], PaperState.RECALLED, None, reason=True)
RETRY = Record(gettext_lazy("Tạo lại tệp văn bản"), "papers.retry")


def issue(*, kind, title, template, data, issuer, stream, dated=None, numbered=True, watermark="", by, at):
    """Phát hành: take the number, freeze the data, queue the rendering. Inside the caller's Step or Record only.

    data: str, int, bool, None, list, dict; date, datetime and Decimal become text; a float is refused (TypeError).
    dated: day printed; a numbered paper without one gets the day of `at`. numbered=False: no number is taken.
    Out: Paper. Raises Refused when the day would run backwards in its series or lies ahead.
    """
    kind = Kind(kind)
    paper = Paper(
        kind=kind, title=title, template=template, data=frozen(data), letterhead=issuer.letterhead,
        issuer_key=issuer.key, issuer=frozen(issuer.printed()), dated=dated, watermark=watermark, stream=stream,
        symbol=kind.symbol_of(issuer) if kind.abbreviation else "", issued_by=by, issued_at=at,
    )  # fmt: skip
    with ISSUE.on(paper, by=by, at=at) as act:
        if numbered and kind.abbreviation:
            _take_number(paper, timezone.localdate(at))
        _queue(paper, act)
    return paper


def reissue(paper, *, data, reason, by, at, title=""):
    """Thay bằng bản mới: same number and day, revision + 1, the reason printed; the old paper keeps its bytes.

    Out: the new Paper. Raises Refused when `paper` was replaced or recalled before, or without a reason.
    """
    with REPLACE.on(paper, by=by, at=at, note=reason) as act:
        kept = {
            name: getattr(paper, name)
            for name in ("kind", "template", "letterhead", "issuer_key", "issuer", "series", "number", "year", "symbol",
                         "dated", "watermark", "stream")
        }  # fmt: skip
        new = Paper(
            **kept, title=title or paper.title, data=frozen(data), revision=paper.revision + 1, replaces=paper,
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


def retry(paper, *, by, at):
    """Tạo lại: a rendering that failed goes back to the queue. Raises Refused when it has not failed."""
    with RETRY.on(paper, by=by, at=at):
        again = Rendering.objects.filter(paper=paper, stage=Stage.FAILED).update(
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
    text = "".join([paper.title, paper.watermark, paper.correction, *_texts(paper.issuer), *_texts(paper.data)])
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


def _take_number(paper, today):
    paper.dated = day = paper.dated or today
    if day > today:
        raise Refused(
            _("Ngày ghi trên văn bản (%(day)s) chưa tới: văn bản lấy số trong ngày phát hành.")
            % {"day": f"{day:%d/%m/%Y}"}
        )
    key = {"issuer_key": paper.issuer_key, "group": Kind(paper.kind).abbreviation, "year": day.year}
    Series.objects.get_or_create(**key)
    series = Series.objects.select_for_update(no_key=True).get(**key)
    if series.last_date and day < series.last_date:
        raise Refused(
            _("Số %(number)02d của dãy này đã ghi ngày %(last)s: ghi từ ngày đó trở đi, không ghi %(day)s.")
            % {"number": series.last_number, "last": f"{series.last_date:%d/%m/%Y}", "day": f"{day:%d/%m/%Y}"}
        )
    series.last_number, series.last_date = series.last_number + 1, day
    series.save()
    paper.series, paper.number, paper.year = series, series.last_number, series.year


def _queue(paper, act):
    _check_letters(paper)
    paper.save()
    rendering = Rendering.objects.create(paper=paper)
    act.detail = {
        "kind": paper.kind, "title": paper.title, "number": paper.symbol_text, "dated": paper.dated,
        "revision": paper.revision, "template": paper.template, "data": sha256(canonical(paper.data)),
    }  # fmt: skip
    transaction.on_commit(partial(wake, rendering.pk))
