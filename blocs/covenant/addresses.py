"""Địa chỉ của giao ước và của từng phụ lục: the same pages, an annex below the covenant that it amends."""

from django.urls import reverse


def address(covenant, name="page"):
    """Address of a page of a covenant or an annex. Out: str."""
    return reverse(f"covenant:{name}", args=place(covenant))


def place(covenant):
    """Arguments of the addresses of a covenant or an annex (list)."""
    return [covenant.bloc_year_id, covenant.position] if covenant.position else [covenant.bloc_year_id]
