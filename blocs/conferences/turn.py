"""Đến lượt ai, việc gì trước: who holds the pen of a conference, and in one sentence what must happen first and why."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from blocs.covenant.models import Signature
from blocs.years.models import Basis
from emulation.ballots.arithmetic import needed
from emulation.ballots.models import State as BallotState
from emulation.journal import clock

from .agenda import not_the_hour, not_yet
from .models import ConferenceState as State
from .models import ItemKind


@dataclass(frozen=True)
class Turn:
    """`holder`: who holds the pen, "" when nobody does any more; `act`: the one act that is due; `sentence`: it, and what it waits
    for; `item`: the agenda item it belongs to; `blocked`: the act cannot be done yet, for the reason in the sentence."""

    holder: str
    act: str
    sentence: str
    item: object = None
    blocked: bool = False

    @property
    def permission(self):
        """The permission that the act asks for."""
        if self.act == "count_vote":
            return "conferences.count"
        return "conferences.conclude" if self.act in OF_THE_HEAD else "conferences.run"


OF_THE_HEAD = ("acclaim", "hand_over", "conclude", "minute")


def turn(conference, seats, items, *, candidates, nominations, ranking):
    """What must happen first. In: Quorum, agenda items in order, and the rows of the nomination. Out: Turn."""
    lead = _("trưởng khối")
    if conference.state == State.PLANNED:
        return Turn(lead, "invite", _("Gửi giấy mời trước; khai mạc khi tới giờ họp."))
    if conference.state == State.INVITED:
        early = not_the_hour(conference, clock.current())
        return Turn(lead, "open_session", early or _opening(seats), blocked=bool(early))
    if conference.state == State.CONCLUDED:
        return Turn(_("lãnh đạo trưởng khối"), "minute", _("Hội nghị đã kết luận: còn phát hành biên bản."))
    if conference.state == State.MINUTED:
        return Turn("", "", _("Hội nghị đã xong, biên bản đã phát hành."))
    if conference.ballot and conference.ballot.state == BallotState.OPEN:
        return _counting(conference.ballot)
    if not seats.reached:
        return Turn(lead, "attend", _attending(seats))
    return _by_agenda(conference, seats, items, list(candidates), bool(nominations), ranking)


def _opening(seats):
    facts = {"needed": seats.needed, "members": seats.members}
    return _("Khai mạc, rồi ghi điểm danh trước: cần ít nhất %(needed)d trong %(members)d đơn vị có mặt.") % facts


def _attending(seats):
    facts = {"present": seats.present, "members": seats.members, "needed": seats.needed}
    return (
        _(
            "Ghi điểm danh trước: mới có %(present)d trong %(members)d đơn vị, cần ít nhất %(needed)d thì mới bình xét, kết luận được."
        )
        % facts
    )


def _counting(ballot):
    cast, issued = ballot.turnout()
    facts = {"cast": cast, "issued": issued, "needed": needed(ballot.quorum_percent, issued)}
    if cast < facts["needed"]:
        words = _(
            "Đang bỏ phiếu suy tôn: %(cast)d trong %(issued)d đơn vị đã bỏ; kiểm phiếu được khi có ít nhất %(needed)d."
        )
        return Turn(_("các đơn vị có mặt"), "count_vote", words % facts, blocked=True)
    if cast < issued:
        words = _(
            "%(cast)d trong %(issued)d đơn vị đã bỏ phiếu suy tôn, đủ để kiểm; kiểm rồi thì đơn vị chưa bỏ không bỏ được nữa."
        )
        return Turn(_("các đơn vị có mặt"), "count_vote", words % facts)
    holder = _("tổ kiểm phiếu") if ballot.team else _("trưởng khối")
    return Turn(holder, "count_vote", _("Cả %(issued)d đơn vị đã bỏ phiếu suy tôn: kiểm phiếu.") % facts)


def _by_agenda(conference, seats, items, candidates, nominated, ranking):
    """The item under way, else the first that is not done; a nomination begun comes before the end whatever the agenda says."""
    left = [i for i in items if not i.done_at]
    item = next((i for i in left if i.is_under_way), left[0] if left else None)
    if not nominated and (item.kind == ItemKind.NOMINATE if item else candidates):
        return _nominating(conference, seats, item, candidates, ranking)
    if item is None:
        return Turn(_("lãnh đạo trưởng khối"), "conclude", _("Mọi mục đã xong: còn kết luận hội nghị."))
    here, reason = _("Mục %(n)d «%(title)s»") % {"n": item.position, "title": item.title}, not_yet(item)
    if reason and item.kind == ItemKind.HANDOVER:
        words = _("%(here)s: trao quyền cho trưởng khối năm sau trước, rồi ghi kết quả mục.")
        return Turn(_("lãnh đạo trưởng khối"), "hand_over", words % {"here": here}, item)
    if reason:
        words = _("%(here)s chưa làm được. %(reason)s") % {"here": here, "reason": reason}
        return Turn(_("trưởng khối"), "finish_item", words, item, blocked=True)
    if item.kind == ItemKind.SIGN and (left := _unsigned(item)):
        words = _("%(here)s là mục kế tiếp: còn %(n)d đơn vị chưa ký giao ước; ký xong thì ghi kết quả.")
        return Turn(_("các đơn vị có mặt"), "finish_item", words % {"here": here, "n": left}, item)
    words = (
        _("%(here)s đang bàn: xong thì ghi kết quả.")
        if item.is_under_way
        else _("%(here)s là mục kế tiếp: bàn xong thì ghi kết quả.")
    )
    words = words % {"here": here}
    return Turn(_("trưởng khối"), "finish_item", words, item)


def _unsigned(item):
    """How many units have not signed the covenant of the item's year."""
    return Signature.objects.awaited().filter(covenant__bloc_year=item.bloc_year_id, covenant__position=0).count()


