"""Chấm điểm: mở vòng → tự chấm → nộp → kiểm tra → chốt → công bố; phiếu có thể bị trả lại để bổ sung."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from blocs.years import workflow as years
from blocs.years.documents import issuer
from blocs.years.models import Due, Stage
from emulation.journal import clock
from emulation.journal.steps import Record, Refused, Step, other_hands
from emulation.papers.workflow import Kind, issue

from . import columns, documents, placing
from .marking import MARK, Claim, accept_claims, save_marks
from .models import (
    GROUP,
    Filler,
    Question,
    RankRow,
    Round,
    RoundKind,
    RoundState,
    Scheme,
    SchemeState,
    Sheet,
    SheetState,
)
from .schemes import adopt_scheme, new_scheme_version
from .standing import standings, tree_of

__all__ = ["MARK", "Claim", "accept_claims", "adopt_scheme", "new_scheme_version", "save_marks"]

OPEN_ROUND = Record(_("Mở vòng chấm"), "scoring.open_round")
RESCHEDULE = Record(_("Đổi hạn vòng chấm"), "scoring.open_round", reason=True)
NAME_LEAD_CHECKER = Record(_("Giao đơn vị chấm phiếu của trưởng khối"), "scoring.name_lead_checker")
BEGIN_CHECKING = Step(_("Bắt đầu kiểm tra"), [RoundState.OPEN], RoundState.CHECKING, "scoring.begin_checking")
ALL_HANDED_IN = Step(_("Đủ phiếu, chuyển sang kiểm tra"), [RoundState.OPEN], RoundState.CHECKING, None)
AGREE = Step(_("Chốt điểm"), [RoundState.CHECKING], RoundState.AGREED, "scoring.agree")
PUBLISH = Step(
    _("Công bố kết quả"), [RoundState.AGREED], RoundState.PUBLISHED, "scoring.publish", parents=("bloc_year",)
)

IN_ROUND = ("round",)
SUBMIT = Step(
    _("Nộp bảng tự chấm"), [SheetState.DRAFT, SheetState.RETURNED], SheetState.SUBMITTED, "scoring.submit", IN_ROUND
)
SEND_BACK = Step(
    _("Trả lại để bổ sung"), [SheetState.SUBMITTED], SheetState.RETURNED, "scoring.check", IN_ROUND, reason=True
)
CHECK = Step(_("Kiểm tra xong"), [SheetState.SUBMITTED], SheetState.CHECKED, "scoring.check", IN_ROUND)
REOPEN = Step(
    _("Mở lại phiếu đã kiểm tra"), [SheetState.CHECKED], SheetState.SUBMITTED, "scoring.check", IN_ROUND, reason=True
)
AGREE_SHEET = Step(_("Chốt phiếu"), [SheetState.CHECKED], SheetState.AGREED, None)


# --- vòng chấm ------------------------------------------------------------------------------------
def open_round(bloc_year, *, kind, self_due, check_due, by, at, scheme=None, lead_checker=None):
    """Mở vòng chấm: stamps the scheme in force (or `scheme`, adopted) and the rule set, makes one sheet per present member.

    Raises Refused: no adopted scheme, a round of this kind exists, days the wrong way round.
    """
    with OPEN_ROUND.on(bloc_year, by=by, at=at) as act:
        scheme = scheme or Scheme.objects.in_force(bloc_year.bloc, Round.order_of(bloc_year.year, kind))
        _may_open(bloc_year, kind, scheme, self_due, check_due, lead_checker)
        act.subject = round_ = Round.objects.create(
            bloc_year=bloc_year, kind=kind, scheme=scheme, rule_set=bloc_year.rule_set, self_due=self_due,
            check_due=check_due, lead_checker=lead_checker, opened_at=at,
        )  # fmt: skip
        columns.stand(round_, columns.plan_of_the_round_before(round_))
        _lay_out_sheets(round_)
        if kind == RoundKind.YEAR_END:
            years.reach(bloc_year, Stage.SCORING, by=by, at=at)
            _keep_one_day(bloc_year, self_due, by=by, at=at)
        act.detail = {
            "kind": kind,
            "scheme": scheme.pk,
            "scheme_version": scheme.version,
            "rule_set": bloc_year.rule_set_id,
        }
    return round_


def _may_open(bloc_year, kind, scheme, self_due, check_due, lead_checker):
    if scheme is None or scheme.state != SchemeState.ADOPTED or scheme.bloc_id != bloc_year.bloc_id:
        raise Refused(gettext("Khối chưa có bộ tiêu chí đã thông qua: soạn và thông qua một bản rồi mở vòng chấm."))
    if Round.objects.filter(bloc_year=bloc_year, kind=kind).exists():
        raise Refused(gettext("Năm này đã mở vòng «%s».") % RoundKind(kind).label)
    _may_fall_due(self_due, check_due)
    _may_check_the_lead(bloc_year, lead_checker)


def _may_fall_due(self_due, check_due, before=None):
    """`before`: the day that stood; it may stand on although it has passed."""
    if self_due < clock.today() and self_due != before:
        raise Refused(gettext("Hạn tự chấm (%s) đã qua: đặt từ hôm nay trở đi.") % f"{self_due:%d/%m/%Y}")
    if check_due < self_due:
        raise Refused(gettext("Hạn kiểm tra (%(check)s) phải từ hạn tự chấm (%(self)s) trở đi.") % {"check": f"{check_due:%d/%m/%Y}", "self": f"{self_due:%d/%m/%Y}"})  # fmt: skip


def _may_check_the_lead(bloc_year, member):
    if member is not None and (member.bloc_year_id != bloc_year.pk or member.duty == "lead" or member.left_on):
        raise Refused(gettext("Đơn vị chấm phiếu của trưởng khối phải là một thành viên khác trong năm."))


def _keep_one_day(bloc_year, self_due, *, by, at):
    """The milestone of self-scoring takes the day of the round, so that the year and the round never say two days."""
    milestone = bloc_year.milestones.filter(kind=Due.SELF_SCORE).exclude(due=self_due).first()
    if milestone and years.is_within(bloc_year, self_due):
        years.set_due(bloc_year, Due.SELF_SCORE, self_due, by=by, at=at)


def _lay_out_sheets(round_):
    """One sheet per present member; nothing is typed in any of them."""
    rows = sum(bool(kind.inputs) for kind in tree_of(round_.scheme).kinds.values())
    members = round_.bloc_year.members.present()
    Sheet.objects.bulk_create(Sheet(round=round_, member=m, self_missing=rows, checked_missing=rows) for m in members)


def name_lead_checker(round_, member, *, by, at):
    """Giao một thành viên chấm phiếu của trưởng khối (khi không có phó khối, hoặc hội nghị giao đơn vị khác)."""
    with NAME_LEAD_CHECKER.on(round_, by=by, at=at) as act:
        _may_check_the_lead(round_.bloc_year, member)
        round_.lead_checker = member
        round_.save()
        act.detail = {"member": member.pk}


def reschedule(round_, *, self_due, check_due, reason, by, at):
    """Đổi hạn của một vòng chưa chốt điểm, có lý do; không lùi về trước hôm nay."""
    with RESCHEDULE.on(round_, by=by, at=at, note=reason) as act:
        if round_.state not in (RoundState.OPEN, RoundState.CHECKING):
            raise Refused(gettext("Vòng chấm đã chốt điểm."))
        _may_fall_due(self_due, check_due, before=round_.self_due)
        act.detail = {"from": [round_.self_due, round_.check_due], "to": [self_due, check_due]}
        round_.self_due, round_.check_due = self_due, check_due
        round_.save()
        if round_.kind == RoundKind.YEAR_END:
            _keep_one_day(round_.bloc_year, self_due, by=by, at=at)


def begin_checking(round_, *, by, at):
    """Bắt đầu kiểm tra, dù còn đơn vị chưa nộp: they may still hand in, late."""
    with BEGIN_CHECKING.on(round_, by=by, at=at) as act:
        waiting = round_.sheets.filter(state=SheetState.DRAFT, member__left_on=None)
        act.detail = {"not_handed_in": list(waiting.values_list("member_id", flat=True))}


# --- phiếu ----------------------------------------------------------------------------------------
def _standing(sheet):
    """The Standing of one sheet, read under its lock."""
    return standings(sheet.round, [sheet])[sheet.pk]


def submit(sheet, *, by, at):
    """Thủ trưởng nộp bảng tự chấm; hết thiếu mới nộp được. The last one handed in moves the round to checking."""
    with SUBMIT.on(sheet, by=by, at=at) as act:
        if sheet.round.state not in (RoundState.OPEN, RoundState.CHECKING):
            raise Refused(gettext("Vòng chấm đã chốt điểm, không nhận thêm bảng tự chấm."))
        standing = _standing(sheet)
        if missing := standing.missing_to_submit():
            raise Refused(gettext("Chưa nộp được: %s.") % "; ".join(missing))
        standing.store_sums(Filler.SELF)
        sheet.submitted_by, sheet.submitted_at, sheet.return_reason = by, at, ""
        act.detail = {"self_total": sheet.self_total}
        if sheet.round.kind == RoundKind.YEAR_END:
            years.meet(sheet.member, Due.SELF_SCORE, by=by, at=at)
        _go_on_when_all_are_in(sheet, by=by, at=at)


def _go_on_when_all_are_in(sheet, *, by, at):
    """The sheet in hand is not saved yet: count the others."""
    others = sheet.round.sheets.filter(state=SheetState.DRAFT, member__left_on=None).exclude(pk=sheet.pk)
    if sheet.round.state == RoundState.OPEN and not others.exists():
        with ALL_HANDED_IN.on(sheet.round, by=by, at=at):
            pass


def send_back(sheet, *, reason, by, at, questions=None):
    """Trả lại để bổ sung, bao giờ cũng kèm lý do. questions: {criterion id: what is asked}; with any, only those rows are open again."""
    questions = {row: text.strip() for row, text in (questions or {}).items() if text.strip()}
    with SEND_BACK.on(sheet, by=by, at=at, note=reason) as act:
        rows = sheet.round.scheme.criteria.exclude(kind=GROUP).in_bulk(questions)
        if set(questions) - set(rows):
            raise Refused(gettext("Có dòng được hỏi không thuộc phiếu này."))
        sheet.return_reason, sheet.returns = reason.strip(), sheet.returns + 1
        Question.objects.bulk_create(
            Question(sheet=sheet, criterion=rows[row], nth=sheet.returns, text=text[:500], by=by, at=at)
            for row, text in questions.items()
        )
        act.detail = {"rows": sorted(questions)}


def check_done(sheet, *, by, at):
    """Kiểm tra xong một phiếu: mọi dòng đã chấm, mọi dòng chấm thấp hơn tự chấm đều có lý do."""
    with CHECK.on(sheet, by=by, at=at) as act:
        if sheet.round.state != RoundState.CHECKING:
            raise Refused(gettext("Vòng chấm còn đang tự chấm: bấm «Bắt đầu kiểm tra» rồi kiểm tra từng phiếu."))
        standing = _standing(sheet)
        if peers := [c.title for c in standing.lineup.peers if c.waits]:
            raise Refused(gettext("Chưa xong được: còn đơn vị chưa nộp cột chấm chéo (%s).") % ", ".join(peers[:8]))
        if missing := standing.missing_to_check():
            raise Refused(gettext("Chưa xong phiếu này: %s.") % "; ".join(missing))
        standing.store_sums(standing.lineup.checking)
        sheet.checked_by, sheet.checked_at = by, at
        act.detail = {"self_total": sheet.self_total, "checked_total": sheet.checked_total}


def finish_column(round_, *, by, at):
    """Nộp cột chấm: every sheet of this person's hand that is ready is finished. Out: (finished sheets, [(sheet, sentence)]).

    PermissionDenied: no sheet of the round is theirs to check.
    """
    done, left = [], []
    for sheet in _sheets_to_check(round_, by):
        try:
            check_done(sheet, by=by, at=at)
            done.append(sheet)
        except Refused as refusal:
            left.append((sheet, str(refusal)))
    return done, left


def _sheets_to_check(round_, by):
    """Submitted sheets of this person's hand. PermissionDenied: no sheet of the round is theirs to check."""
    sheets = round_.sheets.filter(member__left_on=None).select_related("member")
    mine = [sheet for sheet in sheets if by.has_perm("scoring.check", sheet)]
    if not mine:
        raise other_hands(CHECK)
    return [sheet for sheet in mine if sheet.state == SheetState.SUBMITTED]


