"""Tài khoản: everybody their own and nobody else's; allauth's pages without a second factor set."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from emulation.rights.kinds import SIGNED_IN
from emulation.rights.patterns import (
    EVERYBODY,
    LEADS_ON,
    LOGIN,
    NO,
    NOT_FOUND,
    PAGE,
    REAUTH,
    Pattern,
    Row,
    act,
    give,
    reads,
)

MINE = {"head"}
# For people not signed in yet; who is, is led on.
BEFORE = Pattern(give(LEADS_ON, SIGNED_IN), anonymous=PAGE)
AWAY = Pattern({}, rest=LOGIN)
ON = Pattern({}, rest=LEADS_ON)
# Half-way through signing in; who has begun nothing starts at the sign-in page.
BETWEEN = Pattern(give(LEADS_ON, SIGNED_IN))
# No second factor is set: the way to prove oneself is the password.
BY_PASSWORD = Pattern({}, rest=REAUTH)
NOTHING = Pattern({}, rest=NOT_FOUND)


def session(corner):
    person = corner.people["head"]
    made = UserSession.objects.create(
        user=person, ip="192.0.2.1", session_key=f"matrix{person.pk}", user_agent="Browser", data={}
    )
    return [made.pk]


def passkey(corner):
    made = Authenticator.objects.create(
        user=corner.people["head"],
        type=Authenticator.Type.WEBAUTHN,
        data={"name": f"Key {corner.word}", "credential": {}},
    )
    return [made.pk]


ROWS = [
    Row("accounts:index", EVERYBODY, NO),
    Row("accounts:reminders", EVERYBODY, EVERYBODY),
    Row("accounts:first_sign_in", BEFORE, BEFORE),
    Row("accounts:end_session", NO, act(MINE, sees=()), session),
    Row("account_login", BEFORE, BEFORE),
    Row("account_logout", EVERYBODY, AWAY),
    Row("account_reauthenticate", EVERYBODY, EVERYBODY),
    Row("account_change_password", EVERYBODY, EVERYBODY),
    Row("usersessions_list", EVERYBODY, ON),
    Row("mfa_index", EVERYBODY, NO),
    Row("mfa_authenticate", BETWEEN, BETWEEN),
    Row("mfa_reauthenticate", BY_PASSWORD, BY_PASSWORD),
    Row("mfa_activate_totp", EVERYBODY, EVERYBODY),
    Row("mfa_deactivate_totp", NOTHING, NOTHING),
    Row("mfa_view_recovery_codes", NOTHING, NO),
    Row("mfa_generate_recovery_codes", EVERYBODY, EVERYBODY),
    Row("mfa_download_recovery_codes", NOTHING, NOTHING),
    Row("mfa_list_webauthn", EVERYBODY, NO),
    Row("mfa_add_webauthn", EVERYBODY, EVERYBODY),
    Row("mfa_login_webauthn", BETWEEN, BETWEEN),
    Row("mfa_reauthenticate_webauthn", BY_PASSWORD, BY_PASSWORD),
    Row("mfa_remove_webauthn", reads(MINE), act(MINE, sees=()), passkey),
    Row("mfa_edit_webauthn", reads(MINE), act(MINE, sees=()), passkey, {"name": "Phone"}),
]  # fmt: skip
