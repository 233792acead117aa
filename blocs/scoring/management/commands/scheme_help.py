"""Phần sinh từ mã của docs/bo-tieu-chi.md."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from blocs.scoring import helping

PAGE = settings.BASE_DIR / "docs" / "bo-tieu-chi.md"

BEGIN, END = "<!-- sinh từ mã: bắt đầu (manage.py scheme_help --write) -->", "<!-- sinh từ mã: hết -->"


def markdown():
    """The generated part of the page on how schemes are written (str)."""
    parts = [
        "## Khóa của cả bộ, của nhóm, của mọi dòng",
        "Ở đầu tệp:",
        _table(helping.of_the_whole()),
        "Ở một nhóm (dòng có `children`):",
    ]
    parts += [
        _table(helping.of_groups()),
        "Ở mọi dòng được chấm, loại nào cũng vậy:",
        _table(helping.of_rows()),
        "## Loại",
    ]
    for entry in helping.entries():
        parts += [f"### `{entry.code}` {entry.label}", entry.about + f" Dùng cho: {entry.signs}."]
        asked = " / ".join(f"`{code}` {label}" for code, label in entry.inputs)
        parts += [f"Số phải nhập: {asked}."] if asked else []
        parts += [_table(entry.options)] if entry.options else []
        parts += [
            "\n".join(
                f"- `{row}`: gõ `{cell}`{f' ({around})' if around else ''} được **{points}**"
                for row, cell, around, points in entry.examples
            )
        ]
    return "\n\n".join(parts) + "\n"


def _table(options):
    lines = ["| khóa | nghĩa | dạng |", "|---|---|---|"]
    for option in options:
        needed = ", bắt buộc" if option.required else ""
        lines.append(f"| `{option.code}` | {option.label}{needed} | {option.form} |")
        lines += [
            f"| &nbsp;&nbsp;· `{c}` | {label}{', bắt buộc' if need else ''} | {form} |"
            for c, label, form, need in option.columns
        ]
    return "\n".join(lines)


def renewed(text):
    """docs/bo-tieu-chi.md with its generated part renewed. In and out: the whole page (str)."""
    before, _begin, rest = text.partition(BEGIN)
    return f"{before}{BEGIN}\n\n{markdown()}\n{END}{rest.partition(END)[2]}"


class Command(BaseCommand):
    help = "So phần các loại tiêu chí của docs/bo-tieu-chi.md với mã; --write ghi lại."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--write", action="store_true", help="ghi lại tệp")

    @override("vi")
    def handle(self, *args, write, **options):
        text = PAGE.read_text()
        wanted = renewed(text)
        if write:
            PAGE.write_text(wanted)
        elif wanted != text:
            raise CommandError("docs/bo-tieu-chi.md đã cũ; chạy: manage.py scheme_help --write")
