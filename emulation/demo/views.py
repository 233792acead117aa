"""Trang trình diễn: accounts that anyone may try, and the button that lets the other units act. Only in demonstration mode."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from blocs.roster.models import Seat
from blocs.years.models import BlocYear
from emulation.accounts.models import User
from emulation.journal import clock
from emulation.views import waiting

from . import casting, others

BACKEND = "emulation.accounts.backends.PasswordBackend"


def demonstration(view):
    """Outside demonstration mode the page does not exist."""

    def guarded(request, *args, **kwargs):
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    guarded.__name__, guarded.__doc__ = view.__name__, view.__doc__
    return guarded


def _own_tasks(person, at):
    return [task for task in waiting(person, at) if not task.elsewhere]


@login_not_required
@demonstration
@require_safe
def accounts(request):
    """Tài khoản trình diễn, theo khối; mỗi người đang giữ ghế nào, việc gì đang chờ người nên thử trước."""
    stories = [_story(request, name, told) for name, told in casting.everything().items()]
    context = {"stories": [s for s in stories if s["years"]], "password": casting.PASSWORD, "demo_note": ""}
    return render(request, "demo/accounts.html", context)


def _story(request, name, told):
    years = BlocYear.objects.filter(bloc__root__name=told["root"]["name"]).exclude(bloc__demo_note="")
    seats = Seat.objects.on(clock.today()).filter(root__name=told["root"]["name"], root__parent=None)
    people = {u.username: u for u in User.objects.filter(username__in=[t["who"] for t in told["try"]])}
    return {
        "name": name,
        "bloc": told["bloc"]["name"],
        "root": told["root"]["name"],
        "report": told["report"],
        "years": list(years.select_related("bloc").order_by("year")),
        "mine": request.user.is_authenticated and years.filter(pk__in=BlocYear.objects.for_user(request.user)).exists(),
        "tries": [
            (p := people[t["who"]], t["what"], _own_tasks(p, request.at)) for t in told["try"] if t["who"] in people
        ],
        "seats": seats.select_related("person", "unit").order_by("unit__position", "unit__pk", "pk"),
    }


@login_not_required
@demonstration
@require_POST
def enter(request, pk):
    """Vào với một tài khoản trình diễn, không cần gõ mật khẩu."""
    person = get_object_or_404(User.objects.filter(seats__root__blocs__in=_demo_blocs()).distinct(), pk=pk)
    login(request, person, backend=BACKEND)
    return redirect("home")


@demonstration
@require_POST
def let_others(request, pk):
    """Để các đơn vị khác làm phần của họ trong một năm: pressed by a person of the demonstration who sees that year."""
    years = BlocYear.objects.for_user(request.user).filter(bloc__in=_demo_blocs())
    bloc_year = get_object_or_404(years.select_related("bloc"), pk=pk)
    done = others.do_their_part(bloc_year, but=request.user, at=request.at)
    words = _("Các đơn vị khác đã làm %(count)d việc trong %(year)s.") % {"count": done, "year": bloc_year}
    messages.info(request, words if done else others.why_nothing(bloc_year))
    return redirect("demo:accounts")


def _demo_blocs():
    return BlocYear.objects.exclude(bloc__demo_note="").values("bloc")
