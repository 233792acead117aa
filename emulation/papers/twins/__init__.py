"""Bản đôi để sửa: a paper as Word (DOCX), its tables as Excel (XLSX).

Both are made from the HTML that the PDF is printed from, so that every template has its twins without a second template. A twin
is never the issued paper: it says so, carries no QR code, and is made anew whenever somebody asks for it.
"""

from .markup import Unknown, has_tables
from .word import docx
from .workbook import xlsx

__all__ = ["Unknown", "docx", "has_tables", "xlsx"]
