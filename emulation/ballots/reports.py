"""Câu hỏi về các cuộc bỏ phiếu: what waits for a person, what a count says."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from emulation.ui.waiting import Task

from . import arithmetic, seals
from .models import Ballot, Base, Keeper, Line, NamedVote, Slot, State


@dataclass(frozen=True)
class LineResult:
    """Một dòng của bảng kiểm phiếu. counts: in the order of the choices; written: [(choice, number)]; needed: the least that passes."""

    line: Line
    counts: list[int]
    written: list[tuple[str, int]]
    needed: int | None


@dataclass(frozen=True)
class Spoken:
    """Ý kiến có ghi tên của một người. said: [(words of the choice, numbers of the lines)]."""

    elector: str
    written: bool
    said: list[tuple[str, str]]


@dataclass(frozen=True)
class Result:
    """Kết quả in ra: two sentences (what is needed, what came of it), the lines, who spoke by name, the sorted receipts."""

    ballot: Ballot
    rule: str
    verdict: str
    cast: int
    issued: int
    lines: list[LineResult]
    spoken: list[Spoken]
    receipts: list[str]


def waiting(user, at):
    """Cuộc bỏ phiếu đang mở mà mình còn ô trống; mã giữ khóa mình chưa nhận."""
    return [*_to_vote(user, at), *_codes_to_take(user)]


def _codes_to_take(user):
    mine = Keeper.objects.filter(person=user, public_key=None, team__needed__gt=0).select_related("team")
    return [
        Task(
            title=_("Nhận mã giữ khóa: %(team)s") % {"team": keeper.team.title},
            url=reverse("ballots:team", args=[keeper.team_id]),
            note=keeper.team.back_label,
            others_wait=True,
        )
        for keeper in mine.order_by("pk")
    ]


def _to_vote(user, at):
    empty = Slot.objects.filter(elector__person=user, sealed=None, named_vote=None, line__ballot__state=State.OPEN)
    ballots = Ballot.objects.filter(Q(closes_at=None) | Q(closes_at__gte=at), pk__in=empty.values("line__ballot"))
    return [
        Task(
            title=_("Bỏ phiếu: %(title)s") % {"title": ballot.title},
            url=_door(ballot),
            due=timezone.localdate(ballot.closes_at) if ballot.closes_at else None,
            note=_note(ballot),
            others_wait=True,
        )
        for ballot in ballots.annotate(how_many_lines=Count("lines")).order_by("opened_at", "pk")
    ]


def _door(ballot):
    """A vote on one matter begins on the page of that matter, where everything for the decision stands."""
    if ballot.back_url and ballot.how_many_lines == 1:
        return ballot.back_url
    return reverse("ballots:vote", args=[ballot.pk])


def _note(ballot):
    words = _("Bỏ phiếu kín") if ballot.secret else _("Biểu quyết có ghi tên")
    return f"{ballot.back_label} · {words.lower()}" if ballot.back_label else words


def result(ballot):
    """Everything the partial `ballots/_result.html` prints. Before the count there are no numbers but the turnout."""
    cast, issued = ballot.turnout()
    counted = ballot.state == State.COUNTED
    return Result(
        ballot=ballot,
        rule=rule_in_words(ballot),
        verdict=verdict(ballot, cast, issued) if counted else "",
        cast=cast,
        issued=issued,
        lines=[_line_result(ballot, line) for line in ballot.lines.all()] if counted else [],
        spoken=_spoken(ballot) if counted else [],
        receipts=receipts(ballot) if counted else [],
    )


def verdict(ballot, cast, issued):
    """One sentence on the whole count. Without a quorum it says how many were missing."""
    if ballot.quorate:
        passed, all_ = ballot.lines.filter(passed=True).count(), ballot.lines.count()
        if not passed:
            return _("Không dòng nào được thông qua.")
        return _("%(passed)s trong %(all)s dòng được thông qua.") % {"passed": passed, "all": all_}
    needed = arithmetic.needed(ballot.quorum_percent, issued)
    return _(
        "Không đủ số người bỏ phiếu: %(cast)s người đã bỏ, cần ít nhất %(needed)s. "
        "Phiếu không được mở, không dòng nào được thông qua."
    ) % {"cast": cast, "needed": needed}


def receipts(ballot):
    """Biên nhận của mọi phiếu đã thu, sorted by their signs: proves that a paper was counted, never what it says."""
    papers = Slot.objects.filter(line__ballot=ballot, sealed__isnull=False).order_by("elector_id", "line__position")
    rows = papers.values_list("elector_id", "sealed")
    return sorted(seals.receipt(sealed for _elector, sealed in group) for _key, group in groupby(rows, lambda r: r[0]))


def receipt_of(ballot, user):
    """The receipt of one person, read again from their own sealed papers; None when they have cast no secret vote."""
    mine = Slot.objects.filter(line__ballot=ballot, elector__person=user, sealed__isnull=False)
    papers = list(mine.order_by("line__position").values_list("sealed", flat=True))
    return seals.receipt(papers) if papers else None


def has_voted(ballot, user):
    """Whether this person's vote is in, by paper, by name or in writing."""
    return Slot.objects.filter(Slot.USED, line__ballot=ballot, elector__person=user).exists()


def spoken_by(ballot, user):
    """[(line, words)] of what this person said by name."""
    votes = _named_votes(ballot).filter(slot__elector__person=user)
    return [(vote.line, _words(ballot, vote)) for vote in votes]


def rule_in_words(ballot):
    """What a line needs to pass, in one sentence; with the number itself where it is known before the count (of all, or of those present)."""
    if whole := ballot.people().get(Base(ballot.base)):
        needed = arithmetic.needed(ballot.threshold_percent, whole, more_than=ballot.more_than)
        words = _("Để được thông qua cần ít nhất %(needed)s trong %(whole)s ý kiến “%(yes)s”.")
        return words % {"needed": needed, "whole": whole, "yes": _(ballot.choices[0])}
    words = (
        _("Để được thông qua, ý kiến “%(yes)s” phải quá %(percent)s%% %(base)s.")
        if ballot.more_than
        else _("Để được thông qua, ý kiến “%(yes)s” phải đạt ít nhất %(percent)s%% %(base)s.")
    )
    return words % {"yes": _(ballot.choices[0]), "percent": ballot.threshold_percent, "base": ballot.get_base_display()}


def _line_result(ballot, line):
    written = [(label, line.written_tally.get(label, 0)) for label in ballot.choices]
    needed = arithmetic.needed(ballot.threshold_percent, line.base_number or 0, more_than=ballot.more_than)
    return LineResult(
        line=line,
        counts=[line.tally.get(label) for label in ballot.choices],
        written=[(label, n) for label, n in written if n],
        needed=needed if line.base_number else None,
    )


def _spoken(ballot):
    of = defaultdict(lambda: defaultdict(list))
    for vote in _named_votes(ballot):
        of[vote.elector.label, vote.written][_words(ballot, vote)].append(str(vote.line.position))
    return [
        Spoken(elector, written, [(words, ", ".join(lines)) for words, lines in said.items()])
        for (elector, written), said in of.items()
    ]


def _named_votes(ballot):
    votes = NamedVote.objects.filter(slot__line__ballot=ballot).select_related("slot__line", "slot__elector")
    return votes.order_by("slot__elector__position", "slot__line__position")


def _words(ballot, vote):
    return _("Phiếu trắng") if vote.choice is None else _(ballot.choices[vote.choice])
