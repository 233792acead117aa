"""Digits of equal width, cut from Be Vietnam Pro (OFL 1.1, no reserved name).

The published font has no `tnum` feature: its 1 is 385 units wide, its 4 is 710, so columns of points would not line up.
This keeps ten digits, gives each the same advance, centres the outline, and drops kerning. Needs: fonttools, brotli.
Usage: python digits.py be-vietnam-pro-latin-400-normal.woff2 be-vietnam-so-400.woff2
"""

import sys
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.boundsPen import BoundsPen

WIDTH, SIDE = 616, 26  # narrow enough for 10 units at 1280 px, and no hole around the 1

source, target = sys.argv[1:]
font = TTFont(source)
options = Options()
options.layout_features = []
options.flavor = "woff2"
cutter = Subsetter(options)
cutter.populate(text="0123456789")
cutter.subset(font)
glyphs = font.getGlyphSet()
for char in "0123456789":
    name = font.getBestCmap()[ord(char)]
    bounds = BoundsPen(glyphs)
    glyphs[name].draw(bounds)
    left, _, right, _ = bounds.bounds
    scale = min(1, (WIDTH - 2 * SIDE) / (right - left))
    record = DecomposingRecordingPen(glyphs)
    glyphs[name].draw(record)
    pen = TTGlyphPen(None)
    record.replay(TransformPen(pen, (scale, 0, 0, 1, (WIDTH - scale * (left + right)) / 2, 0)))
    font["glyf"][name] = pen.glyph()
    font["hmtx"][name] = (WIDTH, round((WIDTH - scale * (right - left)) / 2))
for record in font["name"].names:
    if record.nameID in (1, 3, 4, 6, 16):
        record.string = "BeVietnamSo" if record.nameID == 6 else "Be Vietnam So"
font.flavor = "woff2"
font.save(target)
