"""Chỗ để niêm phong: an empty, invisible signature field, put on the first page before the file is sealed.

PDF/UA-1 wants every widget inside a Form element of the structure tree, PDF/A-3 wants it printable and not hidden. Both
hold only if field and element are there when the file is rendered: what is sealed afterwards just fills the field in.
"""

from pydyf import Array, Dictionary, String

FIELD = "NiemPhong"
PRINTED_AND_LOCKED = 4 | 128
TOLD = "Niêm phong kỹ thuật của hệ thống, không phải chữ ký của cơ quan"


def add(pdf):
    """Put the field on the first page of a tagged pydyf.PDF that has no form yet."""
    page, root = _object(pdf, pdf.page_references[0]), _object(pdf, pdf.catalog["StructTreeRoot"])
    body, tree = _object(pdf, root["K"][0]), _object(pdf, root["ParentTree"])
    key = max(tree["Nums"][::2], default=-1) + 1
    widget = _added(
        pdf, Type="/Annot", Subtype="/Widget", FT="/Sig", T=String(FIELD), TU=String(TOLD), Rect=Array([0, 0, 0, 0]),
        F=PRINTED_AND_LOCKED, P=page.reference, StructParent=key,
    )  # fmt: skip
    shown = Dictionary({"Type": "/OBJR", "Obj": widget.reference, "Pg": page.reference})
    element = _added(pdf, Type="/StructElem", S="/Form", P=body.reference, Pg=page.reference, K=shown)
    body["K"].append(element.reference)
    tree["Nums"].extend([key, element.reference])
    page.setdefault("Annots", Array([])).append(widget.reference)
    pdf.catalog["AcroForm"] = _added(pdf, Fields=Array([widget.reference]), SigFlags=0).reference


def _added(pdf, **values):
    made = Dictionary(values)
    pdf.add_object(made)
    return made


def _object(pdf, reference):
    return pdf.objects[int(reference.split()[0])]
