"""Dự thảo kế hoạch, quy chế, bộ tiêu chí: soạn → lấy ý kiến từng đơn vị → trả lời từng ý kiến → thông qua, thành văn bản."""

from django.utils.translation import gettext as gettext
from django.utils.translation import gettext_lazy as _

from emulation.journal import clock
from emulation.journal.steps import Record, Refused, Step
from emulation.papers.models import Kind
from emulation.papers.workflow import issue
from emulation.ui.dates import day

from . import documents, workflow
from .models import Comment, Draft, DraftKind, DraftState, RuleSet

WRITE = Record(_("Soạn dự thảo"), "years.prepare")
EDIT = Record(_("Sửa dự thảo"), "years.prepare")
CONSULT = Step(_("Gửi lấy ý kiến"), [DraftState.WRITING], DraftState.CONSULTING, "years.prepare")
COMMENT = Record(_("Góp ý dự thảo"), "years.comment")
ANSWER = Record(_("Trả lời ý kiến"), "years.prepare")
ADOPT = Step(_("Thông qua"), [DraftState.CONSULTING], DraftState.ADOPTED, "years.adopt", parents=("bloc_year",))
ADOPT_SCHEME = Step(
    _("Thông qua lời bộ tiêu chí"), [DraftState.CONSULTING], DraftState.ADOPTED, None, parents=("bloc_year",)
)

# What a Quy chế may change in how the bloc nominates; the values are those of RuleSet.
RULES = ("basis", "secret", "quorum_percent", "threshold_percent", "base", "self_vote", "flags", "certificates")
PAPERS = {DraftKind.PLAN: Kind.PLAN, DraftKind.REGULATION: Kind.REGULATION, DraftKind.SCHEME: Kind.SCHEME}


def write(bloc_year, *, kind, title, text, rules=None, by, at):
    """Trưởng khối soạn dự thảo. `rules`: for a Quy chế, the new values of RULES. Out: Draft."""
    with WRITE.on(bloc_year, by=by, at=at) as act:
        if unknown := set(rules or {}) - set(RULES):
            raise Refused(gettext("Quy chế không có mục: %s.") % ", ".join(sorted(unknown)))
        act.subject = Draft.objects.create(
            bloc_year=bloc_year, kind=kind, title=title, text=text, rules_proposed=rules or {}
        )
    return act.subject


def edit(draft, *, title, text, rules=None, by, at):
    """Sửa khi đang soạn; đã gửi lấy ý kiến thì không sửa nữa."""
    with EDIT.on(draft, by=by, at=at):
        if draft.state != DraftState.WRITING:
            raise Refused(gettext("Dự thảo đã gửi lấy ý kiến nên không sửa được; ghi trả lời vào từng ý kiến."))
        draft.title, draft.text, draft.rules_proposed = title, text, rules or {}
        draft.save()


def consult(draft, *, respond_by, by, at):
    """Gửi dự thảo cho các đơn vị góp ý, đến hết ngày `respond_by` (date)."""
    with CONSULT.on(draft, by=by, at=at):
        if respond_by < clock.today():
            raise Refused(gettext("Ngày góp ý phải từ hôm nay trở đi."))
        draft.respond_by = respond_by


def comment(draft, member, *, agrees, text="", by, at):
    """Một đơn vị nhất trí hoặc nêu ý kiến, một lần."""
    with COMMENT.on(member, by=by, at=at) as act:
        draft.refresh_from_db(from_queryset=Draft._base_manager.select_for_update(no_key=True))
        if draft.state != DraftState.CONSULTING:
            raise Refused(gettext("Dự thảo hiện không lấy ý kiến."))
        if draft.bloc_year_id != member.bloc_year_id:
            raise Refused(gettext("Đơn vị không thuộc năm thi đua này."))
        if not agrees and not text.strip():
            raise Refused(gettext("Chưa nhất trí thì phải nêu ý kiến."))
        if draft.comments.filter(member=member).exists():
            raise Refused(gettext("%s đã góp ý dự thảo này rồi.") % member)
        Comment.objects.create(draft=draft, member=member, agrees=agrees, text=text, by=by, at=at)
        act.subject, act.detail = draft, {"member": member.pk, "agrees": agrees}


def answer(opinion, *, text, by, at):
    """Trưởng khối trả lời một ý kiến (Comment)."""
    with ANSWER.on(opinion.draft, by=by, at=at) as act:
        if not text.strip():
            raise Refused(gettext("Ghi câu trả lời trước khi lưu."))
        opinion.answer, opinion.answered_at = text, at
        opinion.save()
        act.detail = {"member": opinion.member_id}


