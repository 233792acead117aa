"""manage.py demo: dữ liệu trình diễn, năm khối, tạo bằng chính các việc của phần mềm. Chỉ ở chế độ demo, chỉ khi chưa có."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from blocs.roster.models import Unit
from emulation.demo import casting
from emulation.demo.stories import Teller


class Command(BaseCommand):
    help = "Tạo dữ liệu trình diễn (năm khối theo năm báo cáo). Chạy lần nữa thì không làm gì."

    def add_arguments(self, parser):
        parser.add_argument("stories", nargs="*", help="tên câu chuyện; bỏ trống: cả năm")

    def handle(self, *args, stories, **options):
        if not settings.DEMO:
            raise CommandError("Dữ liệu trình diễn chỉ tạo được ở chế độ demo.")
        teller = Teller(timezone.now())
        for name in stories or casting.names():
            if Unit.objects.filter(parent=None, name=casting.facts(name)["root"]["name"]).exists():
                continue
            teller.tell(name)
            self.stdout.write(f"Đã tạo: {casting.facts(name)['bloc']['name']}.")
