"""Vòng chấm: a bloc scores once at mid-year and once at year-end, each by the versions in force when it was opened."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from blocs.roster.models import COUNCIL_OFFICES, Office, Unit, seats_of
from blocs.roster.rules import STAFF
from blocs.years.models import BlocYear, Duty, Member, RuleSet
from emulation.journal import clock
from emulation.papers.models import Paper
from emulation.ui.fields import LineField, PointsField

from .columns import HANDED_IN_WHOLE, ColumnState, Filler, Join, Moment
from .schemes import Scheme


class RoundKind(models.TextChoices):
    MIDYEAR = "midyear", _("Chấm điểm 6 tháng")
    YEAR_END = "year_end", _("Chấm điểm cuối năm")


class RoundState(models.TextChoices):
    OPEN = "open", _("Đang tự chấm")
    CHECKING = "checking", _("Đang kiểm tra")
    AGREED = "agreed", _("Đã chốt điểm")
    PUBLISHED = "published", _("Đã công bố")


class RoundQuerySet(models.QuerySet):
    def for_user(self, user):
        """Người trong năm thấy từ khi mở; cơ quan được giao chấm cũng vậy; Hội đồng từ khi công bố, hoặc từ khi kiểm tra nếu có cột của mình."""
        seats = seats_of(user)
        judged = Q(bloc_year__bloc__council__in=seats.units(*COUNCIL_OFFICES))
        columns = Column.objects.filter(round=OuterRef("pk"))
        belongs = Member.objects.filter(bloc_year=OuterRef("bloc_year"), unit__in=seats.units())
        return self.filter(bloc_year__bloc__root__in=seats.roots).filter(
            Exists(belongs)
            | Q(bloc_year__bloc__in=seats.blocs())
            | Q(bloc_year__bloc__secretariat__in=seats.units(Office.SECRETARIAT))
            | Exists(columns.filter(unit__in=seats.units(*STAFF)))
            | judged
            & (Q(state=RoundState.PUBLISHED) | ~Q(state=RoundState.OPEN) & Exists(columns.filter(kind=Filler.COUNCIL)))
        )


class Round(models.Model):
    """Vòng chấm của một năm thi đua. Scheme and rule set are stamped at opening and stay."""

    bloc_year = models.ForeignKey(BlocYear, on_delete=models.PROTECT, related_name="rounds")
    kind = models.CharField(_("vòng"), max_length=8, choices=RoundKind)
    scheme = models.ForeignKey(Scheme, verbose_name=_("bộ tiêu chí"), on_delete=models.PROTECT, related_name="rounds")
    rule_set = models.ForeignKey(RuleSet, verbose_name=_("quy chế"), on_delete=models.PROTECT, null=True, blank=True)
    self_due = models.DateField(_("hạn nộp bảng tự chấm"))
    check_due = models.DateField(_("hạn kiểm tra xong"))
    lead_checker = models.ForeignKey(
        Member,
        verbose_name=_("đơn vị chấm phiếu của trưởng khối"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("để trống: phó khối"),
    )
    state = models.CharField(_("trạng thái"), max_length=9, choices=RoundState, default=RoundState.OPEN)
    opened_at = models.DateTimeField(_("mở lúc"))
    published_at = models.DateTimeField(_("công bố lúc"), null=True, blank=True)
    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    members_see_from = models.CharField(
        _("các đơn vị thấy điểm của nhau"),
        max_length=9,
        choices=[(m.value, m.label) for m in (Moment.AGREED, Moment.PUBLISHED)],
        default=Moment.AGREED,
    )
    versions = models.PositiveSmallIntegerField(_("số bản đã công bố"), default=0)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("vòng chấm")
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["bloc_year", "kind"],
                name="a_year_has_one_round_of_each_kind",
                violation_error_message=_("Năm này đã mở vòng chấm đó."),
            ),
            models.CheckConstraint(
                condition=Q(check_due__gte=F("self_due")),
                name="checking_ends_after_self_scoring",
                violation_error_message=_("Hạn kiểm tra phải từ hạn tự chấm trở đi."),
            ),
            models.CheckConstraint(
                condition=Q(state="published", published_at__isnull=False, versions__gte=1)
                | (~Q(state="published") & Q(published_at=None, versions=0)),
                name="a_round_is_published_exactly_when_stamped",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.bloc_year.year}"

    @property
    def stream(self):
        return f"year:{self.bloc_year_id}"

    @staticmethod
    def order_of(year, kind):
        """How rounds sort: «2026-midyear» before «2026-year_end» before «2027-midyear» (str)."""
        return f"{year}-{kind}"

    @property
    def published_rows(self):
        """The ranking as published last (queryset of RankRow by place); empty before publication."""
        return self.ranking.filter(version=self.versions).select_related("member").order_by("place")


class ColumnQuerySet(models.QuerySet):
    def for_user(self, user):
        """Cột của những vòng mình thấy; cột của từng đơn vị chấm chéo: đơn vị đó, cơ quan thường trực, và trưởng khối, phó khối (chỉ để biết đã nộp chưa)."""
        duties = [Duty.LEAD, Duty.DEPUTY, Duty.DEPUTY_2]
        leading = Member.objects.filter(unit__in=seats_of(user).units(*STAFF), duty__in=duties).values("bloc_year")
        peers = ~Q(kind=Filler.PEER) | _reads_one_assessor(user) | Q(round__bloc_year__in=leading)
        return self.filter(peers, round__in=Round.objects.for_user(user).values("pk"))

    def read_by(self, user):
        """Cột mà người này mở được lưới: của một đơn vị chấm chéo thì chỉ đơn vị đó và cơ quan thường trực."""
        return self.for_user(user).filter(~Q(kind=Filler.PEER) | _reads_one_assessor(user))


def _reads_one_assessor(user):
    seats = seats_of(user)
    followed = Q(round__bloc_year__bloc__secretariat__in=seats.units(Office.SECRETARIAT))
    return Q(member__unit__in=seats.units(*STAFF)) | followed


class Column(models.Model):
    """Cột chấm của một vòng: label, who fills it, order; `scorer`: the names in the scheme, between
    semicolons, whose rows this column has for itself.

    `member` assesses the others in a PEER column; `unit` fills an AGENCY column. `unit_sees_from`: when the unit that is
    marked sees what stands in it. `due`: the last day (24:00) of an explanation.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="columns")
    code = models.SlugField(_("mã"), max_length=20)
    kind = models.CharField(_("ai điền"), max_length=11, choices=Filler)
    label = LineField(_("tên cột"), max_length=255)
    position = models.PositiveSmallIntegerField(_("thứ tự"))
    member = models.ForeignKey(
        Member, verbose_name=_("đơn vị chấm"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("cơ quan chấm"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    scorer = LineField(_("chấm các dòng của"), max_length=1000, blank=True)
    join = models.CharField(_("cách gộp"), max_length=7, choices=Join, blank=True)
    unit_sees_from = models.CharField(_("đơn vị được chấm thấy"), max_length=9, choices=Moment, default=Moment.CHECKED)
    due = models.DateField(_("hạn"), null=True, blank=True)
    state = models.CharField(_("trạng thái"), max_length=6, choices=ColumnState, default=ColumnState.OPEN)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    done_at = models.DateTimeField(_("nộp lúc"), null=True, blank=True)

    objects = ColumnQuerySet.as_manager()

    class Meta:
        verbose_name = _("cột chấm")
        ordering = ["round", "position"]
        constraints = [
            models.UniqueConstraint(fields=["round", "position"], name="columns_of_a_round_stand_in_one_order"),
            models.UniqueConstraint(fields=["round", "code"], name="columns_of_a_round_have_their_own_codes"),
            models.CheckConstraint(condition=Q(kind="peer", member__isnull=False) | (~Q(kind="peer") & Q(member=None)), name="a_peer_column_names_who_assesses"),
            models.CheckConstraint(condition=Q(kind="agency", unit__isnull=False) | (~Q(kind="agency") & Q(unit=None)), name="an_agency_column_names_the_agency"),
            models.CheckConstraint(condition=Q(kind="peers") ^ Q(join=""), name="exactly_the_mean_says_how_it_joins"),
            models.CheckConstraint(
                condition=Q(state="open", done_by=None, done_at=None) | (~Q(state="open") & Q(done_by__isnull=False, done_at__isnull=False)),
                name="a_column_handed_in_is_stamped",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.title

    @property
    def title(self):
        """The label in the reader's language; the words it was named with are ours."""
        if self.member_id:
            return gettext("Chấm chéo của %(member)s") % {"member": self.member}
        return gettext(self.label)

    @property
    def stream(self):
        return self.round.stream

    @property
    def bloc_year(self):
        """The BlocYear this column belongs to (for the predicates of years)."""
        return self.round.bloc_year

    @property
    def scorers(self):
        """The names in the scheme whose rows are this column's (list of str)."""
        return [name for part in self.scorer.split(";") if (name := part.strip())]

    @property
    def filled_by(self):
        """Who fills it, in words (str)."""
        return str(self.member or self.unit or self.get_kind_display())

    @property
    def waits(self):
        """Whether somebody still has to hand it in."""
        return self.is_handed_in_whole and self.state == ColumnState.OPEN

    @property
    def is_past(self):
        """Whether its last day has passed; without a day nothing is waited for."""
        return self.due is None or clock.today() > self.due

    @property
    def is_handed_in_whole(self):
        return self.kind in HANDED_IN_WHOLE


class RankRowQuerySet(models.QuerySet):
    def for_user(self, user):
        """Xếp hạng đã công bố của những vòng mà mình thấy."""
        return self.filter(round__in=Round.objects.for_user(user).values("pk"))


class RankRow(models.Model):
    """Một dòng xếp hạng đã công bố: stored once, never edited (append-only table)."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="ranking")
    version = models.PositiveSmallIntegerField(_("bản"), default=1)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="ranks")
    rank = models.PositiveIntegerField(_("hạng"))
    place = models.PositiveIntegerField(_("thứ tự in"))
    total = PointsField(_("tổng điểm"), max_digits=15)
    base = PointsField(_("chuẩn"), max_digits=15)
    bonus = PointsField(_("cộng"), max_digits=15)
    penalty = PointsField(_("trừ"), max_digits=15)
    core = PointsField(_("nhóm chính"), max_digits=15)
    self_total = PointsField(_("tự chấm"), max_digits=15)
    percent = PointsField(_("% điểm tối đa được giao"), null=True, blank=True)
    decided_by = models.CharField(_("phân định bằng"), max_length=20, blank=True)
    tie_note = LineField(_("cách phân định"), max_length=500, blank=True)
    # Null, as SQLite then leaves the table and its guards as they are. `tie_facts`: placing.TieFacts, for a later correction.
    grade = LineField(_("xếp loại"), max_length=200, null=True, blank=True)
    grade_why = LineField(_("vì sao xếp loại ấy"), max_length=1000, null=True, blank=True)
    tie_facts = models.JSONField(_("số liệu đã dùng khi phân định"), null=True, blank=True)

    objects = RankRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("dòng xếp hạng")
        ordering = ["round", "version", "place"]
        constraints = [
            models.UniqueConstraint(fields=["round", "version", "member"], name="a_member_is_ranked_once_in_a_version"),
            models.UniqueConstraint(fields=["round", "version", "place"], name="ranking_rows_stand_in_one_order"),
        ]

    def __str__(self):
        return f"{self.rank}. {self.member}"

    @property
    def measure(self):
        """What the row was ranked by."""
        return self.total if self.percent is None else self.percent


class Correction(models.Model):
    """Đính chính một kết quả đã công bố: a new version beside the old one, by a decision and with a reason (append-only table).

    `changes`: what changed, as printed: {"cells": [{member, row, before, after, reason}], "totals": [{member, before, after,
    rank_before, rank_after}]}.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="corrections")
    version = models.PositiveSmallIntegerField(_("bản"))
    decision = LineField(_("theo văn bản"), max_length=255)
    reason = LineField(_("lý do"), max_length=1000)
    changes = models.JSONField(_("những chỗ đã sửa"))
    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("người ghi"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("lúc"))

    class Meta:
        verbose_name = _("đính chính")
        ordering = ["round", "version"]
        constraints = [
            models.UniqueConstraint(fields=["round", "version"], name="corrections_of_a_round_are_numbered_once"),
            models.CheckConstraint(condition=Q(version__gte=2) & ~Q(decision="") & ~Q(reason=""), name="a_correction_has_a_decision_and_a_reason", violation_error_message=_("Đính chính thì phải ghi văn bản và lý do.")),
        ]  # fmt: skip

    def __str__(self):
        return gettext("Đính chính lần %(n)d") % {"n": self.version - 1}

    @property
    def stream(self):
        return self.round.stream
