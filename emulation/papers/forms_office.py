"""Văn thư: what may be typed on a paper's page and on the page of an issuer's numbers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from emulation.ui.fields import CleanCharField
from emulation.ui.forms import DateField, Form

from .models import Keeping, Kind, Style
from .numbering import COUNTED

ABBREVIATIONS = {k.abbreviation: k.label for k in reversed(Kind) if k.abbreviation}


class Named(Form):
    """One of several forms of a page: says by `act` which one was sent."""

    name = ""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["act"] = forms.CharField(initial=self.name, widget=forms.HiddenInput)


class CompleteForm(Named):
    """What a prepared paper still lacks (missing.Missing), and nothing else."""

    name, submit = "complete", _("Phát hành văn bản")
    number = forms.IntegerField(label=_("Số văn thư đã cấp"), min_value=1, max_value=99999)
    dated = DateField(label=_("Ngày ghi trên văn bản"))
    grounds = CleanCharField(
        label=_("Căn cứ"), widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Mỗi dòng một căn cứ, ghi đủ số, ngày, cơ quan ban hành"),
    )  # fmt: skip

    def __init__(self, *args, lacks, **kwargs):
        super().__init__(*args, **kwargs)
        self.lacks = lacks
        if not lacks.number:
            del self.fields["number"], self.fields["dated"]
        if not lacks.grounds:
            del self.fields["grounds"]


class RecallForm(Named):
    name, submit, submit_class = "recall", _("Thu hồi văn bản"), "btn-seal"
    reason = CleanCharField(label=_("Lý do thu hồi"), max_length=300)


class VoidForm(Named):
    name, submit, submit_class = "void", _("Hủy số văn bản"), "btn-seal"
    reason = CleanCharField(label=_("Lý do hủy số"), max_length=300)


class NumberingForm(Named):
    """Mở kỳ đánh số."""

    name, submit = "open", _("Mở kỳ đánh số")
    since = DateField(label=_("Từ ngày"))
    until = DateField(label=_("Đến hết ngày"))
    kept = forms.ChoiceField(label=_("Sổ do ai giữ"), choices=Keeping.choices, initial=Keeping.HERE)
    together = forms.MultipleChoiceField(
        label=_("Loại văn bản chung một dãy số"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(a, ABBREVIATIONS[a]) for a in COUNTED], help_text=_("Không chọn loại nào thì mỗi loại một dãy"),
    )  # fmt: skip


class GoOnForm(Named):
    """Ghi số cuối đã cấp trước khi dùng hệ thống."""

    name, submit = "go_on", _("Ghi số đã cấp")
    group = forms.ChoiceField(label=_("Dãy số"))
    number = forms.IntegerField(label=_("Số cuối đã cấp"), min_value=1, max_value=99999)
    dated = DateField(label=_("Ngày của số ấy"))

    def __init__(self, *args, numbering, **kwargs):
        super().__init__(*args, **kwargs)
        shared = [("", _("dãy chung"))] if numbering.together else []
        own = [(a, ABBREVIATIONS[a]) for a in COUNTED if a not in numbering.together]
        self.fields["group"].choices, self.fields["group"].required = shared + own, bool(not shared)


class StyleForm(Named):
    """Thể thức riêng cho một loại văn bản."""

    name, submit = "style", _("Đặt thể thức")
    kind = forms.ChoiceField(label=_("Loại văn bản"), choices=Kind.choices)
    letterhead = forms.ChoiceField(
        label=_("Thể thức"), required=False,
        choices=[("", _("như thể thức chung của nơi ban hành")), *Style._meta.get_field("letterhead").choices],
    )  # fmt: skip
