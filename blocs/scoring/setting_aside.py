"""Không xét, chưa xét: a unit is left out of a round, or held until a matter is decided; each on a named ground.

Sources: Nghị định 152/2025/NĐ-CP, Điều 4 (not yet commended while a matter is being verified); the rule set of the bloc for the rest.
"""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from emulation.journal import clock
from emulation.journal.steps import Record, Refused, Step
from emulation.law.models import Fact

from .models import Hold, HoldState, RoundState, SheetState

IN_ROUND = ("round",)
UNSETTLED = [SheetState.DRAFT, SheetState.SUBMITTED, SheetState.RETURNED, SheetState.CHECKED]
EXCLUDE = Step(_("Không xét"), UNSETTLED, SheetState.EXCLUDED, "scoring.exclude", IN_ROUND, reason=True)
READMIT = Step(_("Xét lại"), [SheetState.EXCLUDED], SheetState.DRAFT, "scoring.exclude", IN_ROUND, reason=True)
HOLD = Record(_("Chưa xét (tạm hoãn)"), "scoring.exclude", IN_ROUND, reason=True)
RELEASE = Step(
    _("Xét tiếp"), [HoldState.HELD], HoldState.RELEASED, "scoring.release", ("sheet.round", "sheet"), reason=True
)
HOLDING = ("p152-hold",)  # the questions in emulation/law on which a commendation waits


def grounds_to_hold():
    """Căn cứ luật định để chưa xét, có hiệu lực hôm nay: list of law Facts."""
    return list(Fact.objects.on(clock.today()).filter(key__in=HOLDING))


def words_of(fact):
    """A row of law as the ground is printed. Raises Refused while the row still has to be confirmed."""
    if fact.needs_checking:
        raise Refused(
            gettext("Căn cứ «%(about)s» còn cần xác minh: xác nhận ở trang Căn cứ pháp lý trước.")
            % {"about": fact.about}
        )
    return f"{fact.text}, {fact.article}: {fact.about}"


def exclude(sheet, *, ground, reason, by, at):
    """Không xét đơn vị trong vòng này, có căn cứ và lý do; nobody is excluded by themselves. The unit is printed without a rank."""
    with EXCLUDE.on(sheet, by=by, at=at, note=reason) as act:
        _before_agreement(sheet)
        sheet.excluded_reason, sheet.excluded_ground = reason.strip(), _named(ground)
        sheet.checked_by = sheet.checked_at = None
        act.detail = {"ground": sheet.excluded_ground}


def readmit(sheet, *, reason, by, at):
    """Xét lại: the sheet starts again as a draft; what was typed is kept."""
    with READMIT.on(sheet, by=by, at=at, note=reason):
        _before_agreement(sheet)
        sheet.excluded_reason = sheet.excluded_ground = ""
        sheet.submitted_by = sheet.submitted_at = None


def hold(sheet, *, ground, reason, by, at):
    """Chưa xét: the unit is scored on, but gets no rank until released. Out: Hold. Refused: held already, published, no ground."""
    with HOLD.on(sheet, by=by, at=at, note=reason) as act:
        if sheet.round.state == RoundState.PUBLISHED:
            raise Refused(gettext("Kết quả đã công bố: việc chưa xét ghi ở đề nghị khen thưởng."))
        if sheet.state == SheetState.EXCLUDED:
            raise Refused(gettext("Đơn vị đã không xét trong vòng này."))
        if sheet.holds.filter(state=HoldState.HELD).exists():
            raise Refused(gettext("Đơn vị đang chưa xét rồi."))
        act.subject = Hold.objects.create(sheet=sheet, ground=_named(ground), reason=reason.strip(), by=by, at=at)
        act.detail = {"ground": act.subject.ground, "member": sheet.member_id}
    return act.subject


def release(held, *, reason, by, at):
    """Xét tiếp khi đã có kết luận. After publication the unit gets its rank by a correction (correction.correct)."""
    with RELEASE.on(held, by=by, at=at, note=reason):
        held.released_by, held.released_at, held.release_reason = by, at, reason.strip()


def _named(ground):
    if not ground.strip():
        raise Refused(gettext("Phải nêu căn cứ: điều luật, quy chế của khối, hoặc văn bản của cơ quan có thẩm quyền."))
    return ground.strip()[:500]


def _before_agreement(sheet):
    if sheet.round.state not in (RoundState.OPEN, RoundState.CHECKING):
        raise Refused(gettext("Vòng chấm đã chốt điểm."))
