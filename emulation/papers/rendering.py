"""Giấy: HTML to PDF/A-3a and PDF/UA-1. The same paper gives the same bytes; nothing is fetched, no font but ours is seen."""

import os
import re
import threading
import warnings
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import translation

from . import documents, fonts, seal_field

# Read by fontconfig when WeasyPrint is imported: without it a missing letter would be borrowed from whatever is installed.
os.environ["FONTCONFIG_FILE"] = str(fonts.FOLDER / "fonts.conf")

from pydyf import Stream
from weasyprint import CSS, HTML
from weasyprint.css.counters import CounterStyle
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

# A stream whose last byte is a carriage return: readers that look for `endstream` take it for part of the line end, and
# the validator calls the length wrong.
AMBIGUOUS = b"\r\nendstream"
# «01/QC-KTĐ» stands on one line, though text may be broken after a stroke or a hyphen. Only between tags, not inside them.
BETWEEN_TAGS = re.compile(r">[^<]+<")
SYMBOL = re.compile(r"\d/[A-Z\u0110]+(?:-[A-Z\u0110]+)*")
WORD_JOINER = "\u2060"
STYLESHEETS = ("papers/paper.css", "papers/state.css", "papers/party.css")
_own = threading.local()

# PDF/UA-1 asks the metadata to name the standard; PDF/A asks that the name's schema be described beside it.
UA = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that is followed</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""


@dataclass(frozen=True)
class Made:
    """What came out of a rendering: the bytes and how many pages."""

    content: bytes
    pages: int


def pdf(paper, told=lambda percent: None):
    """Render a paper from its frozen data. `told` hears how far it is (percent). Out: Made."""
    with translation.override("vi"):
        text = html(paper)
    told(25)
    return printed(_with_whole_symbols(text), told)


def printed(text, told=lambda percent: None):
    """Render the HTML of a paper. Out: Made."""
    press = _press()
    document = HTML(string=text, url_fetcher=press.fetcher).render(
        stylesheets=press.stylesheets, font_config=press.fonts, counter_style=press.counters, pdf_variant="pdf/a-3a"
    )
    told(70)
    content = _write(document)
    if AMBIGUOUS in content:
        content = _write(document, uncompressed_pdf=True)
    return Made(content, len(document.pages))


def _write(document, **options):
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", ResourceWarning
        )  # WeasyPrint leaves its colour profile to the garbage collector
        return document.write_pdf(finisher=_finish, pdf_variant="pdf/a-3a", **options)


def _with_whole_symbols(text):
    def whole(found):
        return re.sub("[/-]", lambda sign: sign[0] + WORD_JOINER, found[0])

    return BETWEEN_TAGS.sub(lambda part: SYMBOL.sub(whole, part[0]), text)


def html(paper):
    """The paper as HTML, before layout. Out: str."""
    return render_to_string(paper.template, documents.context(paper))


class _Press:
    """Fonts and style sheets, read once per thread: sharing a font configuration between threads crashes the process."""

    def __init__(self):
        self.fetcher = URLFetcher(allowed_protocols={"data"})
        self.fonts, self.counters = FontConfiguration(), CounterStyle()
        self.stylesheets = [
            CSS(
                string=render_to_string(name),
                url_fetcher=self.fetcher,
                font_config=self.fonts,
                counter_style=self.counters,
            )
            for name in STYLESHEETS
        ]


def _press():
    if not hasattr(_own, "press"):
        _own.press = _Press()
    return _own.press


def _finish(document, pdf):
    seal_field.add(pdf)
    _name_the_standard(pdf)
    for stream in (o for o in pdf.objects if isinstance(o, Stream) and o.compress):
        if stream.data.endswith(AMBIGUOUS):
            stream.compress = False


def _name_the_standard(pdf):
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    metadata.compress = False  # PDF/A wants metadata that can be read without unpacking
    text = b"".join(piece if isinstance(piece, bytes) else piece.encode() for piece in metadata.stream)
    end = text.rindex(b"</rdf:RDF>")
    metadata.stream = [text[:end] + UA + text[end:]]
