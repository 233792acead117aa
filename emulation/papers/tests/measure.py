"""What a PDF says, read by pypdf: text, runs, faces. Places and sizes are measured by the ruler, which reads with PDFium."""

import io
import re
import unicodedata
from dataclasses import dataclass

import pypdf

MM = 25.4 / 72


@dataclass(frozen=True)
class Word:
    """A run of text: where it begins (mm from the left and top edge), its face and size (pt)."""

    text: str
    x: float
    y: float
    face: str
    size: float


def reader(content):
    """In: bytes of a PDF. Out: pypdf reader."""
    return pypdf.PdfReader(io.BytesIO(content))


def words(content, page=0):
    """The runs of text of one page, in order. Out: list of Word."""
    sheet, found = reader(content).pages[page], []

    def see(text, cm, tm, font, size):
        if text.strip():
            scale, height = cm[0], float(sheet.mediabox.height)
            x, y = tm[4] * scale + cm[4], height - (tm[5] * cm[3] + cm[5])
            face = font["/BaseFont"].split("+")[-1] if font else ""
            found.append(Word(text.strip(), x * MM, y * MM, face, round(size * scale, 1)))

    sheet.extract_text(visitor_text=see)
    return found


def text(content):
    """All text, without white space: for comparing with a source."""
    return squeezed("".join(page.extract_text() for page in reader(content).pages))


def squeezed(source):
    return re.sub(r"\s", "", source)


def is_nfc(source):
    return unicodedata.is_normalized("NFC", source)


def faces(content):
    """Names of all embedded faces; an AssertionError if one is not embedded. Out: set of str."""
    found = set()
    for page in reader(content).pages:
        for font in page["/Resources"]["/Font"].values():
            below = font["/DescendantFonts"][0].get_object()
            assert "/FontFile2" in below["/FontDescriptor"], font["/BaseFont"]
            found.add(font["/BaseFont"].split("+")[-1])
    return found
