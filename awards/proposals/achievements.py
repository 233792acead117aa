"""Báo cáo thành tích của một đơn vị: soạn từ dữ liệu, sửa được cho đến khi trình, thủ trưởng đơn vị phát hành."""

from dataclasses import replace

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from blocs.years.documents import unit_issuer
from emulation.journal import clock
from emulation.journal.steps import DoneBefore, Record, Refused
from emulation.papers.workflow import Kind, frozen, issue, reissue

from . import documents
from .models import AchievementReport
from .workflow import refuse_once_sent

WRITE = Record(_("Soạn báo cáo thành tích"), "proposals.report")
ISSUE = Record(_("Phát hành báo cáo thành tích"), "proposals.issue_report")


def report_of(proposal):
    """The report of a proposal with its paper, or None before anybody wrote one."""
    found = AchievementReport.objects.select_related("paper__rendering", "paper__issued_by", "proposal")
    return found.filter(proposal=proposal).first()


def write(proposal, *, by, at, **sections):
    """Soạn hoặc sửa báo cáo. sections: any of documents.SECTIONS. Out: AchievementReport. Refused once the file is sent."""
    with WRITE.on(proposal, by=by, at=at) as act:
        refuse_once_sent(proposal)
        report = report_of(proposal) or AchievementReport(proposal=proposal)
        for name in documents.SECTIONS:
            setattr(report, name, sections.get(name, getattr(report, name)))
        report.save()
        act.subject, act.detail = report, {"changed": sorted(sections)}
    return report


def is_stale(report):
    """Whether what the paper of a report says is no longer what its text and the data say."""
    paper = report.paper
    return paper is not None and paper.data != frozen(documents.achievement_report(report, by=paper.issued_by))


def issue_report(proposal, *, letterhead, by, at):
    """Phát hành báo cáo, không lấy số ở đây; changed afterwards, a new revision replaces it. letterhead: of the unit, or as the award asks.

    Out: Paper. Refused: not written, the file is sent, nothing changed since it was issued.
    """
    with ISSUE.on(proposal, by=by, at=at) as act:
        refuse_once_sent(proposal)
        act.subject = report = report_of(proposal)
        if report is None:
            raise Refused(gettext("Chưa soạn báo cáo thành tích."))
        data = documents.achievement_report(report, by=by)
        if report.paper is None:
            issuer = replace(unit_issuer(proposal.unit, proposal.bloc_year.bloc), letterhead=letterhead)
            report.paper = issue(
                kind=Kind.ACHIEVEMENT, title=documents.report_title(proposal), template="proposals/paper_achievement.html", data=data,
                issuer=issuer, stream=proposal.stream, numbered=False, dated=clock.today(), by=by, at=at,
            )  # fmt: skip
        elif not is_stale(report):
            raise DoneBefore(gettext("Báo cáo này đã phát hành, từ đó không có gì thay đổi."))
        else:
            report.paper = reissue(report.paper, data=data, reason=documents.COMPLETED, by=by, at=at)
        report.save()
    return report.paper
