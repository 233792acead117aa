"""`manage.py backup [TỆP]`: the whole house in one file."""

from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from emulation.dev import archive


class Command(BaseCommand):
    help = "Ghi cơ sở dữ liệu và văn bản vào một tệp .tar; khóa phiếu kín không nằm trong đó."

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", type=Path, metavar="TỆP", help="mặc định: .var/backups/<giờ>.tar")

    def handle(self, *, file, **options):
        file = (file or _next_name()).absolute()
        if file.exists():
            raise CommandError(f"Đã có {file}; chọn tên khác để không đè lên bản cũ.")
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            count = archive.write(file)
        except (archive.Unreadable, OSError) as error:
            raise CommandError(f"Chưa sao lưu được: {error}") from error
        self.stdout.write(f"Đã ghi cơ sở dữ liệu và {count} tệp văn bản vào {file}")
        self.stdout.write("Khóa phiếu kín không nằm trong bản sao; giữ riêng theo quy định kiểm phiếu.")


def _next_name():
    return settings.HOME / "backups" / f"khoi-thi-dua-{timezone.localtime():%Y%m%d-%H%M%S}.tar"
