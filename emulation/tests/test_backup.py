"""Sao lưu và dựng lại."""

import fcntl
import tarfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from blocs.roster.models import Office
from blocs.years.models import BlocYear
from emulation.journal.models import Entry
from emulation.journal.steps import Act, append
from emulation.testing import bloc_year, day, sitting

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def backup(tmp_path, settings):
    """A house with a year, an entry on the journal, a private paper and a ballot key. Out: its backup."""
    year = bloc_year(theme="Đoàn kết, sáng tạo")
    clerk = sitting(Office.CLERK, unit=year.members.first().unit)
    with transaction.atomic():
        append([Act("Lập năm thi đua", year, clerk, day(2026, 1, 5))])
    for folder, name in ((Path(settings.MEDIA_ROOT), "giay.pdf"), (settings.BALLOT_KEYS, "khoa")):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"%PDF" if name == "giay.pdf" else b"the secret key of a ballot")
    call_command("backup", tmp_path / "nha.tar", verbosity=0)
    return tmp_path / "nha.tar"


def test_a_backup_brings_everything_back(backup, settings):
    """Sau khi dựng lại, dữ liệu, văn bản và các chốt của cơ sở dữ liệu như lúc sao lưu."""
    BlocYear.objects.update(theme="Đã bị sửa")
    (Path(settings.MEDIA_ROOT) / "giay.pdf").write_bytes(b"spoiled")

    call_command("restore", backup, force=True)

    assert BlocYear.objects.get().theme == "Đoàn kết, sáng tạo"
    assert (Path(settings.MEDIA_ROOT) / "giay.pdf").read_bytes() == b"%PDF"
    with pytest.raises(IntegrityError, match="journal_entry_is_append_only"):
        Entry.objects.update(label="Khác")


def test_ballot_keys_are_never_in_a_backup(backup):
    """Khóa phiếu kín không nằm trong bản sao."""
    with tarfile.open(backup) as tar:
        assert not [name for name in tar.getnames() if "khoa" in name or "key" in name]
    assert b"the secret key of a ballot" not in backup.read_bytes()


def test_a_backup_is_readable_by_its_owner_only(backup):
    """Chỉ người sao lưu đọc được tệp sao lưu."""
    assert backup.stat().st_mode & 0o777 == 0o600


def test_a_restore_over_living_data_must_be_forced(backup):
    """Nơi đang có dữ liệu thì không bị đè khi chưa nói rõ."""
    BlocYear.objects.update(theme="Đang làm dở")

    with pytest.raises(CommandError, match="--force"):
        call_command("restore", backup)

    assert BlocYear.objects.get().theme == "Đang làm dở"


def test_nothing_is_restored_under_a_running_server(backup, settings):
    """Đang chạy thì không dựng lại."""
    with (settings.HOME / "serve.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        with pytest.raises(CommandError, match="đang chạy"):
            call_command("restore", backup, force=True)


def test_a_damaged_backup_changes_nothing(backup):
    """Bản sao hỏng thì dừng trước khi chạm vào dữ liệu."""
    BlocYear.objects.update(theme="Đang làm dở")
    body = bytearray(backup.read_bytes())
    with tarfile.open(backup) as tar:
        body[tar.getmember("files/giay.pdf").offset_data] ^= 1
    backup.write_bytes(body)

    with pytest.raises(CommandError, match="đã hỏng"):
        call_command("restore", backup, force=True)

    assert BlocYear.objects.get().theme == "Đang làm dở"


def test_a_backup_of_the_other_database_is_refused(backup, tmp_path, monkeypatch):
    """Bản sao của loại cơ sở dữ liệu khác thì không dùng được, và nói rõ."""
    monkeypatch.setattr(connection, "vendor", "oracle" if connection.vendor == "sqlite" else "sqlite")

    with pytest.raises(CommandError, match="DATABASE_URL"):
        call_command("restore", backup, force=True)
