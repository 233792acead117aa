"""Giữ khóa: tổ kiểm phiếu được cử → mỗi người nhận mã của mình trên máy của mình, một lần → mở bỏ phiếu → gõ đủ mã thì kiểm phiếu.

A code is made for the answer that shows it and is forgotten with it: no row, session, log or file has ever had it.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables
from nacl.public import PrivateKey

from emulation.journal.steps import Record, Refused

from . import codes
from .models import Keeper, Share, Team

NAME = Record(gettext_lazy("Cử tổ kiểm phiếu"), None)
TAKE = Record(gettext_lazy("Nhận mã giữ khóa"), "ballots.take_code")


def name_team(*, title, people, needed, stream, by, at, back=("", "")):
    """Cử tổ kiểm phiếu. `people`: in order; `needed`: how many of their codes open a secret ballot, 0: a file on the server holds
    the key. Out: Team. Raises Refused when nobody is named, or more codes are needed than people hold."""
    if not people:
        raise Refused(_("Chưa cử được tổ kiểm phiếu: chọn ít nhất một người."))
    if needed and not 2 <= needed <= len(people):
        raise Refused(
            _("Số mã cần để kiểm phiếu phải từ 2 đến số người trong tổ (%(n)d); để trống thì máy chủ giữ khóa.")
            % {"n": len(people)}
        )
    team = Team(title=title, stream=stream, needed=needed, back_label=back[0], back_url=back[1])
    with NAME.on(team, by=by, at=at) as act:
        team.save()
        Keeper.objects.bulk_create(Keeper(team=team, person=p, position=n) for n, p in enumerate(people, 1))
        act.detail = {"people": [p.full_name for p in people], "needed": needed}
    return team


@sensitive_variables("code")
def take_code(team, *, instead, by, at):
    """Nhận mã: out the code of this person, for this one answer. `instead`: the `mark` of the code it replaces, "" for the first;
    a page loaded again sends an old mark and gets nothing. Raises Refused then, and once a ballot was opened."""
    with TAKE.on(team, by=by, at=at) as act:
        keeper = team.keepers.get(person=by)
        if not team.needed:
            raise Refused(_("Tổ này không giữ mã: máy chủ giữ khóa."))
        if team.is_in_use:
            raise Refused(_("Phiếu đã phát, không đổi mã được nữa. Mất mã thì kiểm bằng mã của những người còn lại."))
        if mark(keeper) != instead:
            raise Refused(_("Mã đã hiện một lần cho bạn và không hiện lại. Chưa kịp chép thì nhận mã mới thay mã cũ."))
        code, keeper.public_key = codes.new_code()
        keeper.save(update_fields=["public_key"])
        act.detail = {"again": bool(instead)}
    return code


def mark(keeper):
    """Names the code of a keeper without telling anything of it (hex); "" while they have none."""
    return bytes(keeper.public_key).hex()[:16] if keeper.public_key else ""


@sensitive_variables("key")
def split_new_key(ballot):
    """A fresh key, split among the counting team; the key itself is forgotten here. Out: its public half.

    Raises Refused naming who has not taken their code."""
    Team.objects.select_for_update(no_key=True).get(pk=ballot.team_id)
    keepers = list(ballot.team.keepers.select_related("person").order_by("position"))
    if late := [str(k) for k in keepers if not k.public_key]:
        raise Refused(_("Chưa mở bỏ phiếu được: %(who)s chưa nhận mã giữ khóa.") % {"who": ", ".join(late)})
    key = PrivateKey.generate()
    shares = codes.split_key(key, [k.public_key for k in keepers], ballot.team.needed)
    Share.objects.bulk_create(
        Share(ballot=ballot, keeper=keeper, sealed=share) for keeper, share in zip(keepers, shares, strict=True)
    )
    return bytes(key.public_key)


@sensitive_variables()
def key_from(ballot, typed):
    """The PrivateKey of a ballot from codes typed by its counting team; empty ones are passed over.

    Raises Refused: mistyped, of somebody else, one code twice, too few."""
    share_of = {bytes(s.keeper.public_key): s.sealed for s in ballot.shares.select_related("keeper")}
    found = {}
    for place, text in enumerate(typed, 1):
        if not text.strip():
            continue
        code = _read(text, place)
        public = bytes(code.public_key)
        if public not in share_of:
            raise Refused(_("Mã ở ô %(n)d không phải mã của cuộc bỏ phiếu này.") % {"n": place})
        found[public] = (code, share_of[public])
    _enough(len(found), ballot.needs_codes)
    try:
        return codes.join_key(list(found.values())[: ballot.needs_codes], ballot.public_key)
    except codes.WrongKey as error:
        raise Refused(
            _("Các phần khóa lưu ở máy chủ đã hỏng, không mở được phiếu: hủy cuộc này và bỏ phiếu lại.")
        ) from error


@sensitive_variables()
def _read(text, place):
    try:
        return codes.read(text)
    except codes.Mistyped as error:
        raise Refused(_("Mã ở ô %(n)d gõ nhầm: xem lại từng ký tự.") % {"n": place}) from error


def _enough(found, needed):
    if found < needed:
        raise Refused(
            _(
                "Mới có %(found)d mã khác nhau, cần %(needed)d. Không còn đủ người giữ mã thì không ai mở được phiếu: "
                "hủy cuộc này, cử lại tổ kiểm phiếu và bỏ phiếu lại."
            )
            % {"found": found, "needed": needed}
        )
