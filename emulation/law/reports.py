"""Hỏi căn cứ: which lines a paper prints, which number is in force on a day."""

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from emulation.journal.steps import Refused
from emulation.ui import dates
from emulation.ui.text import fold
from emulation.ui.waiting import Task

from .models import Citation, CitedBy, Fact


class Missing(Refused):
    """Không có dòng căn cứ nào cho ngày được hỏi. The text is the sentence that the user reads."""


def lines(kind, on):
    """Citation rows of a kind of paper on a day, confirmed or not. Unknown kind: ValueError."""
    in_force = Q(fact__valid_to=None) | Q(fact__valid_to__gte=on), Q(fact__valid_from__lte=on)
    own_days = Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_to=None) | Q(valid_to__gte=on)
    rows = Citation.objects.filter(*in_force, *own_days, kind=CitedBy(kind))
    return rows.select_related("fact").order_by("position", "pk")


def citations(kind, *days):
    """Căn cứ của một loại văn bản vào một ngày: full lines, in order, without the closing `;` or `.`.

    In: "covenant", "submission"… (CitedBy) and a date; several dates (dossiers accepted on different days) give the lines of
    all of them, each once. Out: list of str; empty when nothing is known for a day: the paper waits until the secretariat
    has written its căn cứ. Uncertain texts are left out until a named person has confirmed them.
    """
    found = [[line for line in lines(kind, on) if not line.fact.needs_checking] for on in days]
    if not all(found):
        return []
    in_order = sorted(
        {line.pk: line for day in found for line in day}.values(), key=lambda line: (line.position, line.pk)
    )
    return [line.wording for line in in_order]


def has_citations(kind):
    """Whether papers of a kind print căn cứ at all (an invitation does not)."""
    return Citation.objects.filter(kind=kind).exists()


def unconfirmed(kind, on):
    """Lines that `citations` leaves out because their text still has to be checked (list of Citation)."""
    return [line for line in lines(kind, on) if line.fact.needs_checking]


def fact(key, on):
    """The row that answers `key` on a day. Raises Missing."""
    row = Fact.objects.on(on).filter(key=key).order_by("-valid_from").first()
    if row is None:
        raise Missing(_missing(key, on))
    return row


def number(key, on):
    """Con số luật định vào một ngày, e.g. number("base-salary", date(2026, 11, 1)).number == Decimal("2530000").

    Out: Fact (number, unit, source, confidence, mark). Raises Missing.
    """
    row = fact(key, on)
    if row.number is None:
        raise Missing(_missing(key, on))
    return row


def _missing(key, on):
    known = Fact.objects.filter(key=key).values_list("about", flat=True).first()
    return _(
        "Chưa có căn cứ «%(what)s» cho ngày %(day)s. Cơ quan thường trực bổ sung dòng này vào căn cứ pháp lý trước."
    ) % {
        "what": known or key,
        "day": dates.day(on),
    }


def search(*, q="", kind="", confidence="", day=None):
    """Facts that match every filter given; "to_check" as confidence: those that still have to be checked."""
    rows = Fact.objects.select_related("confirmed_by")
    if q:
        rows = rows.filter(search__contains=fold(q))
    if kind:
        rows = rows.filter(kind=kind)
    if day:
        rows = rows.on(day)
    if confidence == "to_check":
        return rows.to_be_checked()
    return rows.filter(confidence=confidence) if confidence else rows


def waiting(user, at):
    """Việc của cơ quan thường trực: texts cited today that are not printed because nobody has confirmed them."""
    if not user.has_perm("law.confirm"):
        return []
    day = timezone.localdate(at)
    count = Fact.objects.on(day).to_be_checked().filter(citations__isnull=False).distinct().count()
    url = f"{reverse('law:index')}?confidence=to_check&kind=text&day={dates.day(day)}"
    note = _("%(count)d văn bản chưa được in vào căn cứ vì chưa ai xác nhận") % {"count": count}
    return [Task(_("Xác nhận căn cứ pháp lý"), url, note=note)] if count else []
