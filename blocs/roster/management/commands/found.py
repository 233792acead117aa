"""Lập địa bàn đầu tiên trên một máy mới, và in hai phiếu cấp tài khoản ra màn hình."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from blocs.roster import workflow
from emulation.accounts.workflow import issue
from emulation.journal.steps import Refused


class Command(BaseCommand):
    help = "Lập địa bàn: gốc, cơ quan thường trực, Hội đồng, người quản trị và chuyên viên đầu tiên."

    def add_arguments(self, parser):
        parser.add_argument("name", help="tên đầy đủ, ví dụ «Tỉnh Kon Tum»")
        parser.add_argument("place", help="địa danh ghi trước ngày tháng, ví dụ «Kon Tum»")
        parser.add_argument("--secretariat", default="Sở Nội vụ", help="cơ quan thường trực")
        parser.add_argument("--symbol", default="SNV", help="ký hiệu văn bản của cơ quan thường trực")
        parser.add_argument("--prefix", default="", help="đầu tên đăng nhập của hai người đầu tiên")

    def handle(self, *, name, place, secretariat, symbol, prefix, **options):
        at = timezone.now()
        told = {"secretariat": secretariat, "symbol": symbol, "prefix": prefix or symbol, "at": at}
        try:
            with transaction.atomic():
                made = workflow.found(name, place, **told)
                slips = issue([made.administrator, made.officer], by=None, at=at)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"Đã lập {made.root}. Hai phiếu, mỗi mã dùng một lần:")
        for slip, code in slips:
            self.stdout.write(f"  {slip.person.full_name}: tên đăng nhập {slip.person.username}, mã {code}")
