"""Điều riêng của một phiếu: thêm dòng ngoài bộ tiêu chí, ghi điểm dòng thêm, nới trần. Each has a reason and stays visible."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from emulation.journal.steps import Record, Refused

from .caps import caps_of
from .locks import ONLY_ASKED, why_locked
from .models import MAY_ADD, AddedMark, AddedRow, Filler, Lift, Sheet, SheetState, Sign
from .standing import standings, tree_of

IN_ROUND = ("round",)
ADD_ROW = Record(_("Thêm dòng ngoài bộ tiêu chí"), "scoring.add_row", IN_ROUND)
MARK_ROW = Record(_("Ghi điểm dòng thêm"), "scoring.add_row", IN_ROUND)
LIFT_CAP = Record(_("Nới trần điểm"), "scoring.lift_cap", IN_ROUND, reason=True)


def add_row(sheet, column, *, name, under, sign, points, reason, by, at):
    """Thêm một dòng theo tên vào phiếu, với điểm ở cột của mình. under: a group of the scheme, or None; points: Decimal ≥ 0."""
    with ADD_ROW.on(sheet, by=by, at=at, note=reason) as act:
        _may_write(sheet, column, by)
        if under is not None and (under.scheme_id != sheet.round.scheme_id or not under.is_group):
            raise Refused(gettext("Dòng thêm phải nằm trong một nhóm của bộ tiêu chí."))
        row = AddedRow(sheet=sheet, name=name.strip(), under=under, sign=sign, by=by, at=at)
        row.full_clean(exclude=["sheet", "by"])
        row.save()
        _write(row, column, points, reason, by=by, at=at)
        act.detail = {"row": row.pk, "name": row.name, "column": column.code, "points": points}


def mark_row(row, column, *, points, reason, by, at):
    """Ghi điểm của một dòng thêm trong cột của mình, có lý do; 0 when the row is not accepted."""
    sheet = row.sheet
    with MARK_ROW.on(sheet, by=by, at=at, note=reason) as act:
        _may_write(sheet, column, by)
        _write(row, column, points, reason, by=by, at=at)
        act.detail = {"row": row.pk, "name": row.name, "column": column.code, "points": points}


def _may_write(sheet, column, by):
    if column.kind not in MAY_ADD:
        raise Refused(gettext("Cột này không có dòng thêm."))
    if lock := why_locked(by, column, sheet) or (column.kind == Filler.SELF and _only_asked(sheet)):
        raise Refused(gettext("Ô đã khóa: %(why)s.") % {"why": lock})


def _only_asked(sheet):
    """Why the unit adds nothing to a sheet that was sent back for single rows; "" when it was not."""
    asked = sheet.state == SheetState.RETURNED and sheet.questions.filter(nth=sheet.returns).exists()
    return str(ONLY_ASKED) if asked else ""


def _write(row, column, points, reason, *, by, at):
    if not reason.strip():
        raise Refused(gettext("Điểm của dòng thêm phải có lý do, minh chứng."))
    signed = -abs(points) if row.sign == Sign.PENALTY else points
    AddedMark.objects.create(row=row, column=column, points=signed, reason=reason.strip()[:1000], by=by, at=at)
    _add_up(row.sheet)


def _add_up(sheet):
    """The sums of the sheet with what it has of its own now."""
    sheet.has_extras = True
    standing = standings(sheet.round, [sheet])[sheet.pk]
    for code in (Filler.SELF, standing.lineup.checked):
        standing.store_sums(code)
    names = ["has_extras", "self_total", "self_missing", "checked_total", "checked_missing"]
    Sheet.objects.filter(pk=sheet.pk).update(**{name: getattr(sheet, name) for name in names})


# --- nới trần -------------------------------------------------------------------------------------
def lift_cap(sheet, *, criterion, cap, to, reason, by, at):
    """Nới một mức trần của bộ tiêu chí cho riêng một đơn vị, khi chốt, có lý do; it is printed with the result and never disappears."""
    with LIFT_CAP.on(sheet, by=by, at=at, note=reason) as act:
        _may_write(sheet, sheet.round.columns.get(kind=Filler.LEADERS), by)
        was = {(getattr(row, "pk", None), name): most for row, name, most in caps_of(tree_of(sheet.round.scheme))}
        key = (getattr(criterion, "pk", None), cap)
        if key not in was:
            raise Refused(gettext("Bộ tiêu chí không đặt mức trần đó."))
        if to <= was[key]:
            raise Refused(gettext("Mức nới phải cao hơn trần của bộ tiêu chí."))
        Lift.objects.create(
            sheet=sheet, criterion=criterion, cap=cap, was=was[key], to=to, reason=reason.strip(), by=by, at=at
        )
        _add_up(sheet)
        act.detail = {"group": getattr(criterion, "code", ""), "cap": cap, "from": was[key], "to": to}
