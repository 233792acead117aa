"""Nhắc việc: địa chỉ nhận thư, và địa chỉ lịch riêng của mỗi người."""

import hashlib
import secrets

from django.db import transaction

from .models import CalendarKey

BYTES = 32


def write_to(person, email):
    """Thư nhắc gửi tới địa chỉ này; để trống: thôi nhận."""
    person.email = email
    person.save(update_fields=["email"])


@transaction.atomic
def new_calendar_key(person, *, at):
    """Lập địa chỉ lịch mới; địa chỉ cũ hết giá trị. Out: the key, shown once."""
    key = secrets.token_urlsafe(BYTES)
    facts = {"key_hash": _hash(key), "made_at": at}
    CalendarKey.objects.update_or_create(person=person, defaults=facts)
    return key


def end_calendar_key(person):
    """Thu hồi địa chỉ lịch."""
    CalendarKey.objects.filter(person=person).delete()


def reader_of(key, *, at):
    """Whose calendar a key opens (User); None for a wrong or ended one, and for whoever may not sign in any more."""
    found = CalendarKey.objects.filter(key_hash=_hash(key)).select_related("person").first()
    open_ = found is not None and found.person.is_active and not found.person.is_dormant(at)
    return found.person if open_ else None


def _hash(key):
    return hashlib.sha256(key.encode()).hexdigest()
