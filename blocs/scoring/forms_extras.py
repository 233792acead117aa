"""Dòng thêm và nới trần: what may be typed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from emulation.ui.fields import CleanCharField, DecimalCommaField
from emulation.ui.forms import Form
from emulation.ui.numbers import points as shown

from .caps import caps_of
from .models import Cap, Criterion, Sign
from .standing import tree_of

WHOLE = "whole"


class AddedMarkForm(Form):
    """Điểm của một dòng thêm, có lý do."""

    submit = _("Ghi điểm dòng thêm")
    points = DecimalCommaField(
        label=_("Điểm"), min_value=0, max_digits=11, decimal_places=4, help_text=_("dòng trừ điểm cũng gõ số dương")
    )
    reason = CleanCharField(label=_("Lý do, minh chứng"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


class AddedRowForm(AddedMarkForm):
    """Thêm một dòng ngoài bộ tiêu chí."""

    submit = _("Thêm dòng")
    field_order = ["name", "under", "sign", "points", "reason"]
    name = CleanCharField(label=_("Tên dòng"), max_length=500)
    under = forms.ModelChoiceField(
        label=_("Cộng vào nhóm"), queryset=Criterion.objects.none(), required=False, empty_label=_("ngoài các nhóm")
    )
    sign = forms.ChoiceField(label=_("Loại điểm"), choices=Sign.choices, initial=Sign.BONUS)

    def __init__(self, *args, scheme, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["under"].queryset = scheme.criteria.filter(kind="group").order_by("position")


class LiftForm(Form):
    """Nới một mức trần cho một đơn vị."""

    submit = _("Nới trần")
    what = forms.ChoiceField(label=_("Mức trần"))
    to = DecimalCommaField(label=_("Nới đến"), min_value=0, max_digits=11, decimal_places=4)
    reason = CleanCharField(label=_("Lý do"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, scheme, **kwargs):
        super().__init__(*args, **kwargs)
        caps = caps_of(tree_of(scheme))
        self.caps = {f"{row.pk if row else WHOLE}:{cap}": (row, cap) for row, cap, _most in caps}
        self.fields["what"].choices = [
            (code, f"{row or _('Cả phiếu')}: {Cap(cap).label} {shown(most, scheme.decimals)}")
            for code, (row, cap, most) in zip(self.caps, caps, strict=True)
        ]

    def chosen(self):
        """What is lifted, how far and why, as `exceptions.lift_cap` takes it (dict)."""
        row, cap = self.caps[self.cleaned_data["what"]]
        return {"criterion": row, "cap": cap, "to": self.cleaned_data["to"], "reason": self.cleaned_data["reason"]}
