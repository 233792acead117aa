"""Lời báo cáo: the lead unit's people and the secretariat edit what was drafted, until the conference concludes."""

from django.utils.translation import gettext as gettext
from django.utils.translation import gettext_lazy as _

from emulation.journal.steps import Record, Refused
from emulation.papers.workflow import must_be_printable
from emulation.ui.dates import day, hour
from emulation.ui.fields import clean_lines

from . import reporting
from .models import ReportSection

EDIT_REPORT = Record(_("Sửa lời báo cáo"), "conferences.run")
KEEP_REPORT = Record(_("Giữ lời báo cáo đã sửa"), "conferences.run")
RESTORE_REPORT = Record(_("Lấy lời báo cáo soạn từ dữ liệu"), "conferences.run")


def not_editable(conference):
    """Vì sao lời báo cáo không soạn, không sửa được: a sentence, "" while it can be."""
    if not conference.has_report:
        return gettext("Hội nghị này không có báo cáo.")
    if conference.is_over:
        return gettext("Hội nghị đã kết luận: báo cáo đã phát hành, không sửa được nữa.")
    return ""


def edit(conference, key, text, *, seen, by, at):
    """Sửa lời một mục. seen: `Standing.seen` of the page on which it was written. Refused: somebody or the data changed the section since; issued already; a sign that cannot be printed."""
    with EDIT_REPORT.on(conference, by=by, at=at) as act:
        before = _as_seen(conference, key, seen)
        if not text.strip():
            raise Refused(gettext("Ghi lời của mục này, hoặc lấy lời soạn từ dữ liệu."))
        must_be_printable(text)
        _store(conference, before, text, act)


def keep(conference, key, *, seen, by, at):
    """Giữ lời đã sửa: the data have changed since, and the words stay. Refused as `edit`."""
    with KEEP_REPORT.on(conference, by=by, at=at) as act:
        before = _as_seen(conference, key, seen)
        _store(conference, before, before.edited.text if before.edited else "", act)


def restore(conference, key, *, seen, by, at):
    """Lấy lời soạn từ dữ liệu thay lời đã sửa. Refused as `edit`."""
    with RESTORE_REPORT.on(conference, by=by, at=at) as act:
        _store(conference, _as_seen(conference, key, seen), "", act)


def _store(conference, before, text, act):
    """Words that say what the data say are no edit: they follow the data."""
    text = clean_lines(text).strip()
    text = "" if text == before.section.drafted else text
    facts = {"drafted": before.section.drafted, "text": text, "edited_by": act.by, "edited_at": act.at}
    version = before.edited.version + 1 if before.edited else 1
    ReportSection.objects.update_or_create(
        conference=conference, key=before.section.key, defaults=facts | {"version": version}
    )
    act.detail = {"section": before.section.key, "version": version, "letters": len(text)}


def _as_seen(conference, key, seen):
    """The section as it stands, if it is still what the page showed."""
    if sentence := not_editable(conference):
        raise Refused(sentence)
    found = next(one for one in reporting.sections(conference) if one.section.key == key)
    if found.seen == seen:
        return found
    if found.edited and not seen.startswith(f"{found.edited.version}-"):
        when = found.edited.edited_at
        facts = {"who": found.edited.edited_by, "hour": hour(when), "day": day(when)}
        raise Refused(
            gettext("%(who)s đã sửa mục này lúc %(hour)s, %(day)s, sau khi bạn mở trang. Chưa ghi gì: so hai bản rồi làm lại.") % facts
        )  # fmt: skip
    raise Refused(gettext("Dữ liệu của mục này vừa thay đổi. Chưa ghi gì: đọc lời mới soạn rồi làm lại."))
