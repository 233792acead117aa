"""Addresses: our own pages, and the parts of allauth that a house without sign-up, e-mail and social accounts needs."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.usersessions import views as usersessions
from django.urls import include, path

from . import views, views_reminders

own = [
    path("", views.index, name="index"),
    path("lan-dau/", views.first_sign_in, name="first_sign_in"),
    path("nhac-viec/", views_reminders.reminders, name="reminders"),
    path("phien/<int:pk>/dong/", views.end_session, name="end_session"),
]
# allauth finds these by its own names, so they carry no namespace.
allauth = [
    path("dang-nhap/", views.SignIn.as_view(), name="account_login"),
    path("dang-xuat/", account.logout, name="account_logout"),
    path("xac-nhan/", views.Proof.as_view(), name="account_reauthenticate"),
    path("mat-khau/", views.ChangePassword.as_view(), name="account_change_password"),
    path("phien/", usersessions.list_usersessions, name="usersessions_list"),
    path("bao-ve/", mfa.index, name="mfa_index"),
    path("bao-ve/buoc-hai/", views.SecondFactor.as_view(), name="mfa_authenticate"),
    path("bao-ve/xac-nhan/", views.ProofByCode.as_view(), name="mfa_reauthenticate"),
    path("bao-ve/ma/bat/", views.AddCodes.as_view(), name="mfa_activate_totp"),
    path("bao-ve/ma/tat/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("bao-ve/du-phong/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("bao-ve/du-phong/lap/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("bao-ve/du-phong/tai/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("bao-ve/khoa/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("bao-ve/khoa/them/", views.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("bao-ve/khoa/vao/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("bao-ve/khoa/xac-nhan/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("bao-ve/khoa/<int:pk>/xoa/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
    path("bao-ve/khoa/<int:pk>/sua/", views.RenamePasskey.as_view(), name="mfa_edit_webauthn"),
]
urlpatterns = [path("", include((own, "accounts"))), *allauth]
