"""Tra cứu: a code as printed, a file, or both. Nhận bản đã ký: a file and how it was signed."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from emulation.ui.fields import CleanCharField
from emulation.ui.forms import Form

from .models import ALPHABET, Level, grouped


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


class CopyForm(Form):
    """One signed copy. `findings`: what was found of the signatures when the file was not taken because of them."""

    level = forms.ChoiceField(label=_("Cách ký"), choices=Level.choices, widget=forms.RadioSelect, initial=Level.SIGNED)
    file = forms.FileField(label=_("Tệp"), help_text=_("Bản ký số: PDF. Bản quét: PDF, JPG hoặc PNG"))
    signers = CleanCharField(
        label=_("Ai đã ký tay"), help_text=_("Chỉ ghi với bản quét, ví dụ “Thủ trưởng 10 đơn vị”"), required=False, max_length=300
    )  # fmt: skip
    submit, findings = _("Kiểm tra và lưu"), ()

    def clean(self):
        given = super().clean()
        if given.get("level") == Level.SCAN and not given.get("signers"):
            self.add_error("signers", _("Ghi ai đã ký trên bản quét."))
        return given

    def add_error(self, field, error):
        """As always; the findings that come with an error about the file are kept for the page."""
        for one in error if isinstance(error, list) else [error]:
            self.findings = (getattr(one, "params", None) or {}).get("findings", self.findings)
        super().add_error(field, error)


class WithdrawForm(Form):
    """Why a scan is withdrawn."""

    reason = CleanCharField(label=_("Lý do rút"), max_length=300)
    submit, submit_class = _("Rút bản quét"), "btn-seal"
