"""`manage.py bench`: phép đo tốc độ, ở nơi riêng của nó."""

import argparse
import subprocess
import sys
from dataclasses import asdict, fields

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.db import connection
from django.utils import timezone

from emulation.bench import building, client, measuring, place, timing
from emulation.bench.province import Size
from emulation.bench.table import table

SIZES = {"blocs": "số khối", "units": "số đơn vị của một khối", "criteria": "số tiêu chí của một bộ", "years": "số năm"}


class Command(BaseCommand):
    help = "Dựng một tỉnh lớn ở nơi riêng, đo các trang chính, việc ghi một điểm và việc in một giao ước, rồi dọn đi."
    requires_system_checks = ()

    def add_arguments(self, parser):
        for size in fields(Size):
            parser.add_argument(f"--{size.name}", type=int, default=size.default, metavar="N", help=SIZES[size.name])
        parser.add_argument("--requests", type=int, default=100, metavar="N", help="số lần mở mỗi trang")
        parser.add_argument("--keep", action="store_true", help="để lại thư mục và cơ sở dữ liệu sau khi đo")
        parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)

    def handle(self, *, inside, keep, requests, **options):
        size = Size(**{name: max(1, options[name]) for name in SIZES})
        if inside:
            self._measure(size, max(1, requests), keep)
            return
        again = [f"--{name}={number}" for name, number in asdict(size).items()] + [f"--requests={requests}", "--inside"]
        command = [sys.executable, "manage.py", "bench", *again, *(["--keep"] if keep else [])]
        try:
            with place.own(keep) as env:
                outcome = subprocess.run(command, cwd=settings.BASE_DIR, env=env).returncode  # noqa: S603
        except place.NoPlace as error:
            raise CommandError(str(error)) from error
        if outcome:
            sys.exit(outcome)

    def _measure(self, size, requests, keep):
        """In a process of its own, whose settings are those of the place for measuring."""
        self.stdout.write(
            f"Dựng {size.blocs} khối × {size.units} đơn vị × {size.criteria} tiêu chí × {size.years} năm ({connection.vendor})."
        )
        call_command("migrate", interactive=False, verbosity=0)
        province = building.build(size, timezone.now(), told=self.stdout.write)
        if keep:
            self.stdout.write(
                f"Thư mục {settings.HOME}; đăng nhập {province.officer.username}, mật khẩu {province.password}"
            )
        before = timing.load()
        try:
            measured = measuring.everything(province, requests, told=self.stdout.write)
        except client.Unexpected as error:
            raise CommandError(str(error)) from error
        self.stdout.write("\n".join(("", *table(measured), "")))
        self.stdout.write(f"Mili giây; tải của máy (uptime) trước khi đo {before:.1f}, sau khi đo {timing.load():.1f}.")
