"""Bản Word: a paper as DOCX that an office can edit, with the letterhead, sizes and margins of its PDF."""

from datetime import UTC
from functools import cache
from io import BytesIO

from docx import Document
from docx.enum.section import WD_SECTION
from docx.oxml.ns import qn

from emulation.papers import documents
from emulation.papers.models import PARTY

from . import head, markup, styles
from .closing import closing
from .flow import addressees, flow, grounds, keep_with_the_signature
from .markup import Run, Unknown, children, kinds, runs
from .parts import element, field, paragraph

WORD_2013 = 15  # the layout rules of every Word since; without it a file opens in «Compatibility Mode»


def docx(paper):
    """The Word twin of a paper, from its data as they are. Out: bytes. Raises Unknown for a template element without a row here."""
    page, party = markup.body(paper), paper.letterhead == PARTY
    document = _empty(paper, party)
    width = styles.write_page(document.sections[0], landscape="landscape" in kinds(page))
    _write_header(document.sections[0], paper.watermark)
    made = []
    for node in children(page):
        if node.tag == "section":
            _append(document, made)
            made, width = [], _begin_annex(document, node)
            made += flow(node, width=width, annex=True)
        else:
            made += _component(node, made, paper, party, width)
    _append(document, made)
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def _component(node, before, paper, party, width):
    """One part of the first page and what follows it. Out: elements."""
    kind = node.get("class", "").split(" ")[0]
    if kind == "head":
        return head.head(node, node.getnext(), party=party)
    if kind == "names":
        return head.titles(node, party=party, width=width)
    if kind == "to":
        return addressees(node)
    if kind == "grounds":
        return grounds(node)
    if kind in ("authority", "decides"):
        return [paragraph("authority", runs(node))]
    if kind == "text":
        return flow(node, width=width)
    if kind == "closing":
        keep_with_the_signature(before)
        return closing(node, documents.twin_note(paper), width=width)
    if kind == "watermark":
        return []  # in the header of every page
    raise Unknown(node)


def _empty(paper, party):
    document = Document(BytesIO(_letterhead(party)))
    told = document.core_properties
    told.title, told.author, told.comments, told.language = paper.title[:255], paper.issuer["name"][:255], "", "vi-VN"
    told.created = told.modified = paper.issued_at.astimezone(UTC).replace(tzinfo=None)
    return document


@cache
def _letterhead(party):
    """An empty document with the styles of a letterhead, made once: it takes longer than the paper. Out: bytes."""
    document = Document()
    styles.write_styles(document, party)
    settings = document.settings.element
    for old in settings.findall(qn("w:compat")):
        settings.remove(old)
    mode = element(
        "w:compatSetting", name="compatibilityMode", uri="http://schemas.microsoft.com/office/word", val=WORD_2013
    )
    settings.find(qn("w:rsids")).addprevious(element("w:compat", mode))
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def _write_header(section, watermark):
    """The page number in the middle of the top margin; on the first page «Dự thảo» instead, or nothing."""
    first_page = paragraph("draft", [Run(watermark)] if watermark else [])
    for header, content in ((section.header, field("page", "PAGE")), (section.first_page_header, first_page)):
        header.is_linked_to_previous = False
        for old in list(header._element):
            header._element.remove(old)
        header._element.append(content)


def _begin_annex(document, node):
    """A new section on a new page, counted from 1 again. Out: mm of text."""
    if kinds(node) - {"landscape"} != {"annex"}:
        raise Unknown(node)
    section = document.add_section(WD_SECTION.NEW_PAGE)
    document.element.body.p_lst[-1].style = "gap"
    numbers = section._sectPr.find(qn("w:pgNumType"))
    if numbers is None:
        section._sectPr.find(qn("w:pgMar")).addnext(element("w:pgNumType", start=1))
    return styles.write_page(section, landscape="landscape" in kinds(node))


def _append(document, made):
    for found in made:
        document.element.body.sectPr.addprevious(found)
