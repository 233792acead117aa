"""Tài khoản và phiếu: lập tài khoản, cấp mã một lần, dùng mã để đặt mật khẩu.

This room knows no journal and no seats: the journalled acts, with the check of the hand, are in the roster.
"""

import hashlib
import re
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from emulation.ui.text import clean, fold

from .models import Slip, User

# 32 signs that nobody confuses on paper; twelve of them carry 60 random bits.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH = 12


class Unredeemed(Exception):
    """The code was not accepted. The text is the sentence that the person reads."""


def new_person(*, full_name, username, at):
    """A person without a password yet. Out: User."""
    person = User(full_name=full_name, username=username.lower(), joined_at=at)
    person.set_unusable_password()
    person.save(force_insert=True)
    return person


def suggest_username(full_name, prefix="", *, name="", taken=None):
    """`Nguyễn Văn An` of SNV → `snv.annv`; a number is added when it is taken (`taken`: set of names; None: ask the table)."""
    words = re.sub(r"[^a-z0-9 ]", "", fold(full_name)).split()
    name = name or (words[-1] + "".join(w[0] for w in words[:-1]) if words else "nguoidung")
    prefix = re.sub(r"[^a-z0-9]", "", fold(prefix))
    base = f"{prefix}.{name}"[:50] if prefix else name[:50]
    if taken is None:
        taken = set(User.objects.filter(username__startswith=base).values_list("username", flat=True))
    number = 1
    while (suggested := base if number == 1 else f"{base}{number}") in taken:
        number += 1
    return suggested


def issue(people, *, by, at):
    """Cấp phiếu mới cho từng người; phiếu cũ chưa dùng hết giá trị. In: list of User. Out: list of (Slip, code shown once)."""
    Slip.objects.filter(person__in=people, used_at=None).delete()
    codes = ["".join(secrets.choice(ALPHABET) for n in range(CODE_LENGTH)) for person in people]
    expires = at + timedelta(days=settings.SLIP_DAYS)
    slips = Slip.objects.bulk_create(
        Slip(person=person, code_hash=_hash(person, code), issued_by=by, issued_at=at, expires_at=expires)
        for person, code in zip(people, codes, strict=True)
    )
    return list(zip(slips, (_grouped(code) for code in codes), strict=True))


def redeem(username, code, password, *, at):
    """Dùng phiếu: đặt mật khẩu của chính mình, mở lại tài khoản ngủ quên. Out: User. Raises Unredeemed (a sentence)."""
    with transaction.atomic():
        person = User.objects.filter(username=clean(username).lower(), is_active=True).first()
        slip = person and Slip.objects.select_for_update().filter(code_hash=_hash(person, _plain(code))).first()
        _check(slip, at)
        slip.used_at = at
        slip.save(update_fields=["used_at"])
        person.set_password(password)
        person.seen_at = at
        person.save(update_fields=["password", "seen_at"])
    return person


def _check(slip, at):
    if not slip:
        raise Unredeemed(_("Tên đăng nhập và mã không khớp phiếu nào. So lại từng ký tự trên phiếu, hoặc xin mã mới."))
    if slip.used_at:
        raise Unredeemed(_("Mã này đã dùng. Đăng nhập bằng mật khẩu đã đặt, hoặc xin cán bộ đầu mối mã mới."))
    if slip.expires_at <= at:
        raise Unredeemed(_("Mã này đã hết hạn. Xin cán bộ đầu mối hoặc cơ quan thường trực mã mới."))


def _plain(code):
    """What was typed, without spaces and dashes, in capitals."""
    return re.sub(r"[^0-9A-Z]", "", code.upper())


def _grouped(code):
    return "-".join(code[i : i + 4] for i in range(0, len(code), 4))


def _hash(person, code):
    return hashlib.sha256(f"{person.pk}:{code}".encode()).hexdigest()