def adopt(draft, *, by, at):
    """Thông qua: every objection is answered; a Quy chế becomes the next RuleSet version, for rounds opened from now on."""
    with ADOPT.on(draft, by=by, at=at) as act:
        if draft.kind == DraftKind.SCHEME:
            raise Refused(gettext("Bộ tiêu chí được thông qua ở trang của bộ tiêu chí."))
        _refuse_unless_heard(draft)
        if draft.kind == DraftKind.REGULATION:
            draft.rule_set = _next_rule_set(draft)
            draft.bloc_year.rule_set = draft.rule_set
            draft.bloc_year.save(update_fields=["rule_set"])
        _print(draft, by=by, at=at)
        act.detail = {"rule_set": draft.rule_set_id}


def adopt_scheme(draft, text, *, by, at):
    """Thông qua lời của bộ tiêu chí, gọi từ phòng chấm điểm: `text` is the scheme as it is adopted, with what was taken up of the opinions."""
    with ADOPT_SCHEME.on(draft, by=by, at=at):
        _refuse_unless_heard(draft)
        draft.text = text
        _print(draft, by=by, at=at)


def _refuse_unless_heard(draft):
    if sentence := not_yet(draft):
        raise Refused(sentence)
    draft.adopted_on = clock.today()


def _print(draft, *, by, at):
    draft.paper = issue(
        kind=PAPERS[draft.kind], title=draft.title, template="years/paper_draft.html",
        data=documents.adopted(draft), issuer=documents.issuer(draft.bloc_year), stream=draft.stream,
        dated=draft.adopted_on, numbered=bool(PAPERS[draft.kind].abbreviation), by=by, at=at,
    )  # fmt: skip
    workflow.file(draft.bloc_year, draft.paper, draft.get_kind_display(), by=by, at=at)


def silent(draft):
    """Members that have not given an opinion yet (list, in order)."""
    said = draft.comments.values("member")
    return list(draft.bloc_year.members.present().exclude(pk__in=said))


def turn(draft, opinions, left):
    """Ai giữ bút, việc gì trước. In: the opinions given, the members that gave none. Out: (holder, "" for nobody; sentence)."""
    lead, waiting = gettext("trưởng khối"), sum(not o.agrees and not o.answer for o in opinions)
    facts = {"said": len(opinions), "all": len(opinions) + len(left), "n": waiting}
    if draft.state == DraftState.WRITING:
        return lead, gettext("Đang soạn: soạn xong thì gửi lấy ý kiến %(all)d đơn vị.") % facts
    if draft.state == DraftState.ADOPTED:
        return "", gettext("Đã thông qua ngày %s, phát hành thành văn bản.") % day(draft.adopted_on)
    if waiting:
        words = gettext("%(said)d trong %(all)d đơn vị đã góp ý; trưởng khối còn %(n)d ý kiến phải trả lời.")
        return lead, words % facts
    if left and clock.today() < draft.respond_by:
        words = gettext("%(said)d trong %(all)d đơn vị đã góp ý; đủ ý kiến, hoặc hết hạn góp ý, thì thông qua được.")
        return gettext("các đơn vị thành viên"), words % facts
    words = gettext("%(said)d trong %(all)d đơn vị đã góp ý, mọi ý kiến đã được trả lời: còn thông qua.")
    return gettext("lãnh đạo trưởng khối"), words % facts


def not_yet(draft):
    """Why a draft cannot be adopted yet, "" when it can: every objection is answered; before the last day every unit has spoken."""
    if waiting := draft.comments.filter(agrees=False, answered_at=None).count():
        return gettext("Chưa thông qua được: còn %d ý kiến chờ trả lời.") % waiting
    if clock.today() < draft.respond_by and (left := silent(draft)):
        facts = {"who": ", ".join(map(str, left)), "day": day(draft.respond_by)}
        return gettext("Chưa thông qua được: %(who)s chưa góp ý, hạn góp ý đến hết ngày %(day)s.") % facts
    return ""


def in_force(bloc):
    """Quy chế mới nhất của khối (RuleSet); None before the first."""
    return bloc.rule_sets.order_by("-version").first()


def _next_rule_set(draft):
    bloc = draft.bloc_year.bloc
    newest = in_force(bloc)
    carried = {name: getattr(newest, name) for name in RULES} if newest else {}
    return RuleSet.objects.create(
        bloc=bloc, version=newest.version + 1 if newest else 1, title=draft.title, text=draft.text,
        adopted_on=draft.adopted_on, **(carried | draft.rules_proposed),
    )  # fmt: skip
