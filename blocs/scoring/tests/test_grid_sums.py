"""Tổng trên trang khi đang gõ: đúng tổng mà máy chủ sẽ trả lời, với mọi cách cộng mà bộ tiêu chí nói được; chưa biết thì nói là tạm."""

import json
from decimal import Decimal
from random import Random
from types import SimpleNamespace

import pytest
import yaml
from django.conf import settings
from django.urls import reverse

from blocs.scoring import columns, setting_aside, workflow, written
from blocs.scoring.adding import known, tree_told
from blocs.scoring.ensemble import Ensemble
from blocs.scoring.evaluation import rounded
from blocs.scoring.grid import _sums_told
from blocs.scoring.kinds import KINDS as REAL_KINDS
from blocs.scoring.lineup import Lineup
from blocs.scoring.models import Column, Filler, Mark, SheetState
from blocs.scoring.standing import Standing
from blocs.scoring.tree import Tree

from .building import CHECKED, SCORED, cast, cells, checker_for, claimed, opened, sheet_of
from .on_grid import Ground, OnGrid, OwnGround

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCRIPTS = settings.BASE_DIR / "static/js/scoring"
COLUMN = Filler.CHECKERS
ADD = """cases => cases.map(({tree, sheets}) => {
  const numbers = Numbers(tree.decimals), sums = Sums(tree, numbers);
  return sheets.map(({typed, told}) => {
    const known = new Map(sums.leaves.map(n => [n.id, n.id in typed ? sums.typed(n.id, typed[n.id]) : sums.told(n.id, told[n.id])]));
    const board = sums.sheet(id => ({known: known.get(id), unsure: false}));
    return [...tree.nodes.filter(n => n.group).map(n => n.id), null].map(id => [sums.text(board.tally(id), id), board.tally(id).missing > 0]);
  });
})"""


# --- random trees: the real scripts on an empty page beside the server ----------------------------------
def options(dice, chances):
    """Some of {option: [values]}, each with its chance of one in so many."""
    return {code: dice.choice(values) for code, (one_in, values) in chances.items() if not dice.randrange(one_in)}


GROUP = {
    "cap_bonus": (4, [0, 1, 2.5]), "cap_penalty": (4, [0, 1, 2.5]), "cap_total": (4, [0, 3, 7.25]), "floor": (4, [-2, 0, 1.5]),
    "weight": (3, [0.5, 1.5, 0.333, 2]), "take": (2, ["mean", "highest", "lowest"]), "excess": (6, ["warn", "cut"]),
}  # fmt: skip
WHOLE = {code: GROUP[code] for code in ("cap_bonus", "cap_penalty", "cap_total", "floor")}
ROW = {"weight": (4, [0.5, 1.25, 3]), "optional": (3, [True])}
KINDS = {
    "direct": {},
    "ratio": {},
    "pass_fail": {},
    "per_occurrence": {"each": 0.125},
    "parts": {},
    "share_of_best": {},
    "given": {},
}
NUMBERS = ["0", "0,5", "1", "2,005", "8.5", "0,00005", "2,34565", "1,1111", "+3", "7%", "3", "08,50", "12"]
CELLS = {
    "ratio": ["1/3", "2/3", "95/100", "5/5"], "pass_fail": ["đ", "k"], "per_occurrence": ["0", "1", "3"],
    "parts": ["3/1/-", "3/-/0,5", "-/2/2"], "share_of_best": ["7", "9", "12"], "given": [""],
}  # fmt: skip


def a_leaf(dice, n, codes):
    kind = dice.choices(list(KINDS), (8, 2, 2, 2, 2, 1, 1))[0]
    asked = {"only_if_full": (5, [[c] for c in codes] + [dice.sample(codes, min(2, len(codes)))])} if codes else {}
    row = {"code": f"r{n}", "name": f"Dòng {n}", "kind": kind, "max": 3, "sign": dice.choice(REAL_KINDS[kind].signs)}
    return row | KINDS[kind] | options(dice, ROW | asked)


