"""Biên bản kiểm phiếu của phiên họp: phát hành, mở, tải về. Who sees the session sees it."""

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from blocs.years.views import act_page, refuse_other_hands, typed
from emulation.accounts.proof import proven
from emulation.papers import views as paper_views
from emulation.ui.forms import attempt

from . import counting, forms
from .views import session_or_404


@proven
def issue_count(request, pk):
    """Phát hành biên bản kiểm phiếu."""
    session = session_or_404(request, pk)
    refuse_other_hands(request, "council.run", session)
    counting.refuse_unless_due(session)
    form = forms.CountMinutesForm(typed(request))
    if request.method == "POST" and form.is_valid():
        if attempt(form, counting.issue_count, session, **form.cleaned_data, by=request.user, at=request.at):
            return redirect("council:count", pk)
    will = [_("Số phiếu phát ra, thu vào, hợp lệ, không hợp lệ và kết quả từng đề nghị được in như đã kiểm.")]
    back = reverse("council:session", args=[pk])
    h1, when = _("Biên bản kiểm phiếu"), _("Khi bạn phát hành")
    return act_page(request, form, h1=h1, over=session.title, back=back, when=when, will=will)


def _paper_or_404(session):
    if session.count_minutes is None:
        raise Http404
    return session.count_minutes


def count(request, pk):
    """Biên bản kiểm phiếu và tiến độ tạo PDF."""
    session = session_or_404(request, pk)
    back = session.title, reverse("council:session", args=[pk])
    return paper_views.show(request, _paper_or_404(session), back=back, pdf=reverse("council:count_pdf", args=[pk]))


@require_safe
def count_pdf(request, pk):
    """Tệp PDF của biên bản kiểm phiếu."""
    return paper_views.pdf(request, _paper_or_404(session_or_404(request, pk)))
