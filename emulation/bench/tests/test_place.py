"""Nơi đo: nothing of the person's is opened, nothing is left behind."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from emulation.bench import place


def test_the_measuring_process_knows_nothing_of_the_real_house(monkeypatch, tmp_path, db):
    """Phép đo có thư mục riêng, không mang theo hàng đợi, khóa phiếu, khóa bí mật của hệ thống đang dùng."""
    monkeypatch.setattr(settings, "HOME", tmp_path)
    monkeypatch.setattr(place, "_make_database", lambda: None)
    monkeypatch.setattr(place, "_drop_database", lambda how="": None)
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:6379/0")
    monkeypatch.setenv("DATABASE_URL", "postgres://u:p@127.0.0.1:5432/real")
    with place.own() as env:
        assert not set(place.LEFT_BEHIND) & env.keys()
        assert env["DATABASE_URL"] == "postgres://u:p@127.0.0.1:5432/emulation_bench"
        assert env["EMULATION_HOME"] == str(tmp_path / "bench")
        assert (tmp_path / "bench").is_dir()
    assert not (tmp_path / "bench").exists()


def test_two_measurements_do_not_share_a_folder(monkeypatch, tmp_path, db):
    """Đang đo thì không đo lần thứ hai cùng chỗ."""
    monkeypatch.setattr(settings, "HOME", tmp_path)
    monkeypatch.setattr(place, "_make_database", lambda: None)
    monkeypatch.setattr(place, "_drop_database", lambda how="": None)
    with place.own(), pytest.raises(place.NoPlace, match="Một phép đo khác đang chạy"), place.own():
        pass


def test_the_database_that_will_be_dropped_cannot_be_the_persons(monkeypatch, db):
    """Trỏ DATABASE_URL vào chính nơi đo thì bị từ chối, không xóa gì."""
    monkeypatch.setattr(connection, "vendor", "postgresql")
    monkeypatch.setitem(connection.settings_dict, "NAME", place.DATABASE)
    monkeypatch.setattr(place, "_order", lambda statement: pytest.fail(statement))
    with pytest.raises(place.NoPlace, match="dùng tên khác"):
        place._make_database()


@pytest.mark.soak
def test_the_whole_measurement_runs_and_leaves_nothing(tmp_path):
    """./dev bench trên một tỉnh tí hon: in bảng, dọn sạch."""
    small = ["--blocs=2", "--units=3", "--criteria=5", "--years=3", "--requests=3"]
    env = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL")} | {
        "EMULATION_HOME": str(tmp_path)
    }
    told = subprocess.run(  # noqa: S603
        [sys.executable, "manage.py", "bench", *small], cwd=settings.BASE_DIR, env=env, capture_output=True, text=True
    )
    assert told.returncode == 0, told.stderr
    assert "ghi một điểm trong lúc in giao ước" in told.stdout
    assert not (tmp_path / "bench").exists()
