"""Tổ kiểm phiếu của hội nghị: whom the meeting names to count, and whether their codes hold the key of a secret ballot."""

from django.utils.translation import gettext as gettext
from django.utils.translation import gettext_lazy as _

from emulation.ballots import keeping
from emulation.journal.steps import Record, Refused

from .models import ConferenceState
from .reports import may_count

NAME = Record(_("Cử tổ kiểm phiếu của hội nghị"), "conferences.run")


def name_team(conference, *, people, needed, by, at):
    """Cử tổ kiểm phiếu. `people`: in order, the first leads; `needed`: how many codes open the ballot (0: the server keeps the key).
    Replaces an earlier team. Refused: while a vote is out, outside the session, somebody the conference does not know.
    """
    with NAME.on(conference, by=by, at=at) as act:
        if conference.state not in (ConferenceState.INVITED, ConferenceState.IN_SESSION):
            raise Refused(gettext("Tổ kiểm phiếu được cử sau khi gửi giấy mời và trước khi kết luận hội nghị."))
        if conference.ballot_id:
            raise Refused(
                gettext("Đã phát phiếu, không đổi tổ kiểm phiếu được nữa; muốn đổi thì hủy cuộc bỏ phiếu trước.")
            )
        if strange := [p.full_name for p in people if p not in may_count(conference)]:
            raise Refused(gettext("%s không dự hội nghị này.") % ", ".join(strange))
        conference.counting_team = keeping.name_team(
            title=gettext("Tổ kiểm phiếu, %s") % conference.title, people=people, needed=needed, stream=conference.stream,
            by=by, at=at, back=(conference.title, f"/hoi-nghi/{conference.pk}/"),
        )  # fmt: skip
        conference.save(update_fields=["counting_team"])
        act.detail = {"team": conference.counting_team_id}