def a_group(dice, depth, counter, codes):
    """A group of rows and groups; conditions name only what stands before, so that there is no circle."""
    counter[0] += 1
    row = {"code": f"g{counter[0]}", "name": f"Nhóm {counter[0]}"} | options(dice, GROUP)
    if codes and not dice.randrange(5):
        row["only_if_full"] = [dice.choice(codes)]
    before, row["children"] = list(codes), []
    for _child in range(dice.randint(1, 4)):
        if depth and not dice.randrange(3):
            row["children"].append(a_group(dice, depth - 1, counter, before))
        else:
            counter[0] += 1
            row["children"].append(a_leaf(dice, counter[0], before))
    codes += [row["code"], *(c["code"] for c in row["children"])]
    return row


def a_tree(dice):
    counter, codes = [0], []
    criteria = [a_group(dice, 2, counter, codes) for _top in range(dice.randint(1, 3))]
    head = {"title": "Thử", "scale": 20, "decimals": dice.randrange(4), "round_rows": dice.random() < 0.3}
    found = written.read(yaml.safe_dump(head | options(dice, WHOLE) | {"criteria": criteria}, allow_unicode=True))
    return Tree(found.lines(), found)


def a_text(dice, tree, row):
    """What is typed in a cell: nothing, a value of its kind, points written straight, not assigned."""
    if not tree.kinds[row.pk].inputs or not dice.randrange(8):
        return ""
    if not dice.randrange(12):
        return "= 2,5"
    if row.params.get("optional") and not dice.randrange(6):
        return "kg"
    return dice.choice(NUMBERS if row.kind == "direct" else CELLS[row.kind])


def standings_of(tree, texts):
    """The sheets as a save leaves them: settled points in marks, everything else worked out together."""
    sheets = [
        SimpleNamespace(pk=n, member=SimpleNamespace(left_on=None), state=SheetState.SUBMITTED)
        for n in range(len(texts))
    ]
    inputs = {n: {pk: tree.kinds[pk].read(text) for pk, text in cells.items() if text} for n, cells in enumerate(texts)}
    lineup = Lineup([Column(kind=COLUMN, code=COLUMN, position=0)])
    ensemble = None if tree.is_settled else Ensemble(tree, sheets, lambda _code: inputs, {}, lineup)
    return [Standing(s, tree, lineup, {} if ensemble else marks_of(tree, inputs[s.pk]), ensemble) for s in sheets]


def marks_of(tree, inputs):
    points = {pk: tree.kinds[pk].result(given) for pk, given in inputs.items()}
    return {(COLUMN, pk): Mark(points=rounded(p, tree.decimals) if tree.round_rows else p) for pk, p in points.items()}


def a_case(dice):
    """Out: (what the script is given, what the server answers). Numbers are typed before the script's eyes, one time in two."""
    tree = a_tree(dice)
    texts = [{row.pk: a_text(dice, tree, row) for row in tree.leaves} for _member in range(3)]
    sheets, answered = [], []
    for standing, sheet in zip(standings_of(tree, texts), texts, strict=True):
        told = {row.pk: known(standing, COLUMN, row) for row in tree.leaves}
        typed = {
            row.pk: sheet[row.pk]
            for row in tree.leaves
            if row.kind == "direct" and sheet[row.pk] in NUMBERS and dice.random() < 0.5
        }
        sheets.append({"typed": typed, "told": told})
        answered.append([[text, partial] for _key, text, partial in _sums_told(standing, standing.sums(COLUMN))])
    return {"tree": tree_told(tree, set()), "sheets": sheets}, answered


@pytest.fixture(scope="module")
def empty_page(chromium):
    page = chromium.new_page()
    for name in ("exact", "numbers", "sums"):
        page.add_script_tag(path=SCRIPTS / f"{name}.js")
    yield page
    page.close()


