"""Plays a bloc's year through HTTP: every act is a request of the person whose turn it is, at an hour of the true year."""

import json

from django.urls import reverse

from awards.catalogue.reports import award_type
from awards.proposals.models import Proposal
from blocs.covenant.models import Signature
from blocs.pledges.models import Pledge
from blocs.scoring.models import Sheet
from blocs.years.models import BlocYear
from emulation.demo import casting, parts
from emulation.demo.tale import SCHEME
from emulation.papers import tasks
from emulation.testing import client_of, day

TITLE = "TTLDTT"


class Player:
    """`told`: the facts of a report; `cast`: the people; `year`: the bloc-year in hand."""

    def __init__(self, name):
        self.told = casting.facts(name)
        self.cast = casting.cast(self.told, at=day(self.told["year"], 1, 2))
        self.year = None
        self.clients = {}

    def client(self, user, at):
        """One signed-in browser per person, its hour set anew."""
        if user.pk not in self.clients:
            self.clients[user.pk] = client_of(user)
        self.clients[user.pk].defaults["emulation.at"] = at
        return self.clients[user.pk]

    # --- requests ------------------------------------------------------------------------------
    def get(self, user, name, *args, at):
        """The page of a URL name; it must be there."""
        response = self.client(user, at).get(reverse(name, args=args))
        assert response.status_code == 200, (name, args, response.status_code)
        return response

    def post(self, user, name, *args, at, **data):
        """A button or form; it must lead on (302), else the page's own words are shown."""
        response = self.client(user, at).post(reverse(name, args=args), data)
        assert response.status_code == 302, _told_by(response)
        assert "dang-nhap" not in response.url, (name, user)
        return response

    def refused(self, user, name, *args, at, status=409, **data):
        """A button that must be refused with this status. Out: the page's text."""
        response = self.client(user, at).post(reverse(name, args=args), data)
        assert response.status_code == status, (name, response.status_code)
        return response.content.decode()

    # --- people --------------------------------------------------------------------------------
    def members(self):
        return list(self.year.members.select_related("unit").order_by("position"))

    def member(self, name):
        return self.year.members.select_related("unit").get(name=name)

    def head(self, member):
        return self.cast.heads[member.name]

    def clerk(self, member):
        return self.cast.clerks[member.name]

    @property
    def lead(self):
        return parts.lead(self.year)

    @property
    def lead_clerk(self):
        return self.clerk(self.lead)

    @property
    def lead_head(self):
        return self.head(self.lead)

    # --- the year ------------------------------------------------------------------------------
    def open_year(self, *, at, year=None, lead=None, deputy=None):
        """Cơ quan thường trực lập năm."""
        lead, deputy = lead or self.cast.lead, deputy or self.cast.deputy
        year = year or self.told["year"]
        self.post(
            self.cast.officer, "years:open", self.cast.bloc.pk, at=at, year=year, theme=self.told["theme"], lead=lead.pk,
            deputy=deputy.pk if deputy else "",
        )  # fmt: skip
        self.year = BlocYear.objects.get(bloc=self.cast.bloc, year=year)

    def adopt_rules(self, *, at, title="Quy chế hoạt động của khối", comments=(), **rules):
        """Quy chế: written, sent round, commented by every unit, adopted by the lead unit's head."""
        form = self.client(self.lead_clerk, at).get(
            reverse("years:write_draft", args=[self.year.pk]), {"loai": "regulation"}
        )
        stands = form.context["form"].initial
        facts = {"title": title, "text": "Điều 1. Bình xét theo điểm và phiếu kín.", **rules}
        self.post(self.lead_clerk, "years:write_draft", self.year.pk, at=at, **stands | facts)
        draft = self.year.drafts.latest("pk")
        self.post(self.lead_clerk, "years:consult", draft.pk, at=at, respond_by=f"{at:%d/%m/%Y}")
        for member in self.members():
            self.post(self.clerk(member), "years:comment", draft.pk, at=at, agrees="yes", text="")
        self.post(self.lead_head, "years:adopt", draft.pk, at=at)
        self.year.refresh_from_db()

    def adopt_scheme(self, *, at, title=None):
        text = SCHEME.read_text(encoding="utf-8")
        text = text.replace("Bộ tiêu chí trình diễn (điểm minh họa)", title) if title else text
        self.post(self.lead_clerk, "scoring:new_scheme", self.cast.bloc.pk, at=at, text=text, save="1")
        scheme = self.cast.bloc.schemes.latest("version")
        page = self.client(self.lead_clerk, at).get(reverse("scoring:scheme", args=[scheme.pk]))
        self.post(self.lead_clerk, "scoring:adopt_scheme", scheme.pk, at=at, seen=page.context["seen"])
        return scheme

    def register(self, member, *, at, titles=(TITLE,)):
        """Một đơn vị đăng ký hai chỉ tiêu và các danh hiệu; thủ trưởng nộp, trưởng khối tiếp nhận."""
        lines = {
            "target-TOTAL_FORMS": 2, "target-INITIAL_FORMS": 0,
            "target-0-name": "Hoàn thành chương trình công tác", "target-0-level": "100", "target-0-measure": "%",
            "target-1-name": "Hồ sơ đúng hạn", "target-1-level": "98,5", "target-1-measure": "%",
        }  # fmt: skip
        ticked = {f"title_{award_type(code, at.date()).pk}": "on" for code in titles}
        self.post(self.clerk(member), "pledges:write", member.pk, at=at, **lines, **ticked)
        self.post(self.head(member), "pledges:submit", member.pk, at=at)
        self.post(self.lead_clerk, "pledges:receive", member.pk, at=at)

    def sign_covenant(self, *, at):
        """Giao ước: soạn, gửi góp ý, chốt, rồi từng thủ trưởng xác nhận."""
        self.freeze_covenant(at=at)
        for signature in Signature.objects.filter(covenant__bloc_year=self.year).select_related("member"):
            self.post(self.head(signature.member), "covenant:confirm", signature.pk, at=at)
        self.year.refresh_from_db()

    def freeze_covenant(self, *, at):
        text = "I. NỘI DUNG THI ĐUA\nHoàn thành nhiệm vụ chính trị được giao."
        self.post(self.lead_clerk, "covenant:edit", self.year.pk, at=at, theme=self.told["theme"], text=text)
        self.post(self.lead_clerk, "covenant:circulate", self.year.pk, at=at)
        self.post(self.lead_head, "covenant:freeze", self.year.pk, at=at)
        tasks.render(self.year.covenants.get().frozen_paper.rendering.pk)

    def report(self, member, period, values, *, at):
        """Kết quả của một đơn vị, thủ trưởng xác nhận. values: what is typed for each target."""
        pledge = Pledge.objects.get(member=member)
        cells = {f"t{t.pk}-value": v for t, v in zip(pledge.targets.all(), values, strict=True)}
        remarks = {f"t{t.pk}-remark": "" for t in pledge.targets.all()}
        self.post(self.clerk(member), "pledges:results", member.pk, period, at=at, **cells, **remarks)
        self.post(self.head(member), "pledges:confirm_results", member.pk, period, at=at)

    def open_round(self, *, at, self_due, check_due, kind="year_end"):
        checker = self.year.members.filter(duty="deputy").first() or self.year.members.exclude(pk=self.lead.pk).first()
        self.post(
            self.lead_clerk, "scoring:open", self.year.pk, at=at, kind=kind, self_due=self_due, check_due=check_due,
            lead_checker=checker.pk if checker.duty != "deputy" else "",
        )  # fmt: skip
        return self.year.rounds.latest("pk")

    def score(self, round_, order, *, at):
        """Tự chấm: every unit types its sheet; the better the place in `order`, the more points. Heads submit."""
        criteria = {c.code: c.pk for c in round_.scheme.criteria.all()}
        for sheet in Sheet.objects.filter(round=round_).select_related("member"):
            place = order.index(sheet.member.name) if sheet.member.name in order else len(order) + sheet.member.position
            cells = {f"{sheet.pk}-{criteria[code]}": {"raw": raw} for code, raw in parts.claims(place).items()}
            self.save_cells(self.clerk(sheet.member), round_, "self", cells, at=at)
            self.post(self.head(sheet.member), "scoring:submit", sheet.pk, at=at)

    def save_cells(self, user, round_, column, cells, *, at):
        """What the grid sends: {"<sheet>-<criterion>": {"raw": …}}; every cell must be saved."""
        url = reverse("scoring:save", args=[round_.pk, column])
        response = self.client(user, at).post(url, json.dumps({"cells": cells}), content_type="application/json")
        assert response.status_code == 200, response.content.decode()[:500]
        assert {cell["state"] for cell in response.json()["cells"]} == {"saved"}, response.json()

    def check(self, round_, *, at):
        """Kiểm tra: the checker takes over the claims and closes each sheet; the lead unit's own by another hand."""
        for sheet in Sheet.objects.filter(round=round_).select_related(
            "member", "round__bloc_year", "round__lead_checker"
        ):
            hand = parts.checker(sheet, at)
            self.post(hand, "scoring:accept_claims", sheet.pk, at=at)
            self.post(hand, "scoring:check_done", sheet.pk, at=at)
        self.post(self.lead_clerk, "scoring:agree", round_.pk, at=at)
        self.post(self.lead_clerk, "scoring:publish", round_.pk, at=at)

    # --- the conference ------------------------------------------------------------------------
    def hold(self, kind, title, *, at, **facts):
        """Hội nghị: planned, invited, opened, everybody present. Out: Conference."""
        self.post(
            self.lead_clerk, "conferences:plan", self.year.pk, at=at, kind=kind, title=title, day=f"{at:%d/%m/%Y}", hour=f"{at:%H:%M}",
            place="Hội trường", chairs=f"Thủ trưởng {self.lead.name}", host=facts.get("host", ""), guests="",
        )  # fmt: skip
        conference = self.year.conferences.latest("pk")
        self.post(self.lead_clerk, "conferences:invite", conference.pk, at=at)
        self.post(self.lead_clerk, "conferences:open_session", conference.pk, at=at)
        present = {f"present-{m.pk}": "on" for m in self.members()} | {
            f"who-{m.pk}": self.head(m).pk for m in self.members()
        }
        self.post(self.lead_clerk, "conferences:attend", conference.pk, at=at, **present)
        conference.refresh_from_db()
        return conference

    def nominate(self, conference, wanted, *, at):
        """Đề cử, phát phiếu, every head votes yes, kiểm phiếu. wanted: {member name: award code}."""
        rows = {f"m{self.member(name).pk}": code for name, code in wanted.items()}
        self.post(self.lead_clerk, "conferences:put_forward", conference.pk, at=at, **rows)
        self.post(self.lead_clerk, "conferences:open_vote", conference.pk, at=at)
        conference.refresh_from_db()
        for member in self.members():
            self.vote(self.head(member), conference.ballot, at=at)
        self.post(self.lead_clerk, "conferences:count_vote", conference.pk, at=at)

    def vote(self, user, ballot, *, at, choice="00"):
        """Đọc lại rồi bỏ phiếu, cùng một ý kiến cho mọi dòng."""
        lines = {f"line_{line.pk}": choice for line in ballot.lines.all()}
        self.post(user, "ballots:vote", ballot.pk, at=at, step="cast", **lines)

    def finish_items(self, conference, *, at):
        for item in conference.items.filter(done_at=None):
            self.post(self.lead_clerk, "conferences:finish_item", item.pk, at=at, outcome=f"Thống nhất: {item.title}.")

    def conclude(self, conference, *, at):
        self.finish_items(conference, at=at)
        self.post(self.lead_head, "conferences:conclude", conference.pk, at=at, conclusions="Hội nghị thống nhất.")
        self.post(self.lead_head, "conferences:minute", conference.pk, at=at)
        conference.refresh_from_db()

    # --- awards --------------------------------------------------------------------------------
    def propose(self, *, at):
        """Tờ trình: lập hồ sơ, ghi thành tích, ký trình. Out: the proposals."""
        self.post(self.lead_clerk, "proposals:prepare", self.year.pk, at=at)
        proposals = list(Proposal.objects.filter(bloc_year=self.year))
        for proposal in proposals:
            self.post(
                self.lead_clerk,
                "proposals:describe",
                proposal.pk,
                at=at,
                achievements="Hoàn thành các chỉ tiêu đã giao ước.",
            )
        self.post(
            self.lead_head,
            "proposals:submit",
            self.year.submission.pk,
            at=at,
            summary="Các đơn vị hoàn thành nhiệm vụ.",
        )
        return proposals

    def appraise(self, proposals, *, at):
        for proposal in proposals:
            self.post(self.cast.officer, "proposals:receive", proposal.pk, at=at)
            self.post(
                self.cast.officer, "proposals:appraise", proposal.pk, at=at, eligible="yes", findings="Đủ điều kiện."
            )

    def hold_council(self, proposals, *, at):
        """Phiên họp: lập, đưa đề nghị ra, mở biểu quyết, mọi thành viên đồng ý, kiểm phiếu, kết luận. Out: session."""
        council, secretary = self.cast.province.council, self.cast.secretary
        facts = {"title": "Phiên họp xét khen thưởng", "day": f"{at:%d/%m/%Y}", "hour": "08:00", "place": "Trụ sở"}
        self.post(secretary, "council:convene", council.pk, at=at, **facts)
        session = council.sessions.latest("pk")
        self.post(secretary, "council:table", session.pk, at=at, proposal=[p.pk for p in proposals])
        self.post(secretary, "council:open_vote", session.pk, at=at)
        for line in session.lines.select_related("ballot"):
            for person in (self.cast.chair, *self.cast.councillors):
                self.vote(person, line.ballot, at=at)
        self.post(secretary, "council:close_vote", session.pk, at=at)
        self.post(secretary, "council:conclude", session.pk, at=at, conclusions="Hội đồng thông qua các đề nghị.")
        return session

    def decide(self, session, *, at, number):
        """Quyết định: dự thảo, rồi ghi số của cơ quan ban hành. Out: Decision."""
        secretary = self.cast.secretary
        facts = {"title": "Về việc khen thưởng", "authority": "Chủ tịch Ủy ban nhân dân tỉnh"}
        self.post(secretary, "decisions:draft", session.pk, at=at, **facts)
        decision = session.decisions.latest("pk")
        self.post(secretary, "decisions:issue", decision.pk, at=at, number=number, dated=f"{at:%d/%m/%Y}")
        decision.refresh_from_db()
        return decision


def _told_by(response):
    """The words of a page that did not lead on: its error summary, or its beginning."""
    text = response.content.decode()
    for mark in ("error-summary", "invalid-feedback", "<h1>"):
        if mark in text:
            return response.status_code, text[text.index(mark) : text.index(mark) + 900]
    return response.status_code, text[:900]
