"""Gửi tệp Excel của quyết định chia khối."""

from django import forms
from django.utils.translation import gettext_lazy as _

from blocs.roster import documents_division as division
from blocs.roster.forms import WorkbookForm
from blocs.roster.models import Office, Seat, Unit, UnitKind
from emulation.ui.fields import CleanCharField
from emulation.ui.forms import DateField


class DivisionForm(WorkbookForm):
    """The decision, and the workbook of what it says. `root`: whose units."""

    read = staticmethod(division.read)
    number = CleanCharField(label=_("Số, ký hiệu quyết định"), max_length=60, help_text=_("ví dụ 12/QĐ-UBND"))
    dated = DateField(label=_("Ngày quyết định"))
    since = DateField(
        label=_("Có hiệu lực từ ngày"), help_text=_("đơn vị vào khối từ ngày này, ra khối sau ngày hôm trước")
    )
    secretariat = forms.ModelChoiceField(None, label=_("Cơ quan thường trực của khối lập mới"), empty_label=None)
    council = forms.ModelChoiceField(None, label=_("Hội đồng của khối lập mới"), empty_label=None)
    field_order = ["number", "dated", "since", "workbook", "secretariat", "council"]

    def __init__(self, *args, root, **kwargs):
        super().__init__(*args, **kwargs)
        below = Unit.objects.filter(root=root)
        seated = Seat.objects.filter(root=root, office=Office.SECRETARIAT).values("unit")
        self.fields["secretariat"].queryset = below.filter(pk__in=seated)
        self.fields["council"].queryset = below.filter(kind=UnitKind.COUNCIL)

    def ruling(self):
        """Out: division.Ruling."""
        return division.Ruling(
            **{name: self.cleaned_data[name] for name in ("number", "dated", "since", "secretariat", "council")}
        )
