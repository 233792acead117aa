"""Năm câu chuyện của dữ liệu trình diễn, mỗi khối ở một thời điểm, so that every kind of person finds something to do."""

import datetime as dt

from django.utils import timezone

from blocs.conferences import workflow as conferences
from blocs.conferences.models import ConferenceKind, ItemKind
from blocs.years import drafts
from blocs.years.models import DraftKind

from . import casting, parts
from .tale import Tale, begin, confirm_law, stand_dues, weekly

NOTE = "Dữ liệu trình diễn, {report}, các năm đã dời; điểm trong trang là điểm minh họa; đơn vị có ghi «điền thêm» báo cáo không nêu."


class Teller:
    """Tells the stories as of `now` (aware datetime). The reported year becomes the present one."""

    def __init__(self, now):
        self.now, self.today = now, timezone.localdate(now)

    def when(self, days_before, hour=8):
        """The hour, that many days before the present, never later than now (aware datetime)."""
        day = self.today - dt.timedelta(days=days_before)
        return min(timezone.make_aware(dt.datetime.combine(day, dt.time(hour))), self.now)

    def tell(self, name):
        """Tell one story by its name in facts.yaml. Out: the last Tale."""
        told = casting.facts(name)
        note = NOTE.format(report=told["report"])
        cast = casting.cast(told, at=self.when(400), note=note)
        confirm_law(cast.officer, at=self.when(400))
        return getattr(self, name)(cast)

    def kon_tum(self, cast):
        """Năm trước đã tới Hội đồng (ba đề nghị đang biểu quyết, một chờ thẩm định); năm nay còn một đơn vị chưa đăng ký."""
        year = self.today.year
        before = self._through_the_year(
            cast, year - 1, first=390, sent=100, lead=cast.units["Văn phòng Đoàn ĐBQH và HĐND tỉnh"], deputy=cast.lead
        )
        conference = before.hold_conference(
            ConferenceKind.YEAR_END, f"Hội nghị tổng kết năm {year - 1}", at=self.when(300)
        )
        before.put_forward(conference, ["CO_TINH", "BK_TINH", "BK_TINH", "BK_TINH"], at=self.when(300, 9))
        before.open_ballot(conference, at=self.when(300, 9), votes=10)
        before.count_ballot(conference, at=self.when(300, 10))
        passing = before.hand_over(conference, at=self.when(300, 10), lead=cast.lead, deputy=cast.deputy)
        before.finish_items(conference, at=self.when(300, 10))
        before.conclude(conference, at=self.when(300, 11))
        chosen = before.appraise(before.propose(at=self.when(290)), at=self.when(280), but_last=1)
        session = before.convene(chosen, at=self.when(0), title=f"Phiên họp xét khen thưởng năm {year - 1}")
        for line in session.lines.select_related("ballot"):
            parts.vote(line.ballot, line.ballot.electors.first(), at=self.when(0))
        now = Tale(cast, passing.to_year, self.when)
        stand_dues(now, weekly(self.today), at=self.when(2))
        now.launch_movements(at=self.when(2))
        now.register(at=self.when(1), but=("Sở Ngoại vụ",))
        return now

    def quang_ninh(self, cast):
        """Hội nghị tổng kết đang họp: đã công bố điểm, suy tôn, trao quyền; giao ước năm sau đang được bảy đơn vị ký."""
        tale = self._through_the_year(cast, self.today.year, first=80)
        conference = tale.hold_conference(
            ConferenceKind.YEAR_END, f"Hội nghị tổng kết năm {self.today.year}, ký kết giao ước năm {self.today.year + 1}", at=self.when(3),
            items=[(k, ItemKind(k).label, tale.bloc_year) for k in (ItemKind.REPORT, ItemKind.SCORES, ItemKind.NOMINATE, ItemKind.HANDOVER)],
        )  # fmt: skip
        tale.put_forward(conference, ["CO_TINH", "BK_TINH"], at=self.when(3, 9))
        tale.open_ballot(conference, at=self.when(3, 9), votes=7)
        tale.count_ballot(conference, at=self.when(3, 10))
        passing = tale.hand_over(
            conference, at=self.when(3, 10), lead=cast.units["Sở Nội vụ"], deputy=cast.units["Văn phòng UBND tỉnh"]
        )
        tale.finish_items(conference, at=self.when(3, 10))
        coming = Tale(cast, passing.to_year, self.when)
        conferences.put_on_agenda(
            conference, kind=ItemKind.SIGN, title=f"Ký kết giao ước thi đua năm {coming.bloc_year.year}", bloc_year=coming.bloc_year,
            by=parts.clerk(tale.lead, self.when(3, 11)), at=self.when(3, 11),
        )  # fmt: skip
        coming.launch_movements(at=self.when(3, 11))
        coming.register(at=self.when(2))
        coming.sign(coming.freeze_covenant(at=self.when(1)), at=self.when(1, 14), how_many=4)
        return coming

    def party(self, cast):
        """Kết quả sáu tháng và cả năm đã đủ; hội nghị tổng kết đang bỏ phiếu suy tôn ba đơn vị."""
        tale = self._through_the_year(cast, self.today.year, first=200, flags=2, certificates=1)
        conference = tale.hold_conference(
            ConferenceKind.YEAR_END, f"Hội nghị tổng kết năm {self.today.year}", at=self.when(0, 7)
        )
        tale.put_forward(conference, ["CO_CP", "CO_TINH", "BK_TINH"], at=self.when(0, 7))
        tale.open_ballot(conference, at=self.when(0, 7), votes=2)
        return tale

    def quang_nam(self, cast):
        """Giữa năm khối ban hành quy chế mới; vòng sáu tháng giữ bản cũ; vòng cuối năm theo bản mới đang tự chấm."""
        tale = self._signed(cast, self.today.year, first=200)
        stand_dues(tale, self._dues(midyear=149, self_score=-7, results=-10, dossier=-30), at=self.when(160))
        tale.report_results("midyear", at=self.when(150))
        first_round = tale.open_round(at=self.when(149), kind="midyear", self_days=5, check_days=8)
        tale.score_themselves(first_round, at=self.when(145))
        tale.check_and_publish(first_round, at=self.when(143))
        conference = tale.hold_conference(
            ConferenceKind.MIDYEAR, f"Hội nghị sơ kết 6 tháng đầu năm {self.today.year}", at=self.when(140)
        )
        tale.finish_items(conference, at=self.when(140, 10))
        tale.conclude(conference, at=self.when(140, 11))
        tale.adopt_rules(
            at=self.when(130),
            title=f"Quy chế (sửa đổi) hoạt động của {cast.bloc.name}",
            flags=2,
            certificates=1,
            threshold_percent=67,
        )
        tale.adopt_scheme(at=self.when(129), title="Bộ tiêu chí trình diễn, bản sửa giữa năm (điểm minh họa)")
        last_round = tale.open_round(at=self.when(5), self_days=12, check_days=20)
        tale.score_themselves(last_round, at=self.when(2), how_many=3)
        return tale

    def ha_noi(self, cast):
        """Hội nghị giao ban: dự thảo kế hoạch đang lấy ý kiến các văn phòng."""
        tale = begin(cast, self.today.year, at=self.when(20), when=self.when)
        stand_dues(tale, weekly(self.today), at=self.when(20))
        tale.adopt_rules(at=self.when(19))
        tale.launch_movements(at=self.when(18))
        tale.register(at=self.when(10))
        clerk = parts.clerk(tale.lead, self.when(5))
        text = "I. Mục đích, yêu cầu\nBám sát chức năng, nhiệm vụ của văn phòng cấp ủy.\nII. Nội dung thi đua\nHoàn thành nhiệm vụ chính trị; nhân rộng điển hình tiên tiến.\nIII. Tổ chức thực hiện\nSơ kết trong tháng 7, tổng kết trong tháng 12."
        draft = drafts.write(
            tale.bloc_year,
            kind=DraftKind.PLAN,
            title=f"Kế hoạch hoạt động của {cast.bloc.name} năm {self.today.year}",
            text=text,
            by=clerk,
            at=self.when(5),
        )
        drafts.consult(draft, respond_by=self.today + dt.timedelta(days=4), by=clerk, at=self.when(4))
        neighbour = tale.members[1]
        words = "Đề nghị bổ sung thời gian giao ban quý vào phần tổ chức thực hiện."
        drafts.comment(
            draft, neighbour, agrees=False, text=words, by=parts.clerk(neighbour, self.when(2)), at=self.when(2)
        )
        return tale

    def _signed(self, cast, year, *, first, lead=None, deputy=None, due=(), **rules):
        """A year from its opening to the signed covenant, starting `first` days before the present."""
        tale = begin(cast, year, at=self.when(first), when=self.when, lead=lead, deputy=deputy)
        stand_dues(tale, self._dues(register=first - 6, sign=first - 10, **dict(due)), at=self.when(first))
        tale.adopt_rules(at=self.when(first - 1), **rules)
        tale.adopt_scheme(at=self.when(first - 1))
        tale.launch_movements(at=self.when(first - 1))
        tale.register(at=self.when(first - 5))
        covenant = tale.freeze_covenant(at=self.when(first - 8))
        tale.sign(covenant, at=self.when(first - 9))
        return tale

    def _dues(self, **days_before):
        """{milestone: its day}, told as days before the present."""
        return {kind: self.today - dt.timedelta(days=days) for kind, days in days_before.items()}

    def _through_the_year(self, cast, year, *, first, sent=None, **facts):
        """A year from its opening to the published ranking; its dossiers are due `sent` days after the opening, or in three weeks."""
        dossier = first - sent - 2 if sent else -21
        due = {"midyear": first - 13, "results": first - 31, "self_score": first - 46, "dossier": dossier}
        tale = self._signed(cast, year, first=first, due=due, **facts)
        tale.report_results("midyear", at=self.when(first - 12))
        tale.report_results("year_end", at=self.when(first - 30))
        round_ = tale.open_round(at=self.when(first - 40))
        tale.score_themselves(round_, at=self.when(first - 45))
        tale.check_and_publish(round_, at=self.when(first - 50))
        return tale
