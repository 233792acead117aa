"""Tổ kiểm phiếu: cử, và kiểm phiếu bằng mã của tổ."""

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from blocs.years.views import typed
from emulation.accounts.proof import proven
from emulation.ballots.forms import CodesForm

from . import forms, nomination, reports, team
from .views import conference_or_404, form_page, valid_facts


def name_team(request, pk):
    """Cử tổ kiểm phiếu."""
    conference = conference_or_404(request, pk)
    form = forms.TeamForm(typed(request), people=reports.may_count(conference))
    will = [
        _("Chỉ người trong tổ thu phiếu, kiểm phiếu được."),
        _(
            "Có ghi số mã: mỗi người nhận một mã trên máy của mình trước khi phát phiếu; thiếu mã thì không ai mở được phiếu."
        ),
        _("Không ghi: khóa của phiếu kín nằm ở máy chủ đến lúc kiểm."),
    ]
    return form_page(
        request, conference, form, team.name_team, h1=_("Cử tổ kiểm phiếu"), permission="conferences.run",
        facts=valid_facts(form), when=_("Khi tổ được cử"), will=will,
    )  # fmt: skip


@never_cache
@sensitive_post_parameters()
@proven
def count_with_codes(request, pk):
    """Kiểm phiếu bằng mã của tổ kiểm phiếu, gõ cùng một trang."""
    conference = conference_or_404(request, pk)
    if conference.ballot is None or not conference.ballot.needs_codes:
        return redirect("conferences:page", pk)
    form = CodesForm(typed(request), team=conference.ballot.team)
    will = [
        _("Không ai bỏ phiếu được nữa; phiếu được đếm một lần và kết quả suy tôn đóng lại."),
        _("Gõ nhầm hay thiếu mã thì không phiếu nào được mở; gõ lại được."),
    ]
    return form_page(
        request, conference, form, nomination.count_vote, h1=_("Kiểm phiếu bằng mã của tổ"),
        permission="conferences.count", facts=valid_facts(form), when=_("Khi đủ mã"), will=will,
    )  # fmt: skip
