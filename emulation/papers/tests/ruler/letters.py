"""Hình chữ: letters of the paper compared as pictures with the same letters of our font files.

A paper can show garbled letters while its text is found and copied without a fault (a wrong glyph behind the right code); only
the picture tells. Some letters of each face are cut out of the page and must look more like themselves than like any other.
"""

import math
import unicodedata
from contextlib import closing
from functools import cache
from random import Random

import pypdfium2 as pdfium
from PIL import Image, ImageChops, ImageDraw, ImageFont
from pypdfium2 import raw

from emulation.papers import fonts

from .sheet import MM

FILES = {"regular": "regular", "bold": "bold", "italic": "italic", "bold-italic": "bolditalic"}
HEIGHT, FINER = 60, 6  # pixels of an em; how many times finer the letters of the font files are drawn
ABOVE, BELOW = 57, 15  # pixels cut out above and below the baseline
ALIKE = (
    0.25  # ink that two pictures of one letter may differ in; other letters begin near it, so the nearest counts too
)
WATERMARK = 0xDC
TRIED = 5  # letters per face and paper
RIVALS = 12


def findings(printed, seed=""):
    """Look at some letters of each face. Out: sentences about those that look like another letter or like none."""
    chance, seen = Random(f"letters {seed}"), _letters(printed)  # noqa: S311
    wrong = []
    with closing(pdfium.PdfDocument(printed.content)) as document:
        for letters in seen.values():
            for text in chance.sample(sorted(letters), min(TRIED, len(letters))):
                number, glyph = letters[text]
                wrong += _compared(document, number, glyph, _rivals(text, sorted(letters), chance))
    return wrong


def _letters(printed):
    """One printed letter or digit of each kind, by face: {face: {text: (page number, Glyph)}}."""
    seen = {face: {} for face in FILES}
    for number, glyph in printed.letters:
        if glyph.face in FILES and glyph.text.isalnum():
            seen[glyph.face].setdefault(glyph.text, (number, glyph))
    return seen


def _rivals(text, letters, chance):
    """Other letters it might be taken for: those with the same base, and some at random."""
    base = unicodedata.normalize("NFD", text)[0].lower()
    near = [c for c in letters if unicodedata.normalize("NFD", c)[0].lower() == base]
    return {*near, *chance.sample(letters, min(RIVALS, len(letters)))} - {text}


def _compared(document, number, glyph, rivals):
    with closing(document[number - 1]) as page:
        picture = _cut_out(page, glyph)
    score = _difference(picture, glyph.face, glyph.text)
    if score > ALIKE:
        return [f"page {number}: «{glyph.text}» ({glyph.face}) looks like no such letter ({score:.2f})"]
    nearest = min(rivals, key=lambda rival: _difference(picture, glyph.face, rival), default=glyph.text)
    if _difference(picture, glyph.face, nearest) < score:
        return [f"page {number}: «{glyph.text}» ({glyph.face}) looks like «{nearest}»"]
    return []


def _cut_out(page, glyph):
    """The letter as PDFium paints it, as wide as the letter, its origin at the left edge."""
    width, scale = math.ceil((glyph.right - glyph.left) / MM * HEIGHT / glyph.size), HEIGHT / glyph.size
    with closing(pdfium.PdfBitmap.new_native(width, ABOVE + BELOW, raw.FPDFBitmap_Gray)) as bitmap:
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, ABOVE + BELOW)
        place = raw.FS_MATRIX(scale, 0, 0, scale, -glyph.left / MM * scale, ABOVE - glyph.y / MM * scale)
        raw.FPDF_RenderPageBitmapWithMatrix(
            bitmap, page, place, raw.FS_RECTF(0, 0, width, ABOVE + BELOW), raw.FPDF_GRAYSCALE
        )
        return bitmap.to_pil().point(_without_watermark)


def _without_watermark(grey):
    """What is as light as «DỰ THẢO» behind the text (#ddd) is no part of a letter."""
    return 255 if grey >= WATERMARK else grey


@cache
def _drawn(face, text):
    """The letter of our font file, drawn larger and made smaller so that no hint moves its marks."""
    picture = Image.new("L", (2 * HEIGHT * FINER, (ABOVE + BELOW) * FINER), 255)
    ImageDraw.Draw(picture).text((0, ABOVE * FINER), text, font=_font(face), fill=0, anchor="ls")
    return picture.resize((2 * HEIGHT, ABOVE + BELOW), Image.Resampling.BOX)


@cache
def _font(face):
    path = fonts.FOLDER / f"emulation-serif-{FILES[face]}.ttf"
    return ImageFont.truetype(str(path), HEIGHT * FINER, layout_engine=ImageFont.Layout.BASIC)


def _difference(picture, face, text):
    """Ink in which a picture differs from a letter, as a part of the ink of both."""
    letter = _drawn(face, text).crop((0, 0, *picture.size))
    apart = sum(grey * count for grey, count in enumerate(ImageChops.difference(picture, letter).histogram()))
    ink = sum((255 - grey) * count for one in (picture, letter) for grey, count in enumerate(one.histogram()))
    return apart / ink if ink else 1.0
