from django.core.management.base import BaseCommand, CommandError

from emulation.journal.chain import first_broken, first_broken_anchor
from emulation.journal.models import Entry, Stream
from emulation.ui import dates


class Command(BaseCommand):
    help = "Kiểm mọi dòng nhật ký và mốc neo; nêu dòng hỏng đầu tiên của từng dòng nhật ký, thoát với mã 1 nếu có."

    def add_arguments(self, parser):
        parser.add_argument("streams", nargs="*", help="tên dòng nhật ký, ví dụ year:12; bỏ trống là tất cả")

    def handle(self, *args, streams, **options):
        wanted = Stream.objects.filter(name__in=streams) if streams else Stream.objects.all()
        unknown = set(streams) - set(wanted.values_list("name", flat=True))
        problems = [f"{name}: không có dòng nhật ký này" for name in sorted(unknown)]
        problems += [f"{stream}: {found[1]}" for stream in wanted.order_by("name") if (found := first_broken(stream))]
        if found := first_broken_anchor():
            problems.append(f"{dates.day(found[0])}: {found[1]}")
        if problems:
            raise CommandError("\n".join(problems))
        entries = Entry.objects.filter(stream__in=wanted).count()
        self.stdout.write(f"Đã kiểm {wanted.count()} dòng nhật ký, {entries} việc: còn nguyên.")
