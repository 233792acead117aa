"""Sign-in by username and password."""

from allauth.account.auth_backends import AuthenticationBackend


class PasswordBackend(AuthenticationBackend):
    pass
