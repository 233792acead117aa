"""manage.py english: so danh mục tiếng Anh với câu chữ trong mã, without GNU gettext."""

from django.core.management.base import BaseCommand

from emulation.dev import english


class Command(BaseCommand):
    help = "In câu chưa có tiếng Anh; với --write thì thêm câu mới, bỏ câu cũ và dịch lại tệp .mo."

    def add_arguments(self, parser):
        parser.add_argument("--write", action="store_true", help="ghi django.po và django.mo")

    def handle(self, *args, write, **options):
        entries, _, stale = english.compare()
        for entry in entries:
            if not entry.complete:
                self.stdout.write(f"chưa dịch: {entry.text}")
        for key in stale:
            self.stdout.write(f"không còn trong mã: {key}")
        if write:
            english.save(entries)
        self.stdout.write(f"{len(entries)} câu, {sum(e.complete for e in entries)} câu đã dịch.")
