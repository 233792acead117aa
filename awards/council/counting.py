"""Biên bản kiểm phiếu của phiên họp Hội đồng, sau khi đóng biểu quyết; không lấy số, một lần."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from emulation.journal.steps import DoneBefore, Record, Refused
from emulation.papers.workflow import Kind, issue

from . import documents
from .models import SessionState

ISSUE_COUNT = Record(_("Phát hành biên bản kiểm phiếu của Hội đồng"), "council.run")
COUNTED = (SessionState.CLOSED, SessionState.CONCLUDED)


def refuse_unless_due(session):
    """The count is minuted after it, once. Raises Refused."""
    if session.state not in COUNTED:
        raise Refused(gettext("Chưa kiểm phiếu nên chưa lập biên bản kiểm phiếu được."))
    if session.count_minutes_id:
        raise DoneBefore(gettext("Biên bản kiểm phiếu của phiên họp này đã phát hành."))


def issue_count(session, *, head, members="", by, at):
    """Phát hành biên bản kiểm phiếu. head, members (parted by semicolons): the counting team by name. Out: Paper."""
    with ISSUE_COUNT.on(session, by=by, at=at):
        refuse_unless_due(session)
        session.count_minutes = issue(
            kind=Kind.MINUTES, title=documents.count_title(session), template="council/paper_count.html",
            data=documents.count(session, head=head, members=members), issuer=documents.issuer(session),
            stream=session.stream, numbered=False, by=by, at=at,
        )  # fmt: skip
        session.save()
    return session.count_minutes
