"""Căn cứ: nghe lại → có người có tên xác nhận; withdrawn in the same way. Rows are loaded from shipped files, not typed here."""

from django.utils.translation import gettext_lazy as _

from emulation.journal.steps import Record, Refused

# The predicate of law.confirm is added by blocs.roster, which knows who serves a secretariat.
CONFIRM = Record(_("Xác nhận căn cứ"), "law.confirm", reason=True)
DOUBT = Record(_("Rút xác nhận căn cứ"), "law.confirm", reason=True)


def confirm(row, *, by, at, note):
    """A named person has read the text: from now on the row may be printed. `note`: what was read. Raises Refused when nothing waits."""
    with CONFIRM.on(row, by=by, at=at, note=note) as act:
        if not row.needs_checking:
            raise Refused(_("Dòng «%(row)s» không chờ xác minh.") % {"row": row})
        row.confirmed_by, row.confirmed_at = by, at
        row.save(update_fields=["confirmed_by", "confirmed_at"])
        act.detail = _claim(row)


def doubt(row, *, by, at, note):
    """Take the confirmation back: the row waits again. Raises Refused when it was not confirmed by anyone."""
    with DOUBT.on(row, by=by, at=at, note=note) as act:
        if row.confirmed_by_id is None:
            raise Refused(_("Dòng «%(row)s» chưa có ai xác nhận.") % {"row": row})
        row.confirmed_by = row.confirmed_at = None
        row.save(update_fields=["confirmed_by", "confirmed_at"])
        act.detail = _claim(row)


def _claim(row):
    """What the person stood for, so that the journal still says it when the row has changed."""
    names = ("slug", "value", "number", "unit", "text", "article", "day", "works")
    return {name: str(getattr(row, name)) for name in names if getattr(row, name, None) not in (None, "")}
