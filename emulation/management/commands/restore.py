"""`manage.py restore TỆP`: the house as it stood in a backup."""

import fcntl
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command

from emulation.dev import archive


class Command(BaseCommand):
    help = "Dựng lại cơ sở dữ liệu và văn bản từ một tệp sao lưu."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="TỆP")
        parser.add_argument("--force", action="store_true", help="nơi đang có dữ liệu: chuyển dữ liệu cũ sang một bên")

    def handle(self, *, file, force, **options):
        with _nobody_serves():
            if not force and not archive.is_empty():
                raise CommandError(
                    "Ở đây đang có dữ liệu; thêm --force để chuyển dữ liệu đó sang một bên rồi dựng lại."
                )
            try:
                aside = archive.read(file)
            except archive.Unreadable as error:
                raise CommandError(str(error)) from error
            call_command("migrate", interactive=False, verbosity=0)
        self.stdout.write(f"Đã dựng lại từ {file}. Những gì có trước đó nằm trong {aside}")
        self.stdout.write(
            "Cuộc bỏ phiếu chưa kiểm chỉ mở được khi chép lại khóa phiếu kín, vốn không nằm trong bản sao."
        )


@contextmanager
def _nobody_serves():
    """Hold the lock that a running server holds."""
    with open(settings.HOME / "serve.lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise CommandError("Hệ thống đang chạy; dừng ./dev serve rồi dựng lại.") from error
        yield
