"""Còn thiếu gì: what only the office can give before a paper may go out, and the căn cứ that law gives it."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from emulation.law import reports as law

from . import numbering
from .models import Keeping, Kind, Numbering


@dataclass(frozen=True)
class Missing:
    """What a paper waits for. number: of the office's registry; term: the days of a Party committee's term; grounds: căn cứ."""

    number: bool = False
    term: bool = False
    grounds: bool = False
    numbering: Numbering | None = None

    def __bool__(self):
        return self.number or self.term or self.grounds

    @property
    def sentences(self):
        """What is missing, one sentence each."""
        told = {
            _("Số và ngày do văn thư cấp ở sổ của cơ quan."): self.number,
            _(
                "Kỳ đánh số: văn bản của Đảng đánh số theo nhiệm kỳ, chưa ghi nhiệm kỳ từ ngày nào đến ngày nào."
            ): self.term,
            _(
                "Căn cứ: chưa có dòng căn cứ nào cho ngày của văn bản, cơ quan thường trực hoặc văn thư ghi."
            ): self.grounds,
        }
        return [sentence for sentence, lacks in told.items() if lacks]


def find(paper, *, kept, at):
    """What a paper that is about to be issued still lacks. Out: Missing, with the Numbering in which it will count.

    kept: who keeps the numbers of this issuer unless its numbering says otherwise.
    """
    day = paper.dated or timezone.localdate(at)
    lacks_grounds = grounds_on(paper, day) == []
    if not paper.numbered:
        return Missing(grounds=lacks_grounds)
    period = numbering.usual(paper.issuer_key, paper.letterhead, kept, day)
    registry = bool(period) and period.kept == Keeping.REGISTRY
    return Missing(number=registry, term=period is None, grounds=lacks_grounds, numbering=period)


def grounds_on(paper, day):
    """Căn cứ that a paper prints when it is dated `day`: those it brought (none, if it says so), else law's, then its own
    `further_grounds`. Law's are of its `law_days` when it has any (a dossier's papers follow the day it was accepted).

    Out: list of str, empty when law has nothing for the day; None for a paper that cites nothing.
    """
    if "grounds" in paper.data:
        return paper.data["grounds"] or None
    known_as = Kind(paper.kind).cited_as
    if not known_as or not law.has_citations(known_as):
        return None
    days = [date.fromisoformat(text) for text in paper.law_days] or [day]
    lines = law.citations(known_as, *days)
    return lines and [*lines, *paper.data.get("further_grounds", [])]