@pytest.mark.parametrize("seed", range(6))
def test_the_script_adds_as_the_server_does(empty_page, seed):
    """Cây ngẫu nhiên (hệ số, trần, sàn, trung bình, cao nhất, thấp nhất, chỉ khi đủ, nhiều phần, kg): từng nhóm và cả phiếu khớp nhau."""
    dice = Random(seed)  # noqa: S311
    cases, answered = zip(*(a_case(dice) for _case in range(60)), strict=True)
    shown = empty_page.evaluate(ADD, json.loads(json.dumps(cases)))
    for case, there, here in zip(cases, answered, shown, strict=True):
        assert here == there, json.dumps(case, ensure_ascii=False)
    assert len({text for sheets in answered for sheet in sheets for text, _partial in sheet}) > 50


# --- in the grid ------------------------------------------------------------------------------------------
EVERY_WAY = """
title: Mọi cách cộng
scale: 30
cap_total: 25
criteria:
- {code: I, name: Nhiệm vụ, max: 12, weight: 1.5, cap_penalty: 1, children: [
    {code: "1", name: Việc một, max: 8, kind: direct},
    {code: "2", name: Việc hai, max: 4, kind: direct, weight: 0.5},
    {code: "3", name: Chậm, max: 3, kind: direct, sign: penalty}]}
- {code: II, name: Trung bình, max: 5, take: mean, children: [{code: "4", name: Lần một, max: 5}, {code: "5", name: Lần hai, max: 5}, {code: "6", name: Lần ba, max: 5}]}
- {code: III, name: Chỉ một, max: 5, take: highest, children: [{code: "7", name: Cấp tỉnh, max: 5}, {code: "8", name: Cấp bộ, max: 5}]}
- {code: IV, name: Thưởng, max: 3, children: [{code: "9", name: Đủ thì thưởng, max: 2, kind: direct, sign: bonus, only_if_full: ["1"]}]}
"""
AROUND = """
title: So với nhau
scale: 20
criteria:
- {code: I, name: So sánh, max: 10, children: [{code: "1", name: Kết quả, max: 10, kind: share_of_best}]}
- {code: II, name: Chấm, max: 10, children: [{code: "2", name: Công việc, max: 5, kind: direct}, {code: "3", name: Theo công việc, max: 5, kind: formula, rows: [{name: p, row: "2"}], formula: p / 2}]}
"""
TWO_HANDS = """
title: Hai nơi chấm
scale: 20
criteria:
- {code: I, name: Nhiệm vụ, max: 20, children: [{code: "1", name: Chuyên môn, max: 10, kind: direct}, {code: "2", name: Cải cách hành chính, max: 10, kind: direct, scorer: Sở Nội vụ}]}
"""


class Summed(OnGrid):
    """A grid whose saves wait until they are let go."""

    def __init__(self, screen, ground, user=None):
        self.held = []
        super().__init__(screen, ground, user)
        self.page.route("**/luu/", lambda route: self.held.append(route))

    def sums(self, unit):
        """{code or "all": (text, provisional)} of one unit, and its progress."""
        codes = dict(self.ground.round.scheme.criteria.filter(kind="group").values_list("pk", "code"))
        sheet = sheet_of(self.ground.round, self.ground.people.units[unit]).pk
        found = self.page.evaluate(
            """sheet => [...document.querySelectorAll(`[data-sum^="${sheet}-"]`)].map(e => [e.dataset.sum.split("-")[1], e.textContent, e.classList.contains("partial")])""",
            str(sheet),
        )
        told = {codes.get(int(row) if row.isdecimal() else row, row): (text, partial) for row, text, partial in found}
        return told | {"progress": self.page.inner_text(f"[data-progress='{sheet}']")}

    def let_go(self):
        """Until every save has left and been answered."""
        while self.held or self.page.locator(".grid .saving").count():
            while self.held:
                self.held.pop().continue_()
            self.page.wait_for_timeout(20)


