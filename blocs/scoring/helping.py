"""Trợ giúp về các loại tiêu chí: made from the classes, for the page of help and for docs/bo-tieu-chi.md (scheme_help)."""

from dataclasses import dataclass

import yaml
from django.utils.translation import gettext as _

from emulation.ui.numbers import points as shown

from .kinds import KINDS, ROW_OPTIONS
from .kinds.options import Table
from .kinds.whole import GROUP_OPTIONS, HEAD_OPTIONS


@dataclass(frozen=True)
class Said:
    """Một tham số trong trợ giúp. columns: the columns when it is a table, as (code, label, form, required)."""

    code: str
    label: str
    form: str
    required: bool
    columns: tuple = ()


@dataclass(frozen=True)
class Entry:
    """Một loại trong trợ giúp. examples: (row in YAML, what is typed, what is around, points)."""

    code: str
    label: str
    about: str
    inputs: list
    signs: str
    options: list
    examples: list


def entries():
    """Every kind, in the order of its code (list of Entry)."""
    return [_entry(kind) for _code, kind in sorted(KINDS.items())]


def of_rows():
    """What may be said of any row (list of Said)."""
    return [_said(o) for o in ROW_OPTIONS]


def of_groups():
    return [_said(o) for o in GROUP_OPTIONS]


def of_the_whole():
    return [_said(o) for o in HEAD_OPTIONS]


def _entry(kind):
    example = kind.examples[0]
    bound = kind(None, kind.example_sign, example.options)
    return Entry(
        kind.code, str(kind.label), str(kind.about), [(i.code, str(i.label)) for i in bound.inputs],
        ", ".join(kind.signs), [_said(o) for o in kind.options], [_example(kind, e) for e in kind.examples],
    )  # fmt: skip


def _said(option):
    columns = option.columns if isinstance(option, Table) else ()
    told_columns = tuple((c.code, str(c.label), c.form, c.required) for c in columns)
    form = _("bảng (danh sách các dòng)") if columns else option.form
    return Said(option.code, str(option.label), form, option.required, told_columns)


def _example(kind, example):
    row = {"kind": kind.code} | ({"sign": kind.example_sign} if kind.example_sign != "base" else {})
    row |= {"max": _number(example.most)} if example.most != "0" else {}
    text = yaml.safe_dump(
        row | example.options, allow_unicode=True, default_flow_style=True, sort_keys=False, width=10_000
    )
    around = [_("đơn vị khác: %s") % "; ".join(example.others)] if example.others else []
    around += [_("dòng %(row)s có %(points)s điểm") % {"row": w, "points": p} for w, p in example.rows]
    around += [f"{source} “{what}”: {number}" for source, what, number in example.outside]
    return (
        text.strip(),
        example.cell or _("(không phải nhập)"),
        "; ".join(around),
        shown(example.points, 4).rstrip("0").rstrip(","),
    )


def _number(text):
    return float(text) if "." in text else int(text)
