"""`manage.py check_files`: compare every stored paper with its SHA-256."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from emulation.papers.models import Rendering, Stage
from emulation.papers.reports import broken_files


class Command(BaseCommand):
    help = "So từng tệp văn bản đã lưu với mã SHA-256 của nó; mã thoát khác 0 khi có tệp sai."

    def handle(self, **options):
        broken = list(broken_files())
        for rendering, sentence in broken:
            self.stderr.write(f"{rendering.paper.symbol_text or rendering.paper.title} ({rendering.name}): {sentence}")
        if broken:
            raise CommandError(_("%(count)s tệp sai.") % {"count": len(broken)})
        count = Rendering.objects.filter(stage=Stage.DONE).count()
        self.stdout.write(_("%(count)s tệp, tất cả khớp mã SHA-256.") % {"count": count})
