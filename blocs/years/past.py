"""Kết quả các năm trước khi dùng hệ thống: a bloc that begins here brings along who ranked where, and what they were given."""

from django.utils.translation import gettext as gettext
from django.utils.translation import gettext_lazy as _

from emulation.journal.steps import Record, Refused

from .models import PastResult

BRING = Record(_("Ghi kết quả các năm trước"), "years.bring_past")
FIRST = 1950


def bring(bloc, *, year, rows, of, source, by, at):
    """Ghi hạng và khen thưởng của một năm trước; ghi lại thì thay cả năm ấy. `rows`: {Unit: (rank or None, awards)}; `of`: how many were ranked.

    Raises Refused: the bloc has this year in the system, no source, a rank beyond `of`, nothing to write.
    """
    with BRING.on(bloc, by=by, at=at) as act:
        _refuse_unless_in_order(bloc, year, rows, of, source)
        bloc.past_results.filter(year=year).delete()
        told = {unit: (rank, awards.strip()) for unit, (rank, awards) in rows.items() if rank or awards.strip()}
        PastResult.objects.bulk_create(
            PastResult(
                bloc=bloc, unit=unit, year=year, rank=rank, of=of if rank else None, awards=awards, source=source
            )
            for unit, (rank, awards) in told.items()
        )
        act.detail = {"year": year, "of": of, "source": source, "rows": {str(u.pk): list(t) for u, t in told.items()}}


def _refuse_unless_in_order(bloc, year, rows, of, source):
    first = bloc.years.order_by("year").values_list("year", flat=True).first()
    if year < FIRST or (first is not None and year >= first):
        raise Refused(gettext("Ghi những năm trước năm đầu tiên của khối trong hệ thống (%s).") % (first or ""))
    if not source.strip():
        raise Refused(gettext("Ghi văn bản làm căn cứ."))
    ranks = [rank for rank, _awards in rows.values() if rank is not None]
    if ranks and (not of or max(ranks) > of or min(ranks) < 1):
        raise Refused(gettext("Hạng phải từ 1 đến số đơn vị xếp hạng."))
    if not any(rank or awards.strip() for rank, awards in rows.values()):
        raise Refused(gettext("Ghi hạng hoặc khen thưởng của ít nhất một đơn vị."))
