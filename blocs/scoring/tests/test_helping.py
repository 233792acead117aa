"""Trợ giúp sinh từ mã: trang hướng dẫn không bao giờ nói khác mã."""

import json
import re

from django.conf import settings
from django.core.management import call_command

from blocs.scoring import helping
from blocs.scoring.kinds import KINDS


def test_the_page_on_schemes_says_what_the_code_does():
    """docs/bo-tieu-chi.md đúng với các loại trong mã; sai thì chạy scheme_help --write."""
    call_command("scheme_help")


def test_every_kind_is_explained_with_an_example():
    """Loại nào cũng có mặt trong trợ giúp, kèm ví dụ."""
    told = {entry.code: entry for entry in helping.entries()}
    assert set(told) == set(KINDS)
    assert all(entry.about and entry.examples for entry in told.values())


def test_the_examples_of_the_page_can_be_tried(tmp_path, capsys):
    """Bộ tiêu chí và số liệu in trên trang hướng dẫn chạy được đúng như đã in."""
    blocks = re.findall(r"```yaml\n(.*?)```", (settings.BASE_DIR / "docs" / "bo-tieu-chi.md").read_text(), re.DOTALL)
    files = [tmp_path / "scheme.yaml", tmp_path / "inputs.yaml"]
    for file, block in zip(files, blocks, strict=True):
        file.write_text(block)
    call_command("score_sheet", *files)
    told = json.loads(capsys.readouterr().out)["columns"]
    assert told["tự chấm"]["members"]["Sở A"]["total"] == 58.5  # 38 + 19 + 2 − 0,5
    assert told["thẩm định"]["members"]["Sở A"]["total"] == 56.2  # 36 + 18 + 2 − 0,5 + 0,7
    assert told["thẩm định"]["ranking"] == ["Sở B", "Sở A"]
