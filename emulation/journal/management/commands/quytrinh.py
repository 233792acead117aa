from difflib import unified_diff

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from emulation.journal.procedure import unexplained, written


class Command(BaseCommand):
    help = "In quy trình: mọi bước, từ đâu sang đâu, ai được làm, đọc từ mã."

    def add_arguments(self, parser):
        parser.add_argument("--write", action="store_true", help="ghi vào docs/quytrinh.md")
        parser.add_argument("--check", action="store_true", help="so với docs/quytrinh.md, khác thì thoát với mã 1")

    def handle(self, *args, write, check, **options):
        text, kept = written(), settings.BASE_DIR / "docs" / "quytrinh.md"
        if check:
            self._compare(text, kept.read_text(encoding="utf-8") if kept.exists() else "")
        elif write:
            kept.write_text(text, encoding="utf-8")
        else:
            self.stdout.write(text)

    def _compare(self, text, kept):
        if names := unexplained():
            raise CommandError(f"Quyền chưa có lời: {', '.join(names)}")
        lines = unified_diff(kept.splitlines(), text.splitlines(), "docs/quytrinh.md", "mã", lineterm="")
        if difference := "\n".join(lines):
            raise CommandError(f"{difference}\nQuy trình trong docs/ khác mã: chạy manage.py quytrinh --write.")
        self.stdout.write("Quy trình trong docs/ khớp mã.")