def test_every_way_of_adding_is_shown_before_the_server_answers(screen):
    """Hệ số, trần trừ, trung bình, chỉ lấy cao nhất, chỉ khi đủ, trần cả phiếu: tổng hiện ngay khi gõ, máy chủ trả lời không đổi gì."""
    grid = Summed(screen, Ground(text=EVERY_WAY))
    grid.cell(1, "1").click()
    grid.page.keyboard.type("7,5\n3\n2\n1\n2\n2\n4\n5\n1\n")
    typed = grid.sums(1)
    # (7,5 + 1,5 − 1) × 1,5 = 12; (1 + 2 + 2) ÷ 3 = 1,67; the higher of 4 and 5; nothing while row 1 is not full
    parts = {"I": "12,00", "II": "1,67", "III": "5,00", "IV": "0,00", "all": "18,67"}
    assert typed == {code: (text, False) for code, text in parts.items()} | {"progress": "9/9"}
    grid.let_go()
    assert grid.sums(1) == typed
    grid.type(1, "1", "14")
    typed = grid.sums(1)
    # (14 + 1,5 − 1) × 1,5 = 21,75; row 1 is full, so the bonus counts; 29,42 is cut to 25
    parts = {"I": "21,75", "II": "1,67", "III": "5,00", "IV": "1,00", "all": "25,00"}
    assert typed == {code: (text, False) for code, text in parts.items()} | {"progress": "9/9"}
    grid.let_go()
    assert grid.sums(1) == typed
    grid.page.unroute("**/luu/")
    grid.open()
    assert grid.sums(1) == typed


def test_a_row_not_chosen_needs_no_points(screen):
    """Nhóm chỉ lấy một dòng: dòng kia để trống thì nhóm không thiếu gì, trước và sau khi máy chủ trả lời."""
    grid = Summed(screen, Ground(text=EVERY_WAY))
    grid.type(1, "8", "4")
    typed = grid.sums(1)
    assert (typed["III"], typed["all"], typed["progress"]) == (("4,00", False), ("4,00", True), "2/9")
    grid.let_go()
    assert grid.sums(1) == typed


def test_what_only_the_server_knows_is_provisional_until_it_answers(screen):
    """Dòng so với đơn vị khác, dòng tính theo dòng khác: tổng là tạm cho tới khi máy chủ trả lời, ở mọi phiếu mà số vừa gõ làm đổi."""
    grid = Summed(screen, Ground(text=AROUND))
    for unit, text in ((1, "5"), (2, "10"), (3, "8")):
        grid.type(unit, "1", text)
        grid.type(unit, "2", "4")
        grid.let_go()
    sheet_of_lead = sheet_of(grid.ground.round, grid.ground.people.lead_unit)
    setting_aside.exclude(
        sheet_of_lead, ground="Quy chế của khối", reason="Mới sáp nhập", by=grid.ground.people.deputy, at=CHECKED
    )
    grid.page.unroute("**/luu/")
    grid.open()
    grid.page.route("**/luu/", lambda route: grid.held.append(route))
    before = {"I": ("5,00", False), "II": ("6,00", False), "all": ("11,00", False), "progress": "2/2"}
    assert grid.sums(1) == before
    grid.type(2, "2", "3")
    assert grid.sums(1) == before
    assert (grid.sums(2)["I"], grid.sums(2)["II"]) == (("10,00", False), ("5,00", True))
    grid.let_go()
    assert grid.sums(2)["II"] == ("4,50", False)
    grid.type(2, "1", "20")
    assert (grid.sums(1)["I"], grid.sums(3)["I"], grid.sums(2)["I"]) == (("5,00", True), ("8,00", True), ("–", True))
    grid.let_go()
    assert [grid.sums(unit)["I"] for unit in (1, 2, 3)] == [("2,50", False), ("10,00", False), ("4,00", False)]
    assert (grid.text(1, "1"), grid.text(3, "1")) == ("2,50", "4,00")


