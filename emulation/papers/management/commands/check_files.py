"""`manage.py check_files`: compare every stored paper and signed copy with its SHA-256."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from emulation.papers.reports import broken_files, kept_files


class Command(BaseCommand):
    help = "So từng tệp văn bản đã lưu với mã SHA-256 của nó; mã thoát khác 0 khi có tệp sai."

    def handle(self, **options):
        broken = list(broken_files())
        for kept, sentence in broken:
            self.stderr.write(f"{kept.called} ({kept.name}): {sentence}")
        if broken:
            raise CommandError(_("%(count)s tệp sai.") % {"count": len(broken)})
        count = sum(1 for _kept in kept_files())
        self.stdout.write(_("%(count)s tệp, tất cả khớp mã SHA-256.") % {"count": count})
