"""Nạp một bộ tiêu chí viết bằng YAML hay Excel cho một khối."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from blocs.roster.models import Bloc
from blocs.scoring import workflow, written
from emulation.accounts.models import User


class Command(BaseCommand):
    help = "Nạp bộ tiêu chí (docs/bo-tieu-chi.md) thành một bản mới của khối; mọi chỗ sai được nêu theo dòng hay ô."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="tệp YAML, hoặc .xlsx")
        parser.add_argument("--bloc", required=True, help="số hoặc tên của khối")
        parser.add_argument(
            "--by", required=True, help="tên đăng nhập của người làm (cơ quan thường trực hoặc trưởng khối)"
        )
        parser.add_argument("--adopt", action="store_true", help="thông qua luôn")

    def handle(self, *args, file, bloc, by, adopt, **options):
        found = _scheme_in(file)
        user, bloc, at = _one(User, username=by.lower()), _bloc(bloc), timezone.now()
        for line, sentence in found.warnings:
            self.stderr.write(f"{written.form.told_place(line)}: {sentence} (vẫn ghi).")
        scheme = workflow.new_scheme_version(bloc, found, by=user, at=at)
        if adopt:
            workflow.adopt_scheme(scheme, by=user, at=at)
        self.stdout.write(f"{scheme}: {scheme.criteria.count()} dòng, {scheme.get_state_display().lower()}.")


def _scheme_in(file):
    try:
        return written.read_workbook(file) if file.suffix == ".xlsx" else written.read(file.read_bytes())
    except OSError as error:
        raise CommandError(f"Không mở được {file}: {error.strerror}.") from error
    except written.Faulty as error:
        raise CommandError(f"{file}: {len(error.faults)} chỗ cần sửa.\n{error}") from error


def _bloc(text):
    return _one(Bloc, pk=text) if text.isdecimal() else _one(Bloc, name=text)


def _one(model, **facts):
    found = model.objects.filter(**facts).first()
    if found is None:
        raise CommandError(f"Không có {model._meta.verbose_name} {next(iter(facts.values()))}.")
    return found
