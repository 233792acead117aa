"""Một năm của một khối, kể bằng chính các việc của phần mềm: each method is one stretch of the year."""

import datetime as dt
from pathlib import Path

from awards.council import workflow as councils
from awards.proposals import workflow as proposals
from blocs.conferences import handover, nomination
from blocs.conferences import workflow as conferences
from blocs.conferences.models import ItemKind
from blocs.covenant import workflow as covenants
from blocs.scoring import workflow as scoring
from blocs.scoring import written
from blocs.years import drafts, movements
from blocs.years import workflow as years
from blocs.years.documents import issuer
from blocs.years.models import DraftKind, Due
from emulation.law import workflow as law
from emulation.law.models import Fact
from emulation.papers import numbering, tasks
from emulation.papers.models import PARTY
from emulation.ui.text import within_a_name

from . import parts

SCHEME = Path(__file__).parent / "scheme.yaml"
AWARDS = {"flags": 1, "certificates": 3}
OUTCOMES = {
    ItemKind.REPORT: "Hội nghị nghe báo cáo của trưởng khối, thảo luận và nhất trí thông qua.",
    ItemKind.PLAN: "Hội nghị nhất trí thông qua.",
    ItemKind.SCORES: "Trưởng khối công bố kết quả chấm điểm; các đơn vị nhất trí.",
    ItemKind.NOMINATE: "Hội nghị bình xét, bỏ phiếu suy tôn; kết quả như bảng kiểm phiếu.",
    ItemKind.HANDOVER: "Hội nghị nhất trí giao nhiệm vụ trưởng khối, phó khối năm sau.",
    ItemKind.SIGN: "Các đơn vị ký kết giao ước năm sau.",
    ItemKind.FREE: "Hội nghị đã trao đổi, thống nhất.",
}


