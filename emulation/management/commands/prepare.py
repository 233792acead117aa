"""`manage.py prepare`: what must be done before the house can be served."""

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command, get_commands
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from emulation.accounts.models import User

UNFINISHED = settings.HOME / "demo.unfinished"


class Command(BaseCommand):
    help = "Cập nhật cơ sở dữ liệu; lần đầu thì dựng dữ liệu trình diễn."
    requires_system_checks = ()

    def handle(self, **options):
        _clear_half_made_demo()
        try:
            _migrate()
        except OperationalError as error:
            raise CommandError(f"Không mở được cơ sở dữ liệu: {str(error).strip()}") from error
        if not settings.DEMO:
            call_command("collectstatic", interactive=False, verbosity=0)
        elif "demo" in get_commands() and not User.objects.exists():
            self._make_demo()

    def _make_demo(self):
        self.stdout.write("Dựng dữ liệu trình diễn (chỉ lần đầu).")
        UNFINISHED.touch()
        call_command("demo", stdout=self.stdout)
        UNFINISHED.unlink()


def _migrate():
    """Migrate if there is anything to do: asking is much cheaper than the command, which a second start need not wait for."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)


def _clear_half_made_demo():
    """A demonstration whose making was cut off was never served: make it anew."""
    if not UNFINISHED.exists():
        return
    if connection.vendor != "sqlite":
        raise CommandError("Lần trước dữ liệu trình diễn chưa dựng xong; tạo lại cơ sở dữ liệu trống rồi chạy lại.")
    for name in ("emulation.sqlite3", "emulation.sqlite3-wal", "emulation.sqlite3-shm"):
        (settings.HOME / name).unlink(missing_ok=True)
    UNFINISHED.unlink()
