"""Chấm thử một bộ tiêu chí với số liệu của các đơn vị, không cần cơ sở dữ liệu."""

import json
from io import BytesIO
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from blocs.scoring import trial, written


class Command(BaseCommand):
    help = "Đọc bộ tiêu chí và số liệu (docs/bo-tieu-chi.md), in điểm từng dòng, tổng và thứ hạng bằng JSON."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("scheme", type=Path, help="tệp YAML hay .xlsx của bộ tiêu chí")
        parser.add_argument("inputs", type=Path, help="tệp YAML của số liệu từng đơn vị, từng cột")

    def handle(self, *args, scheme, inputs, **options):
        is_workbook = scheme.suffix == ".xlsx"
        found = self._read(
            scheme, lambda content: written.read_workbook(BytesIO(content)) if is_workbook else written.read(content)
        )
        for place, sentence in found.warnings:
            self.stderr.write(f"{written.form.told_place(place)}: {sentence} (vẫn tính).")
        told = self._read(inputs, lambda content: trial.score(found, content))
        self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))

    def _read(self, file, reading):
        try:
            return reading(file.read_bytes())
        except OSError as error:
            raise CommandError(f"Không mở được {file}: {error.strerror}.") from error
        except written.Faulty as error:
            raise CommandError(f"{file}: {len(error.faults)} chỗ cần sửa.\n{error}") from error
