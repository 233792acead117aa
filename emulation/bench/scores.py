"""Chấm điểm: a scheme for every bloc, a round for every year; past rounds are published, the running one is half checked."""

from decimal import Decimal

from django.db import connection

from blocs.scoring.lineup import Lineup
from blocs.scoring.models import (
    Column,
    Criterion,
    Filler,
    Mark,
    MarkHistory,
    RankRow,
    Round,
    RoundKind,
    RoundState,
    Scheme,
    SchemeState,
    Sheet,
    SheetState,
    Sign,
)
from blocs.scoring.ranking import USUAL_TIE_RULES, Row, ranking
from blocs.scoring.standing import Standing
from blocs.scoring.tree import Tree
from emulation.papers.models import Kind

from .province import hour
from .years import is_late

IN_A_GROUP = 8
MOST = Decimal(10)
LABELS = {Filler.SELF: "Tự chấm", Filler.CHECKERS: "Kiểm tra", Filler.LEADERS: "Chốt"}


def write_schemes(province):
    """Bộ tiêu chí của mỗi khối: groups of eight; the last but one leaf is a bonus, the last a penalty."""
    scale = MOST * province.size.criteria
    schemes = Scheme.objects.bulk_create(
        Scheme(
            bloc=bloc,
            version=1,
            title="Bộ tiêu chí chấm điểm thi đua",
            scale=scale,
            core_group="I",
            tie_rules=list(USUAL_TIE_RULES),
        )
        for bloc in province.blocs
    )
    province.criteria = {scheme.bloc_id: _write(scheme, province.size.criteria) for scheme in schemes}
    ids = [scheme.pk for scheme in schemes]
    adopted = hour(province.today.year - province.size.years, 2, 1).date()
    Scheme.objects.filter(pk__in=ids).update(state=SchemeState.ADOPTED, adopted_on=adopted)
    province.schemes = {s.bloc_id: s for s in Scheme.objects.filter(pk__in=ids)}


def _write(scheme, leaves):
    """The rows of a scheme in the order of print (list of Criterion)."""
    rows, numerals = [], ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
    for group, first in enumerate(range(0, leaves, IN_A_GROUP)):
        most = MOST * min(IN_A_GROUP, leaves - first)
        parent = Criterion(scheme=scheme, code=numerals[group % 10], name="Thực hiện nhiệm vụ chính trị, chuyên môn", kind="group",
                           position=len(rows) + 1, max_points=most)  # fmt: skip
        parent.save()
        rows.append(parent)
        for n in range(first, min(first + IN_A_GROUP, leaves)):
            sign = {leaves - 1: Sign.PENALTY, leaves - 2: Sign.BONUS}.get(n, Sign.BASE)
            name = f"Hoàn thành chỉ tiêu số {n + 1} theo chương trình công tác năm đã được phê duyệt"
            rows.append(Criterion(scheme=scheme, parent=parent, code=f"{group + 1}.{n - first + 1}", name=name, kind="direct", sign=sign,
                                  position=len(rows) + 1, max_points=MOST))  # fmt: skip
    Criterion.objects.bulk_create(c for c in rows if c.pk is None)
    return rows


# --- vòng chấm ------------------------------------------------------------------------------------
def score(province, press):
    """Mỗi năm một vòng chấm cuối năm: sheets, marks in both columns with their history, rankings of the past."""
    for bloc_year in province.years:
        running = bloc_year.year == province.today.year
        round_ = Round.objects.create(
            bloc_year=bloc_year, kind=RoundKind.YEAR_END, scheme=province.schemes[bloc_year.bloc_id], rule_set=bloc_year.rule_set,
            self_due=province.today if running else hour(bloc_year.year, 11, 20).date(),
            check_due=province.today if running else hour(bloc_year.year, 11, 27).date(), opened_at=hour(bloc_year.year, 11, 1),
            state=RoundState.CHECKING if running else RoundState.PUBLISHED,
            published_at=None if running else hour(bloc_year.year, 12, 8), versions=0 if running else 1,
        )  # fmt: skip
        province.rounds[bloc_year.pk] = round_
        _fill(province, round_, province.members[bloc_year.pk], running)
        if not running:
            round_.paper = press.report(
                bloc_year, Kind.SCORES, f"Bảng điểm cuối năm {bloc_year.year}", at=round_.published_at
            )
    press.store()
    for round_ in province.rounds.values():
        round_.paper = round_.paper  # the id is known only now
    Round.objects.bulk_update(province.rounds.values(), ["paper"], batch_size=100)
    _keep_history()


