"""Tổ kiểm phiếu trên màn hình: who has taken a code; and one's own code, in the one answer that ever shows it."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables

from emulation.accounts.proof import proven

from . import keeping
from .models import Team


@never_cache
@proven
@sensitive_variables("code")
def team(request, pk):
    """GET: tổ kiểm phiếu và mã của mình đã nhận hay chưa; POST: nhận mã, hiện một lần."""
    found = get_object_or_404(Team.objects.for_user(request.user), pk=pk)
    if request.method == "POST":
        code = keeping.take_code(found, instead=request.POST.get("instead", ""), by=request.user, at=request.at)
        return render(request, "ballots/code.html", {"team": found, "code": code})
    keepers = list(found.keepers.select_related("person"))
    mine = next(keeper for keeper in keepers if keeper.person_id == request.user.pk)
    context = {"team": found, "keepers": keepers, "mine": mine, "mark": keeping.mark(mine)}
    return render(request, "ballots/team.html", context)
