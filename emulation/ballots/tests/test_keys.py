"""Khóa của cuộc bỏ phiếu: một tệp ngoài cơ sở dữ liệu, hủy khi kiểm phiếu."""

import base64
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from emulation.ballots import seals, tasks, workflow
from emulation.ballots.models import Ballot, Slot, State
from emulation.ballots.tests.builders import counted, opened, people_of, prepared, votes, within
from emulation.ballots.tests.evidence import every_byte
from emulation.ballots.tests.test_preparing import refused
from emulation.ballots.workflow import Rules


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.BALLOT_KEYS = tmp_path / "within" / "keys"
    return settings.BALLOT_KEYS


def key_files():
    return sorted(Path(settings.BALLOT_KEYS).glob("*")) if Path(settings.BALLOT_KEYS).exists() else []


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.django_db
def test_the_key_is_a_file_that_only_its_owner_reads():
    """Khóa là tệp 0600 trong thư mục 0700."""
    opened(2)

    (file,) = key_files()
    assert (mode(file), mode(file.parent), file.stat().st_size) == (0o600, 0o700, 32)


@pytest.mark.django_db
def test_a_folder_that_others_could_read_is_closed_before_a_key_is_written(folder):
    """Thư mục khóa lỡ để người khác đọc được thì khép lại trước khi ghi khóa."""
    folder.mkdir(parents=True)
    folder.chmod(0o755)

    opened(2)

    assert mode(folder) == 0o700


@pytest.mark.django_db
def test_a_ballot_that_does_not_open_and_a_named_ballot_have_no_key():
    """Chưa mở, hoặc biểu quyết có ghi tên, thì không có khóa."""
    prepared(2)
    opened(2, rules=Rules(secret=False))

    assert key_files() == []


@pytest.mark.django_db(transaction=True)
def test_the_key_is_nowhere_but_in_its_file_and_is_gone_after_the_count(caplog):
    """Khóa không có trong bảng nào, tệp cơ sở dữ liệu nào, dòng log nào; kiểm phiếu xong thì không còn ở đâu."""
    caplog.set_level(1)
    ballot = opened(3)
    (file,) = key_files()
    secret = file.read_bytes()
    for user in people_of(ballot):
        votes(ballot, user)
    evidence = every_byte()
    counted(ballot)
    evidence += every_byte() + caplog.text.encode()

    assert bytes(ballot.public_key) in evidence
    assert not any(form in evidence for form in forms_of(secret))
    assert key_files() == []


def forms_of(secret):
    return [
        secret,
        secret.hex().encode(),
        secret.hex().upper().encode(),
        base64.b64encode(secret),
        repr(secret).encode(),
    ]


@pytest.mark.django_db(transaction=True)
def test_the_key_of_a_cancelled_ballot_is_destroyed():
    """Hủy cuộc bỏ phiếu thì khóa bị hủy, phiếu đã bỏ không bao giờ mở được."""
    ballot = opened(2)
    votes(ballot, people_of(ballot)[0])

    within(workflow.cancel, ballot, note="Sai danh sách")

    assert key_files() == []


@pytest.mark.django_db(transaction=True)
def test_a_count_that_is_undone_keeps_the_key():
    """Kiểm phiếu bị hoàn tác thì khóa còn nguyên, kiểm lại được."""
    ballot = opened(2)
    votes(ballot, people_of(ballot)[0])
    within(workflow.close, ballot)

    def count_and_fail(ballot, *, by, at):
        workflow.count(ballot, by=by, at=at)
        raise OSError("đĩa đầy")

    with pytest.raises(OSError, match="đĩa đầy"):
        within(count_and_fail, ballot)
    assert len(key_files()) == 1
    assert within(workflow.count, Ballot.objects.get(pk=ballot.pk)).lines.first().yes == 1


@pytest.mark.django_db
def test_a_missing_key_is_a_sentence_and_nothing_is_counted():
    """Mất tệp khóa thì nói rõ, không đếm gì; đặt lại tệp thì kiểm được."""
    ballot = opened(2)
    votes(ballot, people_of(ballot)[0])
    within(workflow.close, ballot)
    (file,) = key_files()
    file.rename(file.with_suffix(".elsewhere"))

    assert "không thấy tệp khóa" in refused(within, workflow.count, ballot)
    ballot.refresh_from_db()
    assert (ballot.state, ballot.lines.first().returned) == (State.CLOSED, None)
    file.with_suffix(".elsewhere").rename(file)
    assert within(workflow.count, ballot).lines.first().yes == 1


@pytest.mark.django_db
def test_another_process_reads_the_key_again():
    """Máy chủ khởi động lại giữa chừng thì vẫn kiểm phiếu được: khóa đọc lại từ tệp, không giữ trong bộ nhớ."""
    ballot = opened(1, ["Sở Nội vụ"])
    votes(ballot, people_of(ballot)[0], 1)
    slot = Slot.objects.get()
    program = (
        "from emulation.ballots import seals; from django.conf import settings;"
        f"settings.configure(BALLOT_KEYS={str(settings.BALLOT_KEYS)!r});"
        f"print(seals.opener(seals.kept_key({bytes(ballot.public_key)!r}))({slot.pk}, {bytes(slot.sealed)!r}))"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=settings.BASE_DIR)  # noqa: S603

    assert (done.stdout.strip(), done.stderr) == ("1", "")


@pytest.mark.django_db
def test_a_key_that_outlived_its_ballot_is_swept_and_a_living_one_is_not():
    """Khóa còn sót của cuộc đã kiểm phiếu thì dọn; khóa của cuộc đang mở thì để yên."""
    over, alive = opened(2), opened(2)
    counted(over)
    assert len(key_files()) == 2

    tasks.destroy_keys()

    assert [f.name for f in key_files()] == [seals._file(bytes(alive.public_key)).name]


@pytest.mark.django_db
def test_the_swept_key_is_overwritten_before_it_is_removed(folder):
    """Tệp khóa bị ghi đè trước khi xóa."""
    opened(2)
    (file,) = key_files()
    secret = file.read_bytes()
    os.link(file, folder.parent / "kept")

    seals.destroy(Ballot.objects.get().public_key)

    assert (folder.parent / "kept").read_bytes() != secret
