from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import transaction

from emulation.law.loading import load


class Command(BaseCommand):
    help = "Nạp lại căn cứ pháp lý, dòng căn cứ và lịch nghỉ từ tệp đi kèm; chạy lại bao nhiêu lần cũng được."

    @transaction.atomic
    def handle(self, *args, **options):
        self.stdout.write(f"Đã nạp {load(apps)} dòng.")
