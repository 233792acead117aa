"""Hội đồng: what may be typed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from emulation.ui.fields import CleanCharField
from emulation.ui.forms import DateField, Form, HourField, with_one_moment


class ConveneForm(Form):
    """Lập phiên họp."""

    submit = _("Lập phiên họp")
    title = CleanCharField(label=_("Tên phiên họp"), max_length=200)
    day = DateField(label=_("Ngày họp"))
    hour = HourField()
    place = CleanCharField(label=_("Địa điểm"), max_length=255)

    def facts(self):
        """What workflow.convene takes."""
        return with_one_moment(self.cleaned_data)


class RescheduleForm(Form):
    """Hẹn lại phiên họp."""

    submit = _("Hẹn lại phiên họp")
    day = DateField(label=_("Ngày họp mới"))
    hour = HourField()
    place = CleanCharField(label=_("Địa điểm"), max_length=255)
    reason = CleanCharField(label=_("Lý do"), max_length=300)

    def facts(self):
        """What workflow.reschedule takes."""
        return with_one_moment(self.cleaned_data)


class RecuseForm(Form):
    """Một thành viên không biểu quyết một đề nghị."""

    submit = _("Ghi không biểu quyết")
    person = forms.ModelChoiceField(None, label=_("Thành viên"))
    reason = CleanCharField(label=_("Lý do"), max_length=300)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people


class OpinionForm(Form):
    """Ý kiến bằng văn bản của một thành viên vắng."""

    submit = _("Ghi ý kiến")
    submit_class = "btn-seal"
    person = forms.ModelChoiceField(None, label=_("Thành viên vắng"))
    agrees = forms.TypedChoiceField(
        label=_("Ý kiến trên văn bản"), choices=[("yes", _("Đồng ý")), ("no", _("Không đồng ý"))],
        widget=forms.RadioSelect, coerce=lambda value: value == "yes",
    )  # fmt: skip

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people


class AdjournForm(Form):
    """Hoãn biểu quyết."""

    submit = _("Hoãn biểu quyết")
    submit_class = "btn-seal"
    reason = CleanCharField(label=_("Lý do"), max_length=300)


class ConcludeForm(Form):
    """Kết luận phiên họp."""

    submit = _("Kết luận, phát hành biên bản")
    submit_class = "btn-seal"
    conclusions = CleanCharField(label=_("Kết luận"), widget=forms.Textarea(attrs={"rows": 6}))


class CountMinutesForm(Form):
    """Biên bản kiểm phiếu: the counting team by name, as the council elected it."""

    submit = _("Phát hành biên bản kiểm phiếu")
    submit_class = "btn-seal"
    head = CleanCharField(label=_("Trưởng ban kiểm phiếu"), max_length=120)
    members = CleanCharField(
        label=_("Ủy viên ban kiểm phiếu"),
        max_length=300,
        required=False,
        help_text=_("họ tên, cách nhau dấu chấm phẩy"),
    )
