"""Phông chữ giấy: the only faces of our papers, and which characters they have."""

from functools import cache

from django.conf import settings

FOLDER = settings.BASE_DIR / "static" / "fonts" / "paper"
MM = 25.4 / 72  # millimetres in a point
LAYOUT = frozenset("\n\t")
# Pasted along with text, printed by nobody: zero-width spaces and joiners, byte order marks.
INVISIBLE = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))


def unprintable(text):
    """The characters of `text` that no style of the paper font has, in order of appearance. Out: list of str."""
    known = _known()
    return list(dict.fromkeys(c for c in text if c not in known))


def width(text, style, size):
    """How wide a line of text is printed. style: "regular", "bold", …; size in pt. Out: mm."""
    advances, em = _advances(style)
    return sum(advances.get(char, em) for char in text) / em * size * MM


@cache
def _advances(style):
    """Widths of the letters of a style, and of its em, in units of the font. Out: (dict, int)."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - as below

    with TTFont(FOLDER / f"emulation-serif-{style}.ttf", lazy=True) as font:
        names, widths = font.getBestCmap(), font["hmtx"]
        return {chr(code): widths[name][0] for code, name in names.items()}, font["head"].unitsPerEm


@cache
def _known():
    styles = [_letters(path) for path in sorted(FOLDER.glob("emulation-serif-*.ttf"))]
    return set.intersection(*styles) | _letters(FOLDER / "emulation-signs.ttf") | LAYOUT


def _letters(path):
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - 0.1 s that a command without papers does not need

    with TTFont(path, lazy=True) as font:
        return {chr(code) for code in font.getBestCmap()}