class Tale:
    """One bloc-year under way. `cast`: emulation.demo.casting.Cast; `when(n)`: the hour n days before the story's present."""

    def __init__(self, cast, bloc_year, when):
        self.cast, self.bloc_year, self.when = cast, bloc_year, when
        self.bloc = cast.bloc

    @property
    def members(self):
        return list(self.bloc_year.members.select_related("unit", "bloc_year__bloc").order_by("position"))

    @property
    def lead(self):
        return parts.lead(self.bloc_year)

    def by_report(self):
        """Members in the order of merit that the report tells, the others after them."""
        told = self.cast.told["order"]
        return sorted(
            self.members, key=lambda m: (m.name not in told, told.index(m.name) if m.name in told else m.position)
        )

    def adopt_rules(self, *, at, title=None, text="", **rules):
        """Quy chế: drafted, sent round, agreed by all, adopted."""
        title = title or f"Quy chế hoạt động của {self.bloc.name}"
        text = (
            text
            or "Điều 1. Phạm vi: các đơn vị thành viên.\nĐiều 2. Bình xét theo điểm, suy tôn bằng phiếu kín.\nĐiều 3. Luân phiên làm trưởng khối."
        )
        clerk, head = parts.clerk(self.lead, at), parts.head(self.lead, at)
        draft = drafts.write(
            self.bloc_year, kind=DraftKind.REGULATION, title=title, text=text, rules=AWARDS | rules, by=clerk, at=at
        )
        drafts.consult(draft, respond_by=at.date() + dt.timedelta(days=5), by=clerk, at=at)
        for member in self.members:
            drafts.comment(draft, member, agrees=True, by=parts.clerk(member, at), at=at)
        drafts.adopt(draft, by=head, at=at)

    def adopt_scheme(self, *, at, title=None):
        """Bộ tiêu chí trình diễn, thành bản mới nhất của khối."""
        text = SCHEME.read_text(encoding="utf-8")
        if title:
            text = text.replace("Bộ tiêu chí trình diễn (điểm minh họa)", title)
        clerk = parts.clerk(self.lead, at)
        scheme = scoring.new_scheme_version(self.bloc, written.read(text), by=clerk, at=at)
        scoring.adopt_scheme(scheme, by=clerk, at=at)

    def launch_movements(self, *, at):
        for told in self.cast.told["movements"]:
            movements.add_movement(self.bloc_year, by=parts.clerk(self.lead, at), at=at, **told)

    def register(self, *, at, but=()):
        """Đăng ký thi đua của mọi đơn vị, trừ `but` (names)."""
        for member in self.members:
            if member.name not in but:
                parts.register(member, at=at)

    def freeze_covenant(self, *, at):
        """Giao ước: drafted by the lead unit, sent round, frozen for signing, and its file made. Out: Covenant."""
        clerk, head = parts.clerk(self.lead, at), parts.head(self.lead, at)
        covenant = covenants.draft(self.bloc_year, theme=self.bloc_year.theme, by=clerk, at=at)
        covenants.circulate(covenant, by=clerk, at=at)
        covenants.freeze(covenant, by=head, at=at)
        tasks.render(covenant.frozen_paper.rendering.pk)
        return covenant

    def sign(self, covenant, *, at, how_many=None):
        for n, signature in enumerate(covenant.signatures.select_related("member__unit").order_by("position")):
            if how_many is None or n < how_many:
                parts.sign(signature, at=at + dt.timedelta(minutes=7 * n))

    def report_results(self, period, *, at):
        for place, member in enumerate(self.by_report()):
            parts.report(member, period, at=at, short=place)

    def open_round(self, *, at, kind="year_end", self_days=10, check_days=20):
        """Mở vòng chấm; with no deputy to check the lead unit's sheet, the secretariat names another member. Out: Round."""
        first = at.date()
        round_ = scoring.open_round(
            self.bloc_year, kind=kind, self_due=first + dt.timedelta(days=self_days), check_due=first + dt.timedelta(days=check_days),
            by=parts.clerk(self.lead, at), at=at,
        )  # fmt: skip
        if not self.bloc_year.members.filter(duty="deputy").exists():
            other = next(m for m in self.members if m.pk != self.lead.pk)
            scoring.name_lead_checker(round_, other, by=self.cast.officer, at=at)
            round_.refresh_from_db()
        return round_

    def score_themselves(self, round_, *, at, how_many=None):
        sheets = {
            s.member_id: s
            for s in round_.sheets.select_related("member__unit", "round__scheme", "round__bloc_year__bloc")
        }
        for place, member in enumerate(self.by_report()):
            if how_many is None or place < how_many:
                parts.score_itself(sheets[member.pk], place, at=at)

    def check_and_publish(self, round_, *, at):
        for sheet in round_.sheets.select_related(
            "member__unit", "round__scheme", "round__bloc_year__bloc", "round__lead_checker"
        ):
            parts.check(sheet, at=at)
        round_.refresh_from_db()
        scoring.agree(round_, by=parts.clerk(self.lead, at), at=at)
        scoring.publish(round_, by=parts.clerk(self.lead, at), at=at)

    def hold_conference(self, kind, title, *, at, items=None):
        """Hội nghị: planned, invited, opened, everybody present. Out: Conference in session."""
        clerk, told = parts.clerk(self.lead, at), self.cast.told
        conference = conferences.plan(
            self.bloc_year, kind=kind, title=title, held_at=at, place=f"Hội trường {self.lead.name}", host=told.get("host", ""),
            chairs=f"Thủ trưởng {self.lead.name}", guests=f"Đại diện {self.bloc.secretariat.name}", items=items, by=clerk, at=at,
        )  # fmt: skip
        texts = {name: told.get(name, "") for name in ("strengths", "limits", "next_tasks")}
        conferences.edit(conference, by=clerk, at=at, **texts)
        conferences.invite(conference, by=clerk, at=at)
        conferences.open_session(conference, by=clerk, at=at)
        rows = {m.pk: (True, parts.head(m, at), "") for m in self.members}
        conferences.attend(conference, rows, by=clerk, at=at)
        return conference

    def put_forward(self, conference, codes, *, at):
        """Đề cử the first units of the report's order for these award codes."""
        rows = [(m.pk, code) for m, code in zip(self.by_report(), codes, strict=False)]
        nomination.put_forward(conference, rows, by=parts.clerk(self.lead, at), at=at)

    def open_ballot(self, conference, *, at, votes=0):
        nomination.open_vote(conference, by=parts.clerk(self.lead, at), at=at)
        for elector in conference.ballot.electors.select_related("person")[:votes]:
            parts.vote(conference.ballot, elector, at=at)

    def count_ballot(self, conference, *, at):
        nomination.count_vote(conference, by=parts.clerk(self.lead, at), at=at)

    def finish_items(self, conference, *, at, but=()):
        for item in conference.items.select_related("conference__bloc_year__bloc", "bloc_year__bloc"):
            if item.kind not in but and not item.done_at:
                conferences.finish_item(item, outcome=OUTCOMES[item.kind], by=parts.clerk(self.lead, at), at=at)

    def hand_over(self, conference, *, at, lead, deputy=None):
        return handover.hand_over(
            conference, lead=lead, deputy=deputy, items="Sổ theo dõi công tác thi đua của khối\nHồ sơ các vòng chấm điểm, biên bản",
            theme=self.bloc_year.theme, by=parts.head(self.lead, at), at=at,
        )  # fmt: skip

    def conclude(self, conference, *, at):
        conclusions = "Hội nghị nhất trí các nội dung báo cáo, kết quả chấm điểm và suy tôn."
        conferences.conclude(conference, conclusions=conclusions, by=parts.head(self.lead, at), at=at)
        conferences.minute(conference, by=parts.head(self.lead, at), at=at)

    def propose(self, *, at):
        """Tờ trình của khối: files made from the nominations, described, submitted. Out: Submission."""
        submission = proposals.prepare(self.bloc_year, by=parts.clerk(self.lead, at), at=at)
        for proposal in submission.proposals.select_related("unit", "nomination"):
            words = f"Hoàn thành các chỉ tiêu đã giao ước; {proposal.nomination.why}."
            proposals.describe(proposal, achievements=words, by=parts.clerk(self.lead, at), at=at)
        proposals.submit(
            submission, summary="Các đơn vị hoàn thành nhiệm vụ được giao.", by=parts.head(self.lead, at), at=at
        )
        return submission

    def appraise(self, submission, *, at, but_last=0):
        found = list(submission.proposals.select_related("unit", "award_type", "bloc_year__bloc", "nomination__member"))
        for proposal in found[: len(found) - but_last]:
            proposals.receive(proposal, by=self.cast.officer, at=at)
            proposals.appraise(
                proposal, eligible=True, findings="Hồ sơ đủ, đúng quy định.", by=self.cast.officer, at=at
            )
        return found[: len(found) - but_last]

    def convene(self, chosen, *, at, title):
        session = councils.convene(
            self.cast.province.council, title=title, held_at=at, place=f"Trụ sở UBND {within_a_name(self.cast.province.root.name)}",
            by=self.cast.secretary, at=at,
        )  # fmt: skip
        councils.table(session, chosen, by=self.cast.secretary, at=at)
        councils.open_vote(session, by=self.cast.secretary, at=at)
        return session


