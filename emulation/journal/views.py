"""Trang nhật ký. It has no address of its own: the room above checks who may see the subject, then calls `show`."""

from django.core.paginator import Paginator
from django.shortcuts import render

from .reports import entries_for, told

PER_PAGE = 50
MOST = 2_147_483_647  # what the column of numbers holds


def show(request, stream_name, title, back):
    """Các dòng nhật ký của một dòng: at, who, what, from where to where, why.

    In: the name of the stream (the caller has checked `for_user`), what it is about, the address to go back to.
    `?so=N` opens the page that holds entry N.
    """
    entries, wanted = entries_for(stream_name), request.GET.get("so", "")
    place = request.GET.get("page")
    if wanted.isascii() and wanted.isdecimal():
        place = entries.filter(number__gt=min(int(wanted), MOST)).count() // PER_PAGE + 1
    page = Paginator(entries, PER_PAGE).get_page(place)
    return render(request, "journal/stream.html", {"page": page, "entries": told(page), "title": title, "back": back})
