"""Bảng bước: vòng chấm và phiếu chỉ đi theo bảng, viết tay, không lấy từ mã."""

from itertools import product

import pytest

from blocs.scoring import setting_aside, workflow
from blocs.scoring.models import RoundState, Sheet, SheetState
from emulation.accounts.models import User
from emulation.journal.steps import Refused

from .building import (
    CHECKED,
    SCORED,
    cast,
    opened,
    sheet_of,
)  # fmt: skip

pytestmark = pytest.mark.django_db


ROUNDS = {
    ("open", "Bắt đầu kiểm tra"),
    ("open", "Đủ phiếu, chuyển sang kiểm tra"),
    ("checking", "Chốt điểm"),
    ("agreed", "Công bố kết quả"),
}
SHEETS = {
    ("draft", "Nộp bảng tự chấm"), ("returned", "Nộp bảng tự chấm"), ("submitted", "Trả lại để bổ sung"),
    ("submitted", "Kiểm tra xong"), ("checked", "Mở lại phiếu đã kiểm tra"), ("checked", "Chốt phiếu"),
    ("draft", "Không xét"), ("submitted", "Không xét"), ("returned", "Không xét"), ("checked", "Không xét"),
    ("excluded", "Xét lại"),
}  # fmt: skip
STEPS = [s for room in (workflow, setting_aside) for s in vars(room).values() if isinstance(s, workflow.Step)]


def steps_of(states):
    return [s for s in STEPS if s.target in states and set(s.sources) <= set(states)]


@pytest.mark.parametrize(
    ("state", "step"),
    list(product(RoundState.values, steps_of(RoundState.values))),
    ids=lambda x: str(getattr(x, "label", x)),
)
def test_a_round_moves_only_as_the_table_says(state, step):
    """Vòng chấm chỉ đi theo đúng các bước đã định."""
    assert (state in step.sources) is ((state, str(step.label)) in ROUNDS)


@pytest.mark.parametrize(
    ("state", "step"),
    list(product(SheetState.values, steps_of(SheetState.values))),
    ids=lambda x: str(getattr(x, "label", x)),
)
def test_a_sheet_moves_only_as_the_table_says(state, step, monkeypatch):
    """Phiếu chỉ đi theo đúng các bước đã định, dù người bấm có mọi quyền."""
    people = cast()
    sheet = sheet_of(opened(people), people.neighbour_unit)
    stamps = {
        "submitted_by": people.lead,
        "submitted_at": SCORED,
        "checked_by": people.lead,
        "checked_at": CHECKED,
        "excluded_reason": "x" if state == "excluded" else "",
        "excluded_ground": "x" if state == "excluded" else "",
    }
    frozen = dict.fromkeys(["total", "base", "bonus", "penalty", "core"], 0 if state == "agreed" else None)
    Sheet.objects.filter(pk=sheet.pk).update(state=state, **stamps, **frozen)
    monkeypatch.setattr(User, "has_perm", lambda *args: True)
    assert taken(step, sheet, people.lead) is ((state, str(step.label)) in SHEETS)


def taken(step, sheet, by):
    from emulation.journal.steps import Record

    outer = Record("thử", "scoring.mark")
    try:
        with outer.on(sheet.round, by=by, at=CHECKED), step.on(sheet, by=by, at=CHECKED, note="lý do"):
            sheet.excluded_reason = sheet.excluded_ground = "lý do" if step.target == "excluded" else ""
            for part in ("total", "base", "bonus", "penalty", "core"):
                setattr(sheet, part, 0 if step.target == "agreed" else None)
    except Refused:
        return False
    return True
