"""Biểu mẫu tra căn cứ và xác nhận."""

from django import forms
from django.utils.translation import gettext_lazy as _

from emulation.ui.fields import CleanCharField
from emulation.ui.forms import DateField, Form

from .models import CitedBy, Confidence, FactKind

ANY = [("", _("Tất cả"))]
TO_CHECK = "to_check"


class FactFilter(Form):
    """Lọc căn cứ: each field may be left empty."""

    q = CleanCharField(label=_("Tìm"), required=False, help_text=_("gõ không dấu cũng được"))
    kind = forms.ChoiceField(label=_("Loại"), choices=ANY + FactKind.choices, required=False)
    confidence = forms.ChoiceField(
        label=_("Độ tin cậy"), choices=[*ANY, (TO_CHECK, _("Cần xác minh")), *Confidence.choices], required=False
    )
    day = DateField(label=_("Còn hiệu lực ngày"), required=False)


class CitationFilter(Form):
    """Loại văn bản và ngày ký."""

    kind = forms.ChoiceField(label=_("Loại văn bản"), choices=CitedBy.choices)
    day = DateField(label=_("Ngày của văn bản"))


class NoteForm(Form):
    """Đã đối chiếu với đâu, hoặc vì sao rút."""

    note = CleanCharField(
        label=_("Đã đối chiếu với"), max_length=500, help_text=_("ví dụ: Công báo số 807, ngày 24/6/2025")
    )
    submit = _("Xác nhận dòng này")


class DoubtForm(Form):
    note = CleanCharField(label=_("Vì sao rút xác nhận"), max_length=500)
    submit = _("Rút xác nhận")