def accept_all_claims(round_, *, by, at):
    """Lấy điểm tự chấm cho ô trống của mọi phiếu tay này kiểm tra. Out: Saving. PermissionDenied: none is theirs."""
    return accept_claims(round_, _sheets_to_check(round_, by), by=by, at=at)


def reopen(sheet, *, reason, by, at):
    """Mở lại một phiếu đã kiểm tra xong, trước khi chốt."""
    with REOPEN.on(sheet, by=by, at=at, note=reason):
        sheet.checked_by = sheet.checked_at = None


# --- chốt và công bố ------------------------------------------------------------------------------
def agree(round_, *, by, at):
    """Chốt điểm cả vòng: mọi phiếu đã kiểm tra; điểm chuẩn, cộng, trừ, tổng được giữ nguyên từ đây."""
    with AGREE.on(round_, by=by, at=at) as act:
        sheets = list(
            round_.sheets.filter(member__left_on=None).exclude(state=SheetState.EXCLUDED).select_related("member")
        )
        if waiting := [str(s.member) for s in sheets if s.state != SheetState.CHECKED]:
            raise Refused(gettext("Chưa chốt được: còn %(n)d phiếu chưa kiểm tra xong (%(who)s).") % {"n": len(waiting), "who": ", ".join(waiting)})  # fmt: skip
        if not sheets:
            raise Refused(gettext("Chưa chốt được: không có phiếu nào để chốt."))
        if late := [c.title for c in columns.waiting_columns(round_)]:
            raise Refused(gettext("Chưa chốt được: còn cột chưa nộp (%s).") % ", ".join(late[:8]))
        known = standings(round_, sheets)
        if left := [f"{s.member}: {w}" for s in sheets for w in known[s.pk].missing_to_agree()]:
            raise Refused(gettext("Chưa chốt được: %s.") % "; ".join(left[:8]))
        for sheet in sheets:
            _freeze(sheet, known[sheet.pk], by=by, at=at)
        act.detail = {"sheets": len(sheets)}


