"""Bảng tự chấm trên giấy: in từ phiếu đã nộp; nộp lại thì bản mới thay bản cũ."""

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from blocs.years.documents import unit_issuer
from emulation.journal.steps import DoneBefore, Record, Refused
from emulation.papers.workflow import Kind, issue, reissue

from . import documents
from .models import SelfScorePaper, SheetState

PRINT = Record(_("Phát hành bảng tự chấm"), "scoring.print_self_scores")
PRINTABLE = (SheetState.SUBMITTED, SheetState.CHECKED, SheetState.AGREED)


def is_stale(printed):
    """Whether the unit handed its sheet in again after `printed` (SelfScorePaper) was made."""
    return parse_datetime(printed.paper.data["submitted_at"]) != printed.sheet.submitted_at


def printed_of(sheet):
    """What was printed of a sheet (SelfScorePaper with its paper), or None."""
    return SelfScorePaper.objects.select_related("paper__rendering", "sheet").filter(sheet=sheet).first()


def on_paper(sheet):
    """What the page of a sheet shows of its paper. Out: (SelfScorePaper or None, whether it can be printed, or printed anew, now)."""
    printed = printed_of(sheet)
    return printed, sheet.state in PRINTABLE and (printed is None or is_stale(printed))


def print_out(sheet, *, by, at):
    """Phát hành bảng tự chấm, không lấy số. Out: SelfScorePaper. Refused: not handed in; the same was printed before."""
    with PRINT.on(sheet, by=by, at=at) as act:
        if sheet.state not in PRINTABLE:
            raise Refused(gettext("Chưa in được: đơn vị chưa nộp bảng tự chấm, hoặc đang bổ sung để nộp lại."))
        act.subject = printed = printed_of(sheet) or SelfScorePaper(sheet=sheet)
        if printed.pk is None:
            title, data = documents.self_scores_title(sheet), documents.self_scores(sheet)
            printed.paper = issue(
                kind=Kind.SELF_SCORES, title=title, template="scoring/paper_self_scores.html", data=data,
                issuer=unit_issuer(sheet.member.unit, sheet.bloc_year.bloc), stream=sheet.stream, numbered=False, by=by, at=at,
            )  # fmt: skip
        elif not is_stale(printed):
            raise DoneBefore(gettext("Bảng tự chấm này đã in; in lại khi đơn vị nộp lại."))
        else:
            data, reason = documents.self_scores(sheet), documents.HANDED_IN_ANEW
            printed.paper = reissue(printed.paper, data=data, reason=reason, by=by, at=at)
        printed.save()
    return printed
