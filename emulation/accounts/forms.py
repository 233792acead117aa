"""Biểu mẫu đăng nhập: allauth's forms in our words, and the first sign-in by slip."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emulation.ui.fields import CleanCharField
from emulation.ui.forms import Manners
from emulation.ui.text import clean

from .models import User

USERNAME_HINT = gettext_lazy("Ghi trên phiếu cấp tài khoản, ví dụ snv.daumoi")
PASSWORD_HINT = gettext_lazy("Ít nhất 10 ký tự; một câu ngắn dễ nhớ là tốt nhất")
TYPED_BY_HAND = {"autocapitalize": "none", "spellcheck": "false"}


class Worded(Manners):
    """allauth's fields with our labels and hints and without placeholders. `words`: {field: (label, hint)}."""

    words = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in self.words:
                field.label, field.help_text = self.words[name]


class SignInForm(Worded, LoginForm):
    words = {"login": (gettext_lazy("Tên đăng nhập"), USERNAME_HINT), "password": (gettext_lazy("Mật khẩu"), "")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs.update(TYPED_BY_HAND)

    def clean_login(self):
        return clean(self.cleaned_data["login"]).lower()


class ProofForm(Worded, ReauthenticateForm):
    words = {"password": (gettext_lazy("Mật khẩu"), "")}


class PasswordForm(Worded, ChangePasswordForm):
    words = {
        "oldpassword": (gettext_lazy("Mật khẩu đang dùng"), ""),
        "password1": (gettext_lazy("Mật khẩu mới"), PASSWORD_HINT),
        "password2": (gettext_lazy("Nhập lại mật khẩu mới"), ""),
    }
    submit = gettext_lazy("Đổi mật khẩu")

    def clean(self):
        cleaned = forms.Form.clean(self)
        return _same_twice(self, cleaned)


class _Code(Worded):
    words = {"code": (gettext_lazy("Mã"), gettext_lazy("Mã 6 số trong ứng dụng, hoặc một mã dự phòng"))}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs.update(inputmode="numeric")


class CodeForm(_Code, mfa.AuthenticateForm):
    pass


class ProofByCodeForm(_Code, mfa.ReauthenticateForm):
    pass


class AddCodesForm(_Code, ActivateTOTPForm):
    words = {"code": (gettext_lazy("Mã 6 số vừa hiện trong ứng dụng"), "")}
    submit = gettext_lazy("Bật ứng dụng mã")


class AddPasskeyForm(Worded, AddWebAuthnForm):
    words = {"name": (gettext_lazy("Tên gợi nhớ"), gettext_lazy("ví dụ: điện thoại, máy ở cơ quan"))}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # A key here always replaces the password: the script reads this box, so it stays in the page, ticked.
        self.fields["passwordless"].initial = True
        self.fields["passwordless"].widget = forms.CheckboxInput(attrs={"hidden": True, "checked": True})


class RenamePasskeyForm(Worded, EditWebAuthnForm):
    words = {"name": AddPasskeyForm.words["name"]}


class EmailForm(Manners, forms.Form):
    """Địa chỉ nhận thư nhắc hạn; empty: none."""

    submit = gettext_lazy("Ghi địa chỉ")
    act = forms.CharField(widget=forms.HiddenInput, initial="email")
    email = forms.EmailField(
        label=gettext_lazy("Địa chỉ thư điện tử"),
        help_text=gettext_lazy("để trống thì thôi nhận thư"),
        required=False,
        max_length=254,
    )


class FirstSignInForm(Manners, forms.Form):
    """Lần đầu đăng nhập: tên đăng nhập, mã trên phiếu, mật khẩu tự đặt hai lần."""

    username = CleanCharField(
        label=gettext_lazy("Tên đăng nhập"), help_text=gettext_lazy("Ghi trên phiếu"), max_length=60
    )
    code = CleanCharField(
        label=gettext_lazy("Mã một lần"),
        help_text=gettext_lazy("12 ký tự trên phiếu, gõ hoa hay thường đều được"),
        max_length=40,
    )
    password1 = forms.CharField(
        label=gettext_lazy("Mật khẩu bạn tự đặt"), help_text=PASSWORD_HINT, strip=False, widget=forms.PasswordInput
    )
    password2 = forms.CharField(label=gettext_lazy("Nhập lại mật khẩu"), strip=False, widget=forms.PasswordInput)
    submit = gettext_lazy("Đặt mật khẩu và đăng nhập")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].widget.attrs.update(TYPED_BY_HAND, autocomplete="username")
        self.fields["code"].widget.attrs.update(TYPED_BY_HAND, autocomplete="off")
        for name in ("password1", "password2"):
            self.fields[name].widget.attrs["autocomplete"] = "new-password"

    def clean(self):
        cleaned = _same_twice(self, super().clean())
        if password := cleaned.get("password1"):
            try:
                get_adapter().clean_password(password, User(username=cleaned.get("username", "")))
            except ValidationError as error:
                self.add_error("password1", error)
        return cleaned


def _same_twice(form, cleaned):
    one, two = cleaned.get("password1"), cleaned.get("password2")
    if one and two and one != two:
        form.add_error("password2", _("Hai lần nhập khác nhau. Nhập lại mật khẩu ở ô này."))
    return cleaned
