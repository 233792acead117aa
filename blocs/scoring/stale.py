"""Trang dự thảo đã cũ: what others did to a draft since the page was opened, told to the one whose page it is."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from emulation.journal.models import Entry
from emulation.journal.steps import Refused
from emulation.ui.dates import hour

from . import kinds
from .kinds.inputs import told
from .written.editing import row_at
from .written.seen import Seen

DID = {
    "edit": gettext_noop("sửa dòng %(row)s"),
    "add": gettext_noop("thêm dòng sau dòng %(row)s"),
    "add_first": gettext_noop("thêm dòng ở đầu"),
    "split": gettext_noop("tách dòng %(row)s"),
    "move": gettext_noop("chuyển dòng %(row)s"),
    "remove": gettext_noop("bỏ dòng %(row)s"),
}
WHOLE = {"move", "remove"}  # done to a row among the others that the page showed
MOST_TOLD = 3


def refuse(scheme, seen, did, now):
    """Refused, in words that fit what was to be done to the row that the page `seen` showed."""
    if did in WHOLE:
        refuse_unseen(scheme, seen.draft)
    raise Stale(scheme, seen, now)


class Stale(Refused):
    """The row is no longer as the page showed it. `seen`: what the page shows once it has told so; None: the row is gone."""

    def __init__(self, scheme, seen, now):
        position = seen.successor_in(now)
        self.seen = position and Seen.at(now, position)
        row = position and row_at(now, position)
        super().__init__(f"{_changed(scheme, seen.draft)} {_row_now(row, seen.label, now)}")


def refuse_unseen(scheme, draft):
    """Refused: the draft as a whole is not the one that the page showed."""
    raise Refused(f"{_changed(scheme, draft)} " + _("Chưa ghi gì: xem lại bản dự thảo rồi làm lại."))


def _row_now(row, label, now):
    if row is None:
        sentence = _(
            "Dòng %(row)s không còn trong dự thảo. Chưa ghi gì; điều bạn gõ còn nguyên ở đây để chép sang chỗ khác."
        )
        return sentence % {"row": label}
    facts = {
        "row": f"{row.code} {row.name}".strip(), "most": told(row.most) if row.most is not None else "–",
        "formula": kinds.of_row(row, now.decimals),
    }  # fmt: skip
    sentence = _(
        "Dòng này nay là “%(row)s” (tối đa %(most)s). %(formula)s Chưa ghi gì; điều bạn gõ còn nguyên: bấm lần nữa thì ghi theo điều bạn gõ."
    )
    return sentence % facts


def _changed(scheme, draft):
    """What was done since the draft looked so, newest last, in one sentence."""
    acts = _since(scheme, draft)
    if not acts:
        return _("Dự thảo đã đổi từ khi trang này mở.")
    heard = [_heard(entry) for entry in acts[-MOST_TOLD:]]
    more = _("%(n)d việc nữa, ") % {"n": len(acts) - MOST_TOLD} if len(acts) > MOST_TOLD else ""
    return _("Từ khi trang này mở, dự thảo đã đổi: %(acts)s.") % {"acts": more + "; ".join(heard)}


def _since(scheme, draft):
    """Entries of what was done to the draft after it looked so; of an unknown page the last one."""
    acts = [entry for entry in Entry.objects.about(scheme).select_related("by") if "draft" in entry.detail]
    places = [n for n, entry in enumerate(acts) if entry.detail["draft"] == draft]
    return [e for e in acts[places[-1] + 1 if places else -1 :] if e.detail.get("did") in DID]


def _heard(entry):
    did = _(DID[entry.detail["did"]]) % {"row": entry.detail["row"]}
    return _("%(who)s %(did)s lúc %(hour)s") % {"who": entry.by, "did": did, "hour": hour(entry.at)}
