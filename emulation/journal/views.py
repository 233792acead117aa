"""Trang nhật ký. It has no address of its own: the room above checks who may see the subject, then calls `show`."""

from django.core.paginator import Paginator
from django.shortcuts import render

from .reports import entries_for, told

PER_PAGE = 50


def show(request, stream_name, title, back):
    """Các dòng nhật ký của một dòng: at, who, what, from where to where, why.

    In: the name of the stream (the caller has checked `for_user`), what it is about, the address to go back to.
    """
    page = Paginator(entries_for(stream_name), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "journal/stream.html", {"page": page, "entries": told(page), "title": title, "back": back})
