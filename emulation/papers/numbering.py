"""Lấy số: which period and series a paper counts in; opening a period, going on from a number, a letterhead of its own.

Nghị định 30/2020, Đ15: one series per calendar year. Hướng dẫn 05-HD/VPTW: per kind, for the whole term of the committee,
whose days only the office knows, so that a Party paper waits until they are given.
"""

from dataclasses import replace
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emulation.journal.steps import Record, Refused

from .models import PARTY, Keeping, Kind, Numbering, Paper, Series, Style

OPEN = Record(gettext_lazy("Mở kỳ đánh số văn bản"), "papers.keep_numbers")
CONTINUE = Record(gettext_lazy("Ghi số đã cấp trước đây"), "papers.keep_numbers")
SET_STYLE = Record(gettext_lazy("Đặt thể thức riêng cho loại văn bản"), "papers.keep_numbers")
COUNTED = sorted({kind.abbreviation for kind in Kind if kind.abbreviation})


def styled(issuer, kind):
    """The issuer in the letterhead in which it prints this kind of paper. Out: Issuer."""
    own = Style.objects.filter(issuer_key=issuer.key, kind=kind).values_list("letterhead", flat=True).first()
    return replace(issuer, letterhead=own) if own else issuer


def numbering_on(issuer_key, day):
    """The Numbering of an issuer in force on a day, or None."""
    return Numbering.objects.filter(issuer_key=issuer_key, since__lte=day, until__gte=day).first()


def usual(issuer_key, letterhead, kept, day):
    """The period of a day, opened as usual when the office has opened none: the calendar year, kept as the one beside it.

    Out: Numbering, or None for a Party issuer without a term. A year cut short by periods beside it fills the gap.
    """
    if known := numbering_on(issuer_key, day):
        return known
    others = Numbering.objects.filter(issuer_key=issuer_key)
    before = others.filter(until__lt=day).order_by("-until").first()
    if letterhead == PARTY and (before is None or _is_a_term(before)):
        return None
    after = others.filter(since__gt=day).order_by("since").first()
    first, last = date(day.year, 1, 1), date(day.year, 12, 31)
    since = max(first, before.until + timedelta(days=1)) if before else first
    until = min(last, after.since - timedelta(days=1)) if after else last
    beside = before or after
    like = {"together": beside.together, "kept": beside.kept} if beside else {"kept": kept}
    return Numbering.objects.get_or_create(issuer_key=issuer_key, since=since, defaults={"until": until, **like})[0]


def _is_a_term(numbering):
    return numbering.until - numbering.since > timedelta(days=366)


def take(paper, numbering, *, typed=None, today):
    """Give `paper` its number in `numbering`, under the lock of the series. `typed`: what the office's registry gave.

    Raises Refused: a day to come, outside the period, before the last number (kept here); a number given before (registry).
    """
    day, kind = paper.dated, Kind(paper.kind)
    if day > today:
        told = {"day": f"{day:%d/%m/%Y}"}
        raise Refused(_("Ngày ghi trên văn bản (%(day)s) chưa tới: văn bản lấy số trong ngày phát hành.") % told)
    key = {"numbering": numbering, "group": numbering.group_of(kind)}
    Series.objects.get_or_create(**key)
    series = Series.objects.select_for_update(no_key=True).get(**key)
    number = _next(series, day) if numbering.kept == Keeping.HERE else _given(series, typed)
    series.last_number = max(series.last_number, number)
    series.last_date = max(series.last_date or day, day)
    series.save()
    paper.series, paper.number = series, number


def _next(series, day):
    if series.last_date and day < series.last_date:
        raise Refused(
            _("Số %(number)02d của dãy này đã ghi ngày %(last)s: ghi từ ngày đó trở đi, không ghi %(day)s.")
            % {"number": series.last_number, "last": f"{series.last_date:%d/%m/%Y}", "day": f"{day:%d/%m/%Y}"}
        )
    return series.last_number + 1


def _given(series, typed):
    if not typed:
        raise Refused(_("Ghi số mà văn thư đã cấp ở sổ của cơ quan."))
    if other := Paper.objects.filter(series=series, number=typed).first():
        raise Refused(_("Số %(number)02d đã cấp cho «%(paper)s».") % {"number": typed, "paper": other.title})
    return typed


def open_numbering(issuer_key, *, since, until, together=(), kept=Keeping.HERE, by, at):
    """Mở kỳ đánh số: a year, or a term. `together`: abbreviations that share one series. Out: Numbering.

    Raises Refused for an unknown abbreviation; the database refuses a period that overlaps another.
    """
    numbering = Numbering(issuer_key=issuer_key, since=since, until=until, together=sorted(together), kept=kept)
    with OPEN.on(numbering, by=by, at=at) as act:
        if strange := set(together) - set(COUNTED):
            raise Refused(_("Không có loại văn bản «%(kind)s».") % {"kind": ", ".join(sorted(strange))})
        if until < since:
            raise Refused(_("Ngày kết thúc phải sau ngày bắt đầu."))
        beside = Numbering.objects.filter(issuer_key=issuer_key, since__lte=until, until__gte=since).first()
        if beside:
            told = {"since": f"{beside.since:%d/%m/%Y}", "until": f"{beside.until:%d/%m/%Y}"}
            raise Refused(_("Đã có kỳ đánh số từ %(since)s đến %(until)s: chọn ngày ngoài kỳ ấy.") % told)
        numbering.save()
        act.detail = {
            "issuer": issuer_key,
            "since": since,
            "until": until,
            "together": numbering.together,
            "kept": kept,
        }
    return numbering


def go_on_from(numbering, group, *, number, dated, by, at):
    """Ghi số cuối đã cấp trước khi dùng hệ thống: the next paper of the series takes the number after it.

    group: "" for the shared series, else an abbreviation. Raises Refused once the series has given a number, or for a day
    outside the period.
    """
    with CONTINUE.on(numbering, by=by, at=at) as act:
        if group not in {numbering.group_of(kind) for kind in Kind if kind.abbreviation}:
            raise Refused(_("Kỳ này không có dãy số ấy."))
        if not numbering.since <= dated <= numbering.until:
            raise Refused(_("Ngày %(day)s nằm ngoài kỳ đánh số.") % {"day": f"{dated:%d/%m/%Y}"})
        series, _new = Series.objects.select_for_update(no_key=True).get_or_create(numbering=numbering, group=group)
        if series.papers.exists():
            raise Refused(_("Dãy này đã cấp số trên hệ thống nên không ghi số trước đây được nữa."))
        series.last_number, series.last_date = number, dated
        series.save()
        act.detail = {"group": group, "number": number, "dated": dated}


def set_style(issuer_key, kind, letterhead, *, by, at):
    """Đặt thể thức riêng cho một loại văn bản của một nơi ban hành; letterhead "" goes back to the issuer's own."""
    style = Style.objects.filter(issuer_key=issuer_key, kind=kind).first() or Style(issuer_key=issuer_key, kind=kind)
    with SET_STYLE.on(style, by=by, at=at) as act:
        act.detail = {"issuer": issuer_key, "kind": kind, "from": style.letterhead, "to": letterhead}
        if letterhead:
            style.letterhead = letterhead
            style.save()
        elif style.pk:
            Style.objects.filter(pk=style.pk).delete()