def _fill(province, round_, members, running):
    """Sheets with their marks: all of it is reckoned in memory first, so that every row is written once."""
    columns = {
        k: Column(round=round_, kind=k, code=k, label=label, position=n) for n, (k, label) in enumerate(LABELS.items())
    }
    Column.objects.bulk_create(columns.values())
    tree, marks = Tree(province.criteria[round_.bloc_year.bloc_id], round_.scheme), []
    sheets = [Sheet(round=round_, member=m) for m in members]
    for sheet in sheets:
        late = running and is_late(sheet.member, province)
        standing = Standing(sheet, tree, Lineup(columns.values()), {})
        for kind, share in ((Filler.SELF, 0.5 if late else 1), (Filler.CHECKERS, 0 if late else 0.5 if running else 1)):
            marks += _marks(province, standing, columns[kind], share, round_.opened_at)
            standing.store_sums(kind)
        _hand_in(province, sheet, standing, late, running)
    Sheet.objects.bulk_create(sheets)
    for mark in marks:
        mark.sheet = mark.sheet  # the id is known only now
    Mark.objects.bulk_create(marks)
    if not running:
        _rank(round_, sheets)


def _marks(province, standing, column, share, at):
    """The first `share` of the leaves, marked in one column."""
    leaves = standing.leaves[: round(len(standing.leaves) * share)]
    by = province.clerks[standing.sheet.member.unit_id].person
    for criterion in leaves:
        typed = Decimal(province.dice.randrange(60, 101)) / 10
        points = -typed / 10 if criterion.sign == Sign.PENALTY else typed
        mark = Mark(
            sheet=standing.sheet,
            criterion=criterion,
            column=column,
            inputs={"points": f"{points:f}"},
            points=points,
            by=by,
            at=at,
        )
        standing.marks[column.code, criterion.pk] = mark
        yield mark


def _hand_in(province, sheet, standing, late, running):
    """The sheet as far as its round has come: draft, submitted, or agreed with its totals."""
    if late:
        return
    at, head = sheet.round.opened_at, province.heads[sheet.member.unit_id].person
    sheet.submitted_by, sheet.submitted_at, sheet.state = head, at, SheetState.SUBMITTED
    if not running:
        sheet.checked_by, sheet.checked_at, sheet.state = head, at, SheetState.AGREED
        parts, sheet.total, sheet.core = standing.final("I")
        sheet.percent = standing.percent()
        sheet.base, sheet.bonus, sheet.penalty = parts.base, parts.bonus, parts.penalty


def _rank(round_, sheets):
    rows = [Row(s.member, s.total, s.base, s.bonus, s.penalty, s.core, s.self_total, s.member.position) for s in sheets]
    RankRow.objects.bulk_create(
        RankRow(round=round_, member=r.row.key, rank=r.rank, place=place, total=r.row.total, base=r.row.base, bonus=r.row.bonus,
                penalty=r.row.penalty, core=r.row.core, self_total=r.row.claimed, decided_by=r.decided_by)
        for place, r in enumerate(ranking(rows), start=1)
    )  # fmt: skip


def _keep_history():
    """One history row for every mark: a copy inside the database, which is many times faster than sending each."""
    kept = [f.column for f in MarkHistory._meta.fields if f.column not in ("id", "mark_id", "batch")]
    columns = ", ".join(f'"{c}"' for c in kept)
    into, source = MarkHistory._meta.db_table, Mark._meta.db_table
    fresh = f'SELECT "id", \'\', {columns} FROM {source} WHERE "id" NOT IN (SELECT "mark_id" FROM {into})'  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f'INSERT INTO {into} ("mark_id", "batch", {columns}) {fresh}')