def _nominating(conference, seats, item, candidates, ranking):
    """Đề cử → phát phiếu (or by points), and what stands in the way."""
    lead, rules = _("trưởng khối"), conference.bloc_year.rule_set
    if rules is None:
        return Turn(lead, "put_forward", _("Chưa bình xét được: khối chưa thông qua quy chế."), item, blocked=True)
    if not ranking and rules.basis != Basis.BALLOT:
        words = _("Chưa bình xét được: xếp hạng cuối năm chưa công bố.")
        return Turn(lead, "put_forward", words, item, blocked=True)
    if not candidates:
        facts = {"flags": rules.flags, "certificates": rules.certificates}
        words = _("Đề cử trước, nhiều nhất %(flags)d cờ và %(certificates)d bằng khen; đề cử rồi mới suy tôn được.")
        return Turn(lead, "put_forward", words % facts, item)
    if rules.basis == Basis.SCORE:
        words = _("Đã đề cử %d đơn vị: suy tôn theo điểm đã công bố.") % len(candidates)
        return Turn(_("lãnh đạo trưởng khối"), "acclaim", words, item)
    facts = {"n": len(candidates), "present": seats.present}
    if who := _without_a_code(conference):
        words = _("Chưa phát phiếu được: %(who)s chưa nhận mã giữ khóa.")
        return Turn(_("tổ kiểm phiếu"), "open_vote", words % {"who": who}, item, blocked=True)
    return Turn(lead, "open_vote", _("Đã đề cử %(n)d đơn vị: phát phiếu cho %(present)d đơn vị có mặt.") % facts, item)


def _without_a_code(conference):
    """Names of the counting team who hold no code yet, where the secret ballot needs codes; "" when nobody is waited for."""
    if not conference.counting_team or not conference.counting_team.needed or not conference.bloc_year.rule_set.secret:
        return ""
    waited = conference.counting_team.keepers.filter(public_key=None).select_related("person")
    return ", ".join(str(keeper) for keeper in waited)