class LaterGround(OwnGround):
    """The lead's people have checked row 1; row 2 is for the secretariat alone, whose column comes after theirs."""

    column = Filler.SECRETARIAT

    def __init__(self):
        self.people = cast(4)
        self.round = opened(self.people, text=TWO_HANDS)
        plan = columns.Plan(secretariat=True, scorers={"Sở Nội vụ": Filler.SECRETARIAT})
        columns.lay_out(self.round, plan, by=self.people.lead, at=SCORED)
        self.rows = dict(self.round.scheme.criteria.exclude(kind="group").values_list("code", "pk"))
        for unit in self.people.units:
            claimed(self.people, self.round, unit, {"1": "9", "2": "8"})
            workflow.submit(sheet_of(self.round, unit), by=self.people.head(unit), at=SCORED)
        self.round.refresh_from_db()
        for unit in self.people.units:
            by, given = checker_for(self.people, unit), cells(self.round, unit, {"1": "8,5"})
            claims = {key: workflow.Claim(text, reason="Theo hồ sơ") for key, text in given.items()}
            workflow.save_marks(self.round, COLUMN, claims, by=by, at=CHECKED)
            workflow.check_done(sheet_of(self.round, unit), by=by, at=CHECKED)


def test_a_later_column_adds_to_what_the_earlier_one_said(screen):
    """Cột sau cộng tiếp trên cột trước: dòng khóa vẫn vào tổng, tiến độ chỉ đếm dòng của cột; máy chủ trả lời không đổi gì."""
    ground = LaterGround()
    grid = Summed(screen, ground, ground.people.secretary)
    assert (grid.sums(1)["all"], grid.sums(1)["progress"]) == (("8,50", True), "0/1")
    grid.type(1, "2", "7,5")
    typed = grid.sums(1)
    assert (typed["I"], typed["all"], typed["progress"]) == (("16,00", False), ("16,00", False), "1/1")
    grid.let_go()
    assert grid.sums(1) == typed


def test_an_answer_speaks_only_of_sheets_that_the_hand_writes_in(client_of):
    """Đơn vị lưu cột tự chấm: câu trả lời không kể gì về phiếu của đơn vị khác, dù điểm của họ cũng đổi theo."""
    people = cast(4)
    round_ = opened(people, text=AROUND)
    for unit in people.units:
        claimed(people, round_, unit, {"1": "8", "2": "4"})
    ((sheet, row),) = cells(round_, people.units[1], {"1": ""})
    body = {"cells": {f"{sheet}-{row}": {"raw": "16", "seen": 1}}}
    page = reverse("scoring:save", args=[round_.pk, "self"])
    told = (
        client_of(people.clerk(people.units[1]), SCORED)
        .post(page, json.dumps(body), content_type="application/json")
        .json()
    )
    keys = {key.split("-")[0] for part in ("sums", "reckoned") for key, *_rest in told[part]} | set(told["progress"])
    assert keys == {str(sheet)}


@pytest.mark.parametrize(("code", "text", "told_of"), [("2", "3", [1]), ("1", "20", [1, 2, 3])])
def test_an_answer_tells_of_every_sheet_that_the_cell_moves(client_of, code, text, told_of):
    """Ô chỉ tính trong phiếu mình thì chỉ phiếu ấy được tính lại; ô so sánh thì mọi phiếu người ấy chấm, và tổng lưu của cả khối."""
    ground = Ground(4, AROUND)
    for unit in range(4):
        written_cells = cells(ground.round, ground.people.units[unit], {"1": "10", "2": "4"})
        by = ground.people.deputy if unit == 0 else ground.people.lead
        workflow.save_marks(ground.round, COLUMN, written_cells, by=by, at=CHECKED)
    body = {"cells": {ground.key(1, code): {"raw": text, "seen": 1}}}
    page = reverse("scoring:save", args=[ground.round.pk, COLUMN])
    told = client_of(ground.people.lead).post(page, json.dumps(body), content_type="application/json").json()
    sheets = [sheet_of(ground.round, unit) for unit in ground.people.units]
    assert set(told["progress"]) == {str(sheets[unit].pk) for unit in told_of}
    totals = {"2": [16, Decimal("14.5"), 16, 16], "1": [11, 16, 11, 11]}
    assert [s.checked_total for s in sheets] == totals[code]
