"""Đề nghị khen thưởng: câu hỏi trên nhiều dòng."""

from collections import Counter
from itertools import groupby

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from blocs.roster.models import Office
from blocs.roster.rules import SIGNERS, STAFF, seats_of
from blocs.years.models import BlocYear, Due, Milestone
from blocs.years.rules import years_led
from emulation.ui.waiting import Task

from .deadlines import appraisal_dues
from .models import Proposal, ProposalState, Submission, SubmissionState

State = ProposalState


def visible(user):
    """Proposals that a person sees, newest year first, with what a list prints."""
    found = Proposal.objects.for_user(user).select_related("unit", "award_type", "bloc_year__bloc__root", "nomination")
    return found.order_by("-bloc_year__year", "bloc_year", "award_type__position", "nomination__rank")


def appraisal_due(proposal):
    """Hạn thẩm định một hồ sơ; None before receipt, or when the law says nothing for that day."""
    return appraisal_dues([proposal.received_on]).get(proposal.received_on)


def pen_holder(proposal):
    """Who holds the pen of a proposal in its state: words, "" when nobody does any more."""
    return {
        State.DRAFT: _("lãnh đạo trưởng khối") if proposal.achievements.strip() else _("trưởng khối"),
        State.RETURNED: _("trưởng khối"),
        State.PASSED: _("Thư ký Hội đồng"),
        State.TABLED: str(proposal.bloc_year.bloc.council),
        State.ELIGIBLE: _("Thư ký Hội đồng"),
    }.get(proposal.state, "" if proposal.state in ENDED else str(proposal.bloc_year.bloc.secretariat))


ENDED = (State.INELIGIBLE, State.FAILED, State.DECIDED)


def next_step(proposal):
    """Việc trước hết với một đề nghị: a sentence for everybody who reads its page."""
    written = _("Đã ghi thành tích: lãnh đạo trưởng khối ký trình khi mọi hồ sơ của khối đã đủ.")
    silent = _("Đang lập hồ sơ: ghi thành tích, rồi lãnh đạo trưởng khối ký trình.")
    words = {
        State.DRAFT: written if proposal.achievements.strip() else silent,
        State.SUBMITTED: _("Đã trình: chờ tiếp nhận hồ sơ."),
        State.RECEIVED: _("Đã tiếp nhận: chờ thẩm định."),
        State.RETURNED: _("Bị trả lại: bổ sung thành tích, rồi lãnh đạo trưởng khối trình lại."),
        State.HELD: _("Tạm dừng xét, cho đến khi có kết luận."),
        State.ELIGIBLE: _("Đủ điều kiện: chờ đưa ra Hội đồng."),
        State.TABLED: _("Đã đưa ra Hội đồng: chờ biểu quyết."),
        State.PASSED: _("Hội đồng đã thông qua: chờ quyết định."),
    }
    return words.get(proposal.state, "")


def receivable(proposals, bloc_year, user):
    """Of the files of a year those that this person may receive now: submitted, and not of a unit in which they sit."""
    if not user.has_perm("proposals.receive_several", bloc_year):
        return []
    own = seats_of(user).units()
    return [p for p in proposals if p.state == State.SUBMITTED and p.unit_id not in own]


def turn(submission, proposals, *, prepares):
    """Ai giữ bút hồ sơ của một năm, việc gì trước. `prepares`: whether the reader is of those who write it.

    Out: (holder, sentence, why the letter cannot be signed yet).
    """
    if submission.state == SubmissionState.DRAFT and not prepares:
        return _("trưởng khối"), _("Trưởng khối đang lập hồ sơ."), ""
    if submission.state == SubmissionState.DRAFT:
        silent = [p.unit.name for p in proposals if not p.achievements.strip()]
        why = _("Chưa trình được: chưa ghi thành tích của %s.") % ", ".join(silent) if silent else ""
        ready = _("Thành tích đã ghi đủ: lãnh đạo trưởng khối soát rồi ký trình.")
        return _("trưởng khối") if why else _("lãnh đạo trưởng khối"), why or ready, why
    states = Counter(p.get_state_display() for p in proposals)
    told = "; ".join(f"{n} {state[:1].lower()}{state[1:]}" for state, n in states.items())
    words = _("Đã trình hồ sơ: %s.") % told
    for proposal in proposals:
        proposal.bloc_year = submission.bloc_year  # one object, whose bodies are read once
    holder = "; ".join(dict.fromkeys(filter(None, map(pen_holder, proposals))))
    return holder, words if told else _("Đã trình."), ""


