"""Đóng bộ: the parts of a pack as one PDF, tagged and archivable like each of them, after a page that lists them.

Issued papers come as their stored bytes draw them; their seals cannot survive that, so seal fields are left out.
"""

from dataclasses import dataclass
from io import BytesIO

from django.template.loader import render_to_string
from django.utils import translation
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, NameObject, NumberObject, TextStringObject

from . import files
from .models import Paper
from .rendering import Made, pdf, printed


@dataclass(frozen=True)
class Bound:
    """Một phần đã có: its title, its Paper (unsaved for a draft), the bytes, how many pages a copy has, and how many copies."""

    title: str
    paper: Paper
    content: bytes
    pages: int
    copies: int


def bound(pack, told=lambda percent: None):
    """Make the file of a pack. `told` hears how far it is (percent). Out: Made. Raises Refused when a stored file cannot be read."""
    parts, wanted = [], [part for part in pack.parts if not part["why"]]
    for number, part in enumerate(wanted, start=1):
        parts.append(_part(pack, part))
        told(10 + 70 * number // len(wanted))
    contents = _contents(pack, parts)
    content = joined(contents.content, [(_mark(part, n), part.content) for part in parts for n in range(part.copies)])
    return Made(content, contents.pages + sum(part.pages * part.copies for part in parts))


def _part(pack, part):
    if part["draft"]:
        paper = Paper(**part["draft"], code="", issued_at=pack.made_at)
        made = pdf(paper)
        return Bound(part["title"], paper, made.content, made.pages, part["copies"])
    paper = Paper.objects.select_related("rendering").get(pk=part["paper"])
    kept = paper.rendering
    return Bound(part["title"], paper, files.read(kept.name), kept.pages, part["copies"])


def _mark(part, number):
    return f"{part.title} ({number + 1})" if part.copies > 1 else part.title


def _contents(pack, parts):
    """The first page: what is in the file and on which pages, what is not and why. Out: Made."""
    own = 1
    while True:
        made = _listed(pack, parts, own)
        if made.pages == own:
            return made
        own = made.pages


def _listed(pack, parts, own):
    rows, first = [], own + 1
    for part in parts:
        last = first + part.pages * part.copies - 1
        rows.append({"part": part, "first": first, "last": last})
        first = last + 1
    lacking = [part for part in pack.parts if part["why"]]
    with translation.override("vi"):
        return printed(render_to_string("papers/pack.html", {"pack": pack, "rows": rows, "lacking": lacking}))


def joined(first, parts):
    """One tagged PDF. first: bytes of the PDF that gives the whole its name; parts: [(bookmark, bytes)]. Out: bytes."""
    writer = PdfWriter(clone_from=BytesIO(first))
    del writer.root_object["/AcroForm"]
    _without_seal(writer.pages, writer.root_object["/StructTreeRoot"])
    for title, content in parts:
        _append(writer, title, PdfReader(BytesIO(content)))
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _append(writer, title, reader):
    """Pages, and the tree of their tags as one more branch; the keys by which pages find their tags go on counting."""
    tree, own = writer.root_object["/StructTreeRoot"], reader.root_object["/StructTreeRoot"]
    _without_seal(reader.pages, own)
    numbers, whole, begun = tree["/ParentTree"]["/Nums"], tree["/K"][0].get_object(), len(writer.pages)
    start = int(numbers[-2]) + 1
    for page in reader.pages:
        _renumber(writer.add_page(page), page, start)
    branch = own["/K"][0].get_object()
    del branch["/P"]
    branch[NameObject("/S")], branch[NameObject("/T")] = NameObject("/Part"), TextStringObject(title)
    branch = branch.clone(writer)
    branch[NameObject("/P")] = whole.indirect_reference
    whole["/K"].append(branch.indirect_reference)
    for key, value in _pairs(own["/ParentTree"]["/Nums"]):
        numbers.extend([NumberObject(start + int(key)), value.clone(writer)])
    writer.add_outline_item(title=title, page_number=begun)


def _renumber(added, page, start):
    added[NameObject("/StructParents")] = NumberObject(start + int(page["/StructParents"]))
    for found in added.get("/Annots", ()):
        mark = found.get_object()
        if "/StructParent" in mark:
            mark[NameObject("/StructParent")] = NumberObject(start + int(mark["/StructParent"]))


def _without_seal(pages, tree):
    """Leave out the seal's field: on its page, in the tree of tags, and among the keys."""
    for page in pages:
        kept = [found for found in page.get("/Annots", ()) if found.get_object()["/Subtype"] != "/Widget"]
        page[NameObject("/Annots")] = ArrayObject(kept)
    branch, numbers = tree["/K"][0].get_object(), tree["/ParentTree"]
    branch[NameObject("/K")] = ArrayObject(found for found in branch["/K"] if not _is_form(found))
    kept = [pair for pair in _pairs(numbers["/Nums"]) if not _is_form(pair[1])]
    numbers[NameObject("/Nums")] = ArrayObject(item for pair in kept for item in pair)


def _is_form(found):
    found = found.get_object()
    return not isinstance(found, list) and found.get("/S") == "/Form"


def _pairs(numbers):
    return list(zip(numbers[::2], numbers[1::2], strict=True))