def begin(cast, year, *, at, when, lead=None, deputy=None):
    """Lập năm, thông qua quy chế và bộ tiêu chí, phát động phong trào. Out: Tale."""
    deputies = [deputy or cast.deputy] if deputy or cast.deputy else []
    bloc_year = years.open_year(
        cast.bloc,
        year=year,
        lead=lead or cast.lead,
        deputies=deputies,
        theme=cast.told["theme"],
        by=cast.officer,
        at=at,
    )
    _open_the_term(bloc_year, by=cast.officer, at=at)
    return Tale(cast, bloc_year, when)


def _open_the_term(bloc_year, *, by, at):
    """A Party bloc numbers its papers by term: five years from the year of the story, for the report tells no days."""
    source, on = issuer(bloc_year), at.date()
    if source.letterhead == PARTY and numbering.numbering_on(source.key, on) is None:
        days = {"since": dt.date(on.year, 1, 1), "until": dt.date(on.year + 4, 12, 31)}
        numbering.open_numbering(source.key, **days, by=by, at=at)


CHECKED_TEXTS = ("text-nd152", "text-tt01-2024", "text-law-2026", "text-tt12-2019")


def confirm_law(officer, *, at):
    """Xác nhận các văn bản còn ghi «cần xác minh», để giấy tờ trình diễn có đủ căn cứ; facts confirmed before stay."""
    note = "Xác nhận để trình diễn; đối chiếu lại với văn bản gốc trước khi dùng thật."
    for fact in Fact.objects.filter(slug__in=CHECKED_TEXTS, confirmed_at=None):
        law.confirm(fact, note=note, by=officer, at=at)


def stand_dues(tale, days, *, at):
    """Hạn các mốc đặt theo ngày của câu chuyện, so that nothing is late that the report does not call late. days: {Due: date}"""
    first, last = tale.bloc_year.since, tale.bloc_year.until + dt.timedelta(days=100)
    for kind, due in days.items():
        years.set_due(tale.bloc_year, kind, min(max(due, first), last), by=tale.cast.officer, at=at)


def weekly(first):
    """The milestones a week apart, after `first` (date)."""
    kinds = (Due.REGISTER, Due.SIGN, Due.MIDYEAR, Due.SELF_SCORE, Due.RESULTS, Due.DOSSIER)
    return {kind: first + dt.timedelta(days=7 * place) for place, kind in enumerate(kinds, start=1)}
