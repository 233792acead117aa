"""`manage.py check_files`: compare every stored paper and signed copy with its SHA-256; name the files that no paper names."""

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from emulation.papers.reports import broken_files, kept_files, stray_files


class Command(BaseCommand):
    help = "So từng tệp văn bản đã lưu với mã SHA-256 của nó; mã thoát khác 0 khi có tệp sai. Tệp thừa (không thuộc văn bản nào) được kể tên, không phải là lỗi."

    def add_arguments(self, parser):
        parser.add_argument("--drop-strays", action="store_true", help="Xóa các tệp thừa; dừng máy chủ trước khi chạy.")

    def handle(self, *, drop_strays, **options):
        broken = list(broken_files())
        for kept, sentence in broken:
            self.stderr.write(f"{kept.called} ({kept.name}): {sentence}")
        self._tell_strays(drop_strays)
        if broken:
            raise CommandError(_("%(count)s tệp sai.") % {"count": len(broken)})
        count = sum(1 for _kept in kept_files())
        self.stdout.write(_("%(count)s tệp, tất cả khớp mã SHA-256.") % {"count": count})

    def _tell_strays(self, drop):
        """A worker that was killed after it stored and before it said so leaves one; the paper was stored again by the next."""
        strays = stray_files()
        for name in strays:
            self.stdout.write(_("Tệp thừa, không thuộc văn bản nào: %(name)s") % {"name": name})
            if drop:
                default_storage.delete(name)
        if strays:
            said = _("Đã xóa %(count)s tệp thừa.") if drop else _("%(count)s tệp thừa.")
            self.stdout.write(said % {"count": len(strays)})
