"""Đọc nhật ký: the entries of one stream, with the words that people know instead of stored values."""

from django.apps import apps

from .models import Entry


def entries_for(stream_name):
    """Entries of one stream, the newest first, with who and why (queryset). An unknown stream: none."""
    return Entry.objects.filter(stream__name=stream_name).readable().order_by("-number")


def numbers_of(stream_name, moments):
    """{digest of a batch of cells: number of its entry} of what was written at these moments (aware datetimes)."""
    entries = Entry.objects.filter(stream__name=stream_name, at__in=set(moments))
    return {entry.batch: entry.number for entry in entries if entry.batch}


def told(entries):
    """Give each entry `about` (what kind of thing), `came` and `went` (its states in words). Out: list; asks nothing of the database."""
    entries = list(entries)
    for entry in entries:
        entry.about, states = _words_of(entry.subject_type)
        entry.came, entry.went = states.get(entry.before, entry.before), states.get(entry.after, entry.after)
    return entries


def _words_of(subject_type):
    """(verbose name, {state: word}) of a model; a model that is gone keeps its stored name."""
    try:
        meta = apps.get_model(subject_type)._meta
    except LookupError:
        return subject_type, {}
    choices = [dict(f.flatchoices) for f in meta.fields if f.name == "state"]
    return meta.verbose_name, choices[0] if choices else {}
