"""Chữ trong cột: names set in lines that fit their column, measured with the faces of our papers."""

from django import template

from emulation.papers import fonts
from emulation.ui.text import in_lines

register = template.Library()


@register.filter
def in_column(name, column):
    """A name in as few lines as fit a column: {{ person|in_column:"79 bold 14" }} is 79 mm of 14 pt bold. Out: text with line ends."""
    width, style, size = column.split()
    return in_lines(name, int(width), lambda words: fonts.width(words, style, float(size)))


@register.filter
def capitals_in(name, column):
    """The same in capitals, which are wider: {{ issuer.name|capitals_in:"68 bold 13" }}."""
    width, style, size = column.split()
    return in_lines(name, int(width), lambda words: fonts.width(words.upper(), style, float(size))).upper()
