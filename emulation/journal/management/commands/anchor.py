from django.core.management.base import BaseCommand

from emulation.journal import clock
from emulation.journal.chain import anchor


class Command(BaseCommand):
    help = "Neo nhật ký hôm nay: in một dòng (ngày, mã băm, số dòng nhật ký) để cất ở nơi khác."

    def handle(self, *args, **options):
        mark = anchor(clock.today())
        self.stdout.write(f"{mark.day.isoformat()} {mark.digest} {len(mark.heads)}")
