"""Tra cứu: a code as printed, a file, or both."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from emulation.ui.fields import CleanCharField

from .models import ALPHABET, grouped


class LookUp(forms.Form):
    """One look-up: needs the code or the file."""

    code = CleanCharField(
        label=_("Mã in cạnh hình QR"), help_text=_("16 chữ và số, ví dụ K7QF-2M9X-D4TB-8HWR"), required=False, max_length=40,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )  # fmt: skip
    file = forms.FileField(
        label=_("Hoặc đối chiếu tệp PDF"), help_text=_("Tệp chỉ được đối chiếu rồi bỏ ngay, không lưu lại."), required=False,
        widget=forms.FileInput(attrs={"class": "form-control", "accept": "application/pdf"}), allow_empty_file=True,
    )  # fmt: skip

    def clean_code(self):
        code = self.cleaned_data["code"]
        signs = grouped(code).replace("-", "")
        if code and (len(signs) != 16 or set(signs) - set(ALPHABET)):
            raise ValidationError(
                _("Mã có 16 chữ và số, không có chữ I, chữ O, số 0, số 1. Bạn vừa nhập “%(typed)s”."),
                params={"typed": code},
            )
        return grouped(code)

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and file.size > settings.UPLOAD_LIMIT:
            limit = settings.UPLOAD_LIMIT // 1024 // 1024
            raise ValidationError(
                _("Tệp lớn hơn %(limit)s MB. Văn bản do đây phát hành nhỏ hơn nhiều."), params={"limit": limit}
            )
        return file

    def clean(self):
        given = super().clean()
        if not self.errors and not given.get("code") and not given.get("file"):
            raise ValidationError(_("Nhập mã in cạnh hình QR, hoặc chọn tệp PDF."))
        return given
