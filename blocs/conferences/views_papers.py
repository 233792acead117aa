"""Mẫu phiếu, biên bản kiểm phiếu, biên bản bình xét, thông báo kết luận: xem trước điều sẽ in, rồi phát hành."""

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from blocs.roster.models import Office
from blocs.years.views import refuse_other_hands, typed
from emulation.accounts.proof import proven
from emulation.journal.steps import DoneBefore, Refused

from . import documents, forms, papers, reports
from .models import PaperOf
from .views import conference_or_404, form_page


def _due_or_refused(request, pk, what, permission):
    """The conference, once the hand and the hour are right for this paper."""
    conference = conference_or_404(request, pk)
    refuse_other_hands(request, permission, conference)
    if sentence := papers.not_yet(conference, what):
        raise Refused(sentence)
    if conference.papers.filter(what=what).exists():
        raise DoneBefore(_("«%s» của hội nghị này đã phát hành.") % what.label)
    return conference


@require_POST
def issue_ballot(request, pk):
    """Phát hành mẫu phiếu."""
    papers.issue_ballot(conference_or_404(request, pk), by=request.user, at=request.at)
    return redirect("conferences:page", pk)


@proven
def issue_count(request, pk):
    """Phát hành biên bản kiểm phiếu."""
    conference = _due_or_refused(request, pk, PaperOf.COUNT, "conferences.run")
    team = reports.names_of_the_team(conference)
    form = forms.CountMinutesForm(typed(request), initial={"head": "".join(team[:1]), "members": "; ".join(team[1:])})
    will = [_("Số phiếu phát ra, thu vào, hợp lệ, không hợp lệ và kết quả từng đề cử được in như đã kiểm.")]
    return form_page(
        request, conference, form, papers.issue_count, h1=_("Biên bản kiểm phiếu"), permission="conferences.run",
        when=_("Khi bạn phát hành"), will=[*will, _in_the_files()],
    )  # fmt: skip


@proven
def issue_nomination(request, pk):
    """Phát hành biên bản bình xét, suy tôn."""
    conference = _due_or_refused(request, pk, PaperOf.NOMINATION, "conferences.conclude")
    secretary = "".join(reports.names_of(conference, Office.CONFERENCE_SECRETARY)[:1])
    form = forms.NominationMinutesForm(typed(request), initial={"secretary": secretary})
    will = [_("Biên bản lấy số; in người có mặt, xếp hạng, ý kiến đã ghi ở mục bình xét và kết quả suy tôn.")]
    return form_page(
        request, conference, form, papers.issue_nomination, h1=_("Biên bản bình xét, suy tôn"),
        permission="conferences.conclude", when=_("Khi bạn phát hành"), will=[*will, _in_the_files()],
    )  # fmt: skip


@proven
def issue_notice(request, pk):
    """Phát hành thông báo kết luận."""
    conference = _due_or_refused(request, pk, PaperOf.NOTICE, "conferences.conclude")
    form = forms.NoticeForm(typed(request), initial={"text": documents.usual_notice(conference)})
    will = [_("Thông báo lấy số và gửi các đơn vị thành viên.")]
    return form_page(
        request, conference, form, papers.issue_notice, h1=_("Thông báo kết luận"), permission="conferences.conclude",
        when=_("Khi bạn phát hành"), will=[*will, _in_the_files()],
    )  # fmt: skip


def _in_the_files():
    return _("Văn bản vào hồ sơ của năm; phát hành rồi không sửa được.")
