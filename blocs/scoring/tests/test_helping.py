"""Trợ giúp sinh từ mã: trang hướng dẫn không bao giờ nói khác mã."""

from django.core.management import call_command

from blocs.scoring import helping
from blocs.scoring.kinds import KINDS


def test_the_page_on_schemes_says_what_the_code_does():
    """docs/bo-tieu-chi.md đúng với các loại trong mã; sai thì chạy scheme_help --write."""
    call_command("scheme_help")


def test_every_kind_is_explained_with_an_example():
    """Loại nào cũng có mặt trong trợ giúp, kèm ví dụ."""
    told = {entry.code: entry for entry in helping.entries()}
    assert set(told) == set(KINDS)
    assert all(entry.about and entry.examples for entry in told.values())