def _freeze(sheet, standing, *, by, at):
    with AGREE_SHEET.on(sheet, by=by, at=at) as act:
        parts, sheet.total, sheet.core = standing.final(sheet.round.scheme.core_group)
        sheet.percent = standing.percent()
        sheet.base, sheet.bonus, sheet.penalty = parts.base, parts.bonus, parts.penalty
        act.detail = {"total": sheet.total, "base": sheet.base, "bonus": sheet.bonus, "penalty": sheet.penalty}


def publish(round_, *, by, at, tie_breaks=()):
    """Công bố: freezes the ranking rows, issues the score table and files it. `tie_breaks`: ranking.TieBreak by member id."""
    with PUBLISH.on(round_, by=by, at=at) as act:
        round_.versions, round_.published_at = 1, at
        stored = store_ranking(round_, placing.agreed(round_), tie_breaks)
        round_.paper = issue_scores(round_, by=by, at=at)
        act.detail = {"ranking": [[r.member_id, r.rank, r.total] for r in stored], "paper": round_.paper.pk}


def store_ranking(round_, rows, tie_breaks=()):
    """Ghi xếp hạng, xếp loại của bản đang công bố (round_.versions). rows: list of placing.Agreed. Out: list of RankRow."""
    return RankRow.objects.bulk_create(placing.placed(round_, rows, tie_breaks))


def issue_scores(round_, *, by, at, correction=None):
    """Phát hành bảng điểm tổng hợp của bản đang công bố và đưa vào hồ sơ năm. Out: Paper."""
    year, data = round_.bloc_year, documents.scores(round_, correction)
    paper = issue(
        kind=Kind.SCORES, title=documents.title(round_), template="scoring/paper_scores.html", data=data,
        issuer=issuer(year), stream=round_.stream, dated=clock.today(), numbered=False, by=by, at=at,
    )  # fmt: skip
    years.file(year, paper, _("Bảng điểm đính chính") if correction else _("Bảng điểm"), by=by, at=at)
    return paper
