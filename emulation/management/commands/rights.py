"""manage.py rights: đối chiếu ma trận quyền với thực tế, in chỗ khác nhau. Never writes the table: people do."""

import logging
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.test.utils import (
    override_settings,
    setup_databases,
    setup_test_environment,
    teardown_databases,
    teardown_test_environment,
)

from emulation.rights import objects, table, walk
from emulation.rights.trial import Trial
from emulation.rights.turns import everybody


class Command(BaseCommand):
    help = "Đối chiếu ma trận quyền với thực tế trên một cơ sở dữ liệu tạm và in chỗ khác nhau; không sửa gì."

    def add_arguments(self, parser):
        parser.add_argument(
            "words", nargs="*", help="chỉ những dòng có một trong các chữ này, ví dụ scoring: years:close"
        )

    def handle(self, *args, words, **options):
        if not settings.DEMO:
            raise CommandError("Chỉ đối chiếu ở chế độ demo: ma trận dựng dữ liệu riêng và hỏi không qua https.")
        missing = sorted(set(walk.names()) ^ {row.url for row in table.ROWS})
        missing += sorted(walk.permissions() ^ set(table.permissions.SUBJECTS))
        for name in missing:
            self.stdout.write(f"{name}: có địa chỉ hoặc quyền mà không có dòng, hoặc ngược lại")
        rows = [row for row in table.ROWS if not words or any(word in str(row) for word in words)]
        logging.disable(logging.CRITICAL)
        with scratch():
            trial = Trial(objects.build(), everybody(rows))
            found = [self.told(difference) for row in rows for difference in trial.differences(row)]
            found += [self.told(difference) for difference in trial.administrators()]
        told = (
            f"{len(trial.addresses)} địa chỉ, {len(walk.permissions())} quyền, {len(rows)} dòng, {trial.cells} ô đã hỏi"
        )
        self.stdout.write(f"{told}, {len(found)} chỗ khác bảng.")
        if found or missing:
            raise CommandError("Bảng và thực tế khác nhau.")

    def told(self, difference):
        """A difference, printed as soon as it is found."""
        self.stdout.write(str(difference))
        return difference


@contextmanager
def scratch():
    """A database and a folder of their own, gone afterwards."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="rights-")))
        stack.enter_context(override_settings(BALLOT_KEYS=folder / "keys", MEDIA_ROOT=folder / "files"))
        setup_test_environment()
        stack.callback(teardown_test_environment)
        made = setup_databases(verbosity=0, interactive=False)
        stack.callback(teardown_databases, made, verbosity=0)
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
