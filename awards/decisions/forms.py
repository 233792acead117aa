"""Quyết định: what may be typed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from emulation.ui.fields import CleanCharField
from emulation.ui.forms import DateField, Form


class DraftForm(Form):
    """Dự thảo quyết định: one authority, the awards that it decides. `authorities`: those of the proposals passed."""

    submit = _("Tạo dự thảo quyết định")
    authority = forms.ChoiceField(label=_("Người ban hành"))
    title = CleanCharField(label=_("Trích yếu"), max_length=400)

    def __init__(self, *args, authorities, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["authority"].choices = [(name, name) for name in authorities]


class IssueForm(Form):
    """Số và ngày do văn thư cơ quan có thẩm quyền cấp."""

    submit = _("Ghi số, vào sổ vàng")
    submit_class = "btn-seal"
    number = CleanCharField(label=_("Số, ký hiệu"), max_length=60, help_text=_("như trên bản đã ký, ví dụ 15/QĐ-UBND"))
    dated = DateField(label=_("Ngày ban hành"))


class RevokeForm(Form):
    """Hủy bỏ quyết định."""

    submit = _("Hủy bỏ quyết định")
    submit_class = "btn-seal"
    reason = CleanCharField(label=_("Căn cứ hủy bỏ"), widget=forms.Textarea(attrs={"rows": 3}), max_length=300)
