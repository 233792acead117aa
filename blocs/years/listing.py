"""Danh sách đơn vị thành viên, dự thảo quyết định về các khối: in từ dữ liệu; dữ liệu đổi thì bản mới thay bản cũ."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from emulation.journal import clock
from emulation.journal.steps import DoneBefore, Record, Refused
from emulation.papers.documents import DRAFT
from emulation.papers.workflow import Kind, frozen, issue, reissue

from . import documents, workflow
from .models import Arrangement, BlocYear, MemberList

LIST = Record(_("Phát hành danh sách đơn vị thành viên"), "years.prepare")
ARRANGE = Record(_("Dự thảo quyết định về các khối"), "years.arrange")


def list_members(bloc_year, *, by, at):
    """Phát hành danh sách đơn vị thành viên, không lấy số. Out: MemberList. Refused while nothing has changed since the last."""
    with LIST.on(bloc_year, by=by, at=at) as act:
        data = documents.member_list(bloc_year)
        act.subject = made = MemberList.objects.filter(bloc_year=bloc_year).first() or MemberList(bloc_year=bloc_year)
        if made.pk is None:
            made.paper = issue(
                kind=Kind.LIST, title=documents.member_list_title(bloc_year), template="years/paper_members.html", data=data,
                issuer=documents.issuer(bloc_year), stream=bloc_year.stream, numbered=False, dated=clock.today(), by=by, at=at,
            )  # fmt: skip
        else:
            made.paper = _anew(made.paper, data, by=by, at=at)
        made.save()
        workflow.file(bloc_year, made.paper, Kind.LIST.label, by=by, at=at)
    return made


def _anew(paper, data, *, by, at):
    """A new revision when what the paper tells has changed. Raises DoneBefore when it has not."""
    if all(paper.data[name] == value for name, value in frozen(data).items()):
        raise DoneBefore(gettext("«%s» đã phát hành, từ đó không có gì thay đổi.") % paper.title)
    return reissue(paper, data=data, reason=documents.CHANGED, by=by, at=at)


def is_listed(bloc_year, members):
    """Whether the list of members is issued and still true. members: those present, in order."""
    made = MemberList.objects.filter(bloc_year=bloc_year).select_related("paper").first()
    return made is not None and made.paper.data["members"] == frozen(documents.members_told(bloc_year, members))


def arrangeable(secretariat):
    """Years (int, newest first) for which the blocs of a secretariat have a bloc-year."""
    years = BlocYear.objects.filter(bloc__secretariat=secretariat).values_list("year", flat=True)
    return sorted(set(years), reverse=True)


def arrange(secretariat, *, year, by, at):
    """Dự thảo quyết định về các khối của `secretariat` (Unit) trong một năm: for the authority, without number or day. Out: Arrangement.

    Refused: no bloc has this year; nothing has changed since the last draft.
    """
    with ARRANGE.on(secretariat, by=by, at=at) as act:
        data = documents.arrangement(secretariat, year)
        if not data["blocs"]:
            raise Refused(gettext("Chưa khối nào được lập năm thi đua %d: lập năm trước.") % year)
        known = Arrangement.objects.filter(secretariat=secretariat, year=year).first()
        act.subject = made = known or Arrangement(secretariat=secretariat, year=year)
        if known is None:
            made.paper = issue(
                kind=Kind.DECISION, title=documents.arrangement_title(year), template="years/paper_arrangement.html", data=data,
                issuer=documents.authority(secretariat.root or secretariat), stream=made.stream, numbered=False,
                watermark=DRAFT, by=by, at=at,
            )  # fmt: skip
        else:
            made.paper = _anew(made.paper, data, by=by, at=at)
        made.save()
    return made
