"""Những gì một dòng hỏi từ bên ngoài ô của mình: other rows, other members, other sheets. No kind reads the database."""

from django.utils.translation import gettext as _


class NoPoints(Exception):
    """No points yet; the sentence says what is missing. The inputs are kept all the same."""


class Alone:
    """Nothing around: what a kind finds when its cell is looked at by itself. evaluation.py gives the real one."""

    def inputs(self):
        """The inputs of this row of every member that has it, in the order of members (list of dicts)."""
        raise NoPoints(_("tính khi các đơn vị đã nhập đủ"))

    def row(self, where):
        """Points of another row or group of this member (Decimal)."""
        raise NoPoints(_("tính khi có điểm của “%(row)s”") % {"row": where})

    def rows(self, where):
        """Points of another row or group of every member (list of Decimal)."""
        return [self.row(where)]

    def outside(self, source, what):
        """A number from another sheet or from target results (Decimal)."""
        raise NoPoints(_("chưa có “%(what)s”") % {"what": what})


class Among(Alone):
    """Something around, told beforehand: for examples and for trying out. all_inputs, rows, outside: as Alone says."""

    def __init__(self, all_inputs=(), rows=None, outside=None):
        self.all_inputs, self.known_rows, self.known_outside = list(all_inputs), rows or {}, outside or {}

    def inputs(self):
        return self.all_inputs

    def row(self, where):
        return self.known_rows[where] if where in self.known_rows else super().row(where)

    def rows(self, where):
        return [self.row(where)]

    def outside(self, source, what):
        return (
            self.known_outside[source, what] if (source, what) in self.known_outside else super().outside(source, what)
        )
