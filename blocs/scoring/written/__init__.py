"""Bộ tiêu chí viết thành tệp: one meaning, read from YAML or Excel with every fault named, and written out again (docs/bo-tieu-chi.md)."""

from . import form
from .excel import workbook_of
from .form import MOST_BYTES, MOST_DEPTH, MOST_ROWS, Faulty, Row, Written
from .reading import read
from .seen import Seen, digest_of
from .workbook import MOST_WORKBOOK, read_workbook
from .writing import written_of, yaml_of

__all__ = [
    "MOST_BYTES",
    "MOST_DEPTH",
    "MOST_ROWS",
    "MOST_WORKBOOK",
    "Faulty",
    "Row",
    "Seen",
    "Written",
    "digest_of",
    "form",
    "read",
    "read_workbook",
    "workbook_of",
    "write",
    "written_of",
    "yaml_of",
]


def write(scheme, criteria):
    """The YAML text of a stored scheme; `read(write(s))` gives the same rows."""
    return yaml_of(written_of(scheme, criteria))
