"""Diễn biến từng mục chương trình, như biên bản ghi: the hours, what was found."""

from emulation.ui.dates import hour_in_words


def lines(text):
    """The lines of a text that say something."""
    return [line.strip() for line in text.split("\n") if line.strip()]


def proceedings(conference):
    """Every agenda item with what happened under it: [[title, [line, …]], …]."""
    return [[item.title, [*_hours(item), *lines(item.outcome)]] for item in conference.items.order_by("position")]


def _hours(item):
    if not item.opened_at or not item.done_at:
        return []
    return [f"Bắt đầu lúc {hour_in_words(item.opened_at)}, xong lúc {hour_in_words(item.done_at)}."]