# --- what waits -------------------------------------------------------------------------------------
def waiting(user, at):
    """Việc đề nghị khen thưởng chờ người này: one line per bloc-year and kind of work, however many files."""
    led, agencies = years_led(user, *STAFF), seats_of(user).units(Office.SECRETARIAT)
    leading = _to_prepare(led) + _to_send(led, years_led(user, *SIGNERS)) + _to_complete(led) if led else []
    return [*leading, *(_to_appraise(user, agencies) if agencies else [])]


def _dossier_dues(years):
    """{bloc-year id: day on which the dossiers are due}."""
    return dict(Milestone.objects.filter(bloc_year__in=years, kind=Due.DOSSIER).values_list("bloc_year", "due"))


def _to_prepare(led):
    found = (
        BlocYear.objects.filter(pk__in=led, nominations__passed=True, submission=None).select_related("bloc").distinct()
    )
    years = list(found)
    dues = _dossier_dues([y.pk for y in years])
    return [
        Task(_("Lập hồ sơ đề nghị khen thưởng"), reverse("proposals:year", args=[y.pk]), dues.get(y.pk), str(y))
        for y in years
    ]


def _to_send(led, signed):
    """Letters that are being written: achievements to describe, then the head's to sign."""
    silent = Proposal.objects.filter(submission=OuterRef("pk"), achievements="")
    found = Submission.objects.filter(bloc_year__in=led, state=SubmissionState.DRAFT).select_related("bloc_year__bloc")
    letters = list(found.annotate(is_silent=Exists(silent)))
    dues = _dossier_dues([s.bloc_year_id for s in letters])
    return [_sending(s, dues.get(s.bloc_year_id)) for s in letters if s.is_silent or s.bloc_year_id in signed]


def _sending(letter, due):
    words = _("Ghi thành tích các đơn vị được đề nghị") if letter.is_silent else _("Trình đề nghị khen thưởng")
    return Task(words, reverse("proposals:year", args=[letter.bloc_year_id]), due, str(letter.bloc_year))


def _to_complete(led):
    found = Proposal.objects.filter(bloc_year__in=led, state=State.RETURNED).select_related("unit", "bloc_year__bloc")
    return [
        Task(
            _("Bổ sung hồ sơ của %s") % p.unit,
            reverse("proposals:page", args=[p.pk]),
            None,
            f"{p.bloc_year} · {p.hold_ground}",
        )
        for p in found
    ]


def _to_appraise(user, agencies):
    """Files to receive and to appraise, but those of units in which the person sits."""
    own = seats_of(user).units()
    found = Proposal.objects.filter(
        bloc_year__bloc__secretariat__in=agencies, state__in=[State.SUBMITTED, State.RECEIVED]
    )
    found = (
        found.exclude(unit__in=own)
        .select_related("unit", "award_type", "bloc_year__bloc")
        .order_by("bloc_year", "state", "pk")
    )
    groups = [(key, list(files)) for key, files in groupby(found, lambda p: (p.bloc_year_id, p.state))]
    dues = appraisal_dues(p.received_on for _key, files in groups for p in files)
    return [_appraising(files, dues) for _key, files in groups]


def _appraising(files, dues):
    first = files[0]
    due = (
        min(filter(None, (dues.get(p.received_on) for p in files)), default=None)
        if first.state == State.RECEIVED
        else None
    )
    if len(files) == 1:
        words = _("Tiếp nhận hồ sơ của %s") if first.state == State.SUBMITTED else _("Thẩm định hồ sơ của %s")
        return Task(
            words % first.unit,
            reverse("proposals:page", args=[first.pk]),
            due,
            f"{first.bloc_year} · {first.award_type}",
            others_wait=first.state == State.SUBMITTED,
        )
    words = _("Tiếp nhận %d hồ sơ đề nghị") if first.state == State.SUBMITTED else _("Thẩm định %d hồ sơ đề nghị")
    page, submitted = reverse("proposals:year", args=[first.bloc_year_id]), first.state == State.SUBMITTED
    return Task(words % len(files), page, due, str(first.bloc_year), others_wait=submitted)
