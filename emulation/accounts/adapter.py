"""What allauth asks of this house: nobody signs up, dormant accounts come back by a slip, every refusal is a sentence."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

PASSWORD_SENTENCES = {
    "password_too_short": gettext_lazy("Mật khẩu cần ít nhất 10 ký tự."),
    "password_too_common": gettext_lazy("Mật khẩu này nhiều người dùng nên dễ đoán. Chọn mật khẩu khác."),
    "password_too_similar": gettext_lazy("Mật khẩu quá giống tên đăng nhập hoặc họ tên. Chọn mật khẩu khác."),
    "password_entirely_numeric": gettext_lazy("Mật khẩu chỉ toàn chữ số. Thêm chữ cái."),
}


def hour_of(request):
    """The hour of the act in hand (aware datetime); allauth may ask before ClockMiddleware has set it."""
    return getattr(request, "at", None) or timezone.now()


class Adapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": gettext_lazy("Tài khoản này đã ngừng dùng. Hỏi cán bộ đầu mối của đơn vị."),
        "enter_current_password": gettext_lazy("Mật khẩu đang dùng chưa đúng."),
        "incorrect_code": gettext_lazy("Mã chưa đúng. Đợi mã mới trên điện thoại rồi nhập lại."),
        "incorrect_password": gettext_lazy("Mật khẩu chưa đúng."),
        "too_many_login_attempts": gettext_lazy("Đã nhập sai nhiều lần. Chờ 5 phút rồi thử lại."),
        "username_password_mismatch": gettext_lazy("Tên đăng nhập hoặc mật khẩu chưa đúng."),
        "rate_limited": gettext_lazy("Đã thử quá nhiều lần. Chờ vài phút rồi thử lại."),
    }

    def is_open_for_signup(self, request):
        """Nobody signs up: people are seated by a decision."""
        return False

    def clean_password(self, password, user=None):
        """The new password, or a ValidationError whose sentences are ours."""
        try:
            return super().clean_password(password, user)
        except ValidationError as error:
            raise ValidationError([PASSWORD_SENTENCES.get(e.code, e.message) for e in error.error_list]) from error

    def respond_user_inactive(self, request, user):
        messages.error(request, self.error_messages["account_inactive"])
        return redirect("account_login")

    def pre_login(self, request, user, **kwargs):
        """Tài khoản ngủ quên chỉ mở lại bằng mã mới, dù mật khẩu hay khóa trên máy vẫn đúng."""
        response = super().pre_login(request, user, **kwargs)
        if response is None and user.is_dormant(hour_of(request)):
            clear_login(request)
            sentence = _(
                "Quá %(days)d ngày không đăng nhập nên tài khoản đã khóa. Xin cán bộ đầu mối hoặc cơ quan thường trực mã mới."
            )
            messages.error(request, sentence % {"days": settings.DORMANT_DAYS})
            return redirect("accounts:first_sign_in")
        return response

    def login(self, request, user):
        super().login(request, user)
        user.seen_at = hour_of(request)
        user.save(update_fields=["seen_at"])

    def get_password_change_redirect_url(self, request):
        return redirect("accounts:index").url

    def get_reauthentication_methods(self, user):
        """Passkey first: two taps, nothing to type."""
        words = {
            "reauthenticate": _("Dùng mật khẩu"),
            "mfa_reauthenticate": _("Dùng mã trên điện thoại"),
            "mfa_reauthenticate:webauthn": _("Dùng khóa trên máy"),
        }
        methods = [m | {"description": words[m["id"]]} for m in super().get_reauthentication_methods(user)]
        return sorted(methods, key=lambda m: not m["id"].endswith("webauthn"))


class MfaAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": gettext_lazy("Không tắt được cách xác thực này."),
        "cannot_generate_recovery_codes": gettext_lazy(
            "Thêm khóa trên máy hoặc ứng dụng mã trước, rồi mới lập mã dự phòng."
        ),
        "incorrect_code": gettext_lazy("Mã hoặc khóa chưa đúng. Thử lại, hoặc dùng cách khác."),
    }

    def generate_authenticator_name(self, user, type):
        taken = user.authenticator_set.filter(type=type).count()
        return _("Khóa trên máy %(number)d") % {"number": taken + 1}

    def get_public_key_credential_rp_entity(self):
        return super().get_public_key_credential_rp_entity() | {"name": _("Khối thi đua")}
