"""Công văn của khối: cán bộ trưởng khối soạn, lãnh đạo trưởng khối phát hành."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from emulation.journal.steps import Record, Refused, Step
from emulation.papers.workflow import Kind, issue

from . import documents, workflow
from .models import Letter, LetterState

WRITE = Record(_("Soạn công văn"), "years.prepare")
EDIT = Record(_("Sửa công văn"), "years.prepare")
ISSUE = Step(_("Phát hành công văn"), [LetterState.WRITING], LetterState.ISSUED, "years.adopt", parents=("bloc_year",))


def write(bloc_year, *, subject, addressees, text, recipients="", by, at):
    """Soạn công văn. addressees, recipients: a line each; text: a paragraph a line. Out: Letter."""
    with WRITE.on(bloc_year, by=by, at=at) as act:
        facts = {"subject": subject, "addressees": addressees, "text": text, "recipients": recipients}
        act.subject = Letter.objects.create(bloc_year=bloc_year, **facts)
    return act.subject


def edit(letter, *, subject, addressees, text, recipients="", by, at):
    """Sửa khi đang soạn. Refused once issued."""
    with EDIT.on(letter, by=by, at=at):
        if letter.state != LetterState.WRITING:
            raise Refused(gettext("Công văn đã phát hành nên không sửa được."))
        letter.subject, letter.addressees, letter.text, letter.recipients = subject, addressees, text, recipients
        letter.save()


def issue_letter(letter, *, by, at):
    """Phát hành công văn: it takes its number and goes into the files of the year. Refused twice."""
    with ISSUE.on(letter, by=by, at=at):
        letter.paper = issue(
            kind=Kind.LETTER, title=documents.letter_title(letter), template="years/paper_letter.html",
            data=documents.letter(letter), issuer=documents.issuer(letter.bloc_year), stream=letter.stream, by=by, at=at,
        )  # fmt: skip
        workflow.file(letter.bloc_year, letter.paper, Kind.LETTER.label, by=by, at=at)
