"""Chế độ production không chạy trên dữ liệu trình diễn: its accounts have a printed password."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from blocs.roster.models import Bloc


def refuse_in_production():
    """Raises ImproperlyConfigured when production finds a bloc of the demonstration. A database not yet migrated passes."""
    if settings.DEMO:
        return
    try:
        found = Bloc.objects.exclude(demo_note="").exists()
    except DatabaseError:
        return
    if found:
        raise ImproperlyConfigured(
            "Cơ sở dữ liệu này có dữ liệu trình diễn (mật khẩu in công khai): dùng cơ sở dữ liệu mới."
        )
