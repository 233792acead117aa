"""Phiếu: who may vote on which lines, the sealed papers, and the counts. Knows no bloc and no council: electors and lines are labels."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from emulation.ui.fields import LineField

from . import arithmetic


class State(models.TextChoices):
    DRAFT = "draft", _("Đang chuẩn bị")
    OPEN = "open", _("Đang bỏ phiếu")
    CLOSED = "closed", _("Đã đóng, chưa kiểm phiếu")
    COUNTED = "counted", _("Đã kiểm phiếu")
    CANCELLED = "cancelled", _("Đã hủy")


class Base(models.TextChoices):
    """Số để tính tỷ lệ đồng ý."""

    ALL = "all", _("tổng số người được mời")
    PRESENT = "present", _("số người có mặt")
    RETURNED = "returned", _("số phiếu thu về")
    VALID = "valid", _("số phiếu hợp lệ")


class TeamQuerySet(models.QuerySet):
    def for_user(self, user):
        """Tổ kiểm phiếu mà mình là thành viên."""
        return self.filter(keepers__person=user)


class Team(models.Model):
    """Tổ kiểm phiếu: who counts. `needed`: how many of their codes open a secret ballot; 0: its key is a file on the server."""

    title = LineField(_("tên"), max_length=300)
    stream = models.CharField(max_length=60)
    needed = models.PositiveSmallIntegerField(_("số mã cần để kiểm phiếu"), default=0)
    back_label = LineField(max_length=200, blank=True)
    back_url = models.CharField(max_length=200, blank=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        verbose_name = _("tổ kiểm phiếu")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="codes_are_held_by_two_or_more",
                condition=Q(needed=0) | Q(needed__gte=2),
                violation_error_message=_(
                    "Cần ít nhất hai mã mới kiểm phiếu được; một mã thì một người mở được phiếu."
                ),
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def is_in_use(self):
        """Whether a ballot was opened with these codes: from then on nobody's code changes."""
        return Share.objects.filter(keeper__team=self).exists()


class Keeper(models.Model):
    """Thành viên tổ kiểm phiếu. `public_key`: the public half of the code they took; the code itself is nowhere."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="keepers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    public_key = models.BinaryField(null=True, editable=False)

    class Meta:
        verbose_name = _("thành viên tổ kiểm phiếu")
        ordering = ["team", "position"]
        constraints = [
            models.UniqueConstraint(fields=["team", "position"], name="keepers_are_numbered_once"),
            models.UniqueConstraint(
                fields=["team", "person"],
                name="one_person_holds_one_code",
                violation_error_message=_("Một người chỉ giữ một mã."),
            ),
        ]

    def __str__(self):
        return self.person.full_name


class BallotQuerySet(models.QuerySet):
    def for_user(self, user):
        """Cuộc bỏ phiếu, kể từ lúc mở, mà mình có tên trong danh sách."""
        return self.filter(electors__person=user).exclude(state=State.DRAFT)


class Ballot(models.Model):
    """Một cuộc bỏ phiếu: its rules are copied here when it is prepared and never change. The first choice is the yes."""

    title = LineField(_("tên"), max_length=300)
    stream = models.CharField(max_length=60)
    state = models.CharField(_("trạng thái"), max_length=10, choices=State, default=State.DRAFT)
    secret = models.BooleanField(_("bỏ phiếu kín"), default=True)
    choices = models.JSONField(_("các lựa chọn"))
    quorum_percent = models.PositiveSmallIntegerField(_("số người bỏ phiếu tối thiểu (%)"), default=0)
    threshold_percent = models.PositiveSmallIntegerField(_("đồng ý tối thiểu (%)"), default=50)
    more_than = models.BooleanField(_("phải quá tỷ lệ ấy"), default=False)
    base = models.CharField(_("tính trên"), max_length=10, choices=Base, default=Base.ALL)
    add_written = models.BooleanField(_("cộng ý kiến bằng văn bản"), default=False)
    source = LineField(_("căn cứ"), max_length=300, blank=True)
    closes_at = models.DateTimeField(_("dự kiến đóng lúc"), null=True, blank=True)
    back_label = LineField(max_length=200, blank=True)
    back_url = models.CharField(max_length=200, blank=True)
    public_key = models.BinaryField(null=True, editable=False)
    invited = models.PositiveIntegerField(
        _("số được mời"), null=True, blank=True, help_text="when more than are listed"
    )
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="ballots")
    quorate = models.BooleanField(_("đủ số người bỏ phiếu"), null=True, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("lập lúc"))
    opened_at = models.DateTimeField(_("mở lúc"), null=True, blank=True)
    closed_at = models.DateTimeField(_("đóng lúc"), null=True, blank=True)
    counted_at = models.DateTimeField(_("kiểm phiếu lúc"), null=True, blank=True)

    objects = BallotQuerySet.as_manager()

    class Meta:
        verbose_name = _("cuộc bỏ phiếu")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="ballot_percents_are_percents",
                condition=Q(quorum_percent__range=(0, 100), threshold_percent__range=(1, 100)),
                violation_error_message=_("Tỷ lệ đồng ý phải từ 1 đến 100, tỷ lệ tham gia từ 0 đến 100."),
            ),
            models.CheckConstraint(
                name="a_secret_ballot_in_use_has_a_key",
                condition=Q(secret=False) | Q(state__in=["draft", "cancelled"]) | Q(public_key__isnull=False),
                violation_error_message=_("Bỏ phiếu kín thì phải có khóa trước khi mở."),
            ),
            models.CheckConstraint(
                name="quorum_is_known_exactly_when_counted",
                condition=Q(state="counted", quorate__isnull=False) | (~Q(state="counted") & Q(quorate=None)),
                violation_error_message=_("Đủ hay không đủ số người bỏ phiếu chỉ biết khi kiểm phiếu."),
            ),
        ]

    def __str__(self):
        return self.title

    def turnout(self):
        """(số người đã bỏ phiếu, số người được bỏ phiếu), not counting who gave a written opinion. The only number before closing."""
        count = (
            Slot.objects.filter(line__ballot=self)
            .at_the_meeting()
            .aggregate(
                cast=models.Count("elector", distinct=True, filter=Slot.USED),
                issued=models.Count("elector", distinct=True),
            )
        )
        return count["cast"], count["issued"]

    def people(self):
        """What is known of the base before any paper is opened: {Base: number}. Who gave a written opinion is not present, and
        counts as if where written opinions are added."""
        listed = self.electors.count()
        away = 0 if self.add_written else self.electors.filter(slots__named_vote__written=True).distinct().count()
        return {Base.ALL: self.invited or listed, Base.PRESENT: listed - away}

    def base_number(self, *, people, returned, valid):
        """The number that the share of yes is taken of, by this ballot's rules. `people`: as `people()` says."""
        return (people | {Base.RETURNED: returned, Base.VALID: valid})[Base(self.base)]

    @property
    def needs_codes(self):
        """How many codes of its counting team open this ballot; 0: none, its key is a file, or nothing is sealed."""
        return self.team.needed if self.secret and self.team else 0

    def passes(self, yes, base_number):
        return arithmetic.enough(yes, self.threshold_percent, base_number, more_than=self.more_than)


class Elector(models.Model):
    """Một người trong danh sách bỏ phiếu: a label (a unit, an office) and the one person who casts. Frozen once written."""

    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="electors")
    label = LineField(_("tên trong danh sách"), max_length=300)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    barred = models.JSONField(_("dòng không biểu quyết"), default=list, help_text="positions of lines, from 1")

    class Meta:
        verbose_name = _("người bỏ phiếu")
        ordering = ["ballot", "position"]
        constraints = [
            models.UniqueConstraint(fields=["ballot", "position"], name="electors_are_numbered_once"),
            models.UniqueConstraint(
                fields=["ballot", "person"],
                name="one_person_casts_once_per_ballot",
                violation_error_message=_("Một người chỉ bỏ một phiếu trong một cuộc bỏ phiếu."),
            ),
        ]

    def __str__(self):
        return self.label


class Line(models.Model):
    """Một dòng cần biểu quyết. Numbers stay empty until the count: issued ≥ returned = valid + invalid (blank among the invalid)."""

    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="lines")
    label = LineField(_("nội dung"), max_length=300)
    position = models.PositiveSmallIntegerField()
    issued = models.PositiveIntegerField(_("phát ra"), null=True)
    returned = models.PositiveIntegerField(_("thu về"), null=True)
    valid = models.PositiveIntegerField(_("hợp lệ"), null=True)
    invalid = models.PositiveIntegerField(_("không hợp lệ"), null=True)
    blank = models.PositiveIntegerField(_("phiếu trắng"), null=True)
    tally = models.JSONField(default=dict, help_text="choice → number, and blank, invalid; sums to returned")
    written_tally = models.JSONField(default=dict, help_text="the same for written opinions, counted apart")
    yes = models.PositiveIntegerField(_("đồng ý"), null=True)
    base_number = models.PositiveIntegerField(_("tính trên"), null=True)
    passed = models.BooleanField(_("được thông qua"), null=True)

    class Meta:
        verbose_name = _("dòng biểu quyết")
        ordering = ["ballot", "position"]
        constraints = [
            models.UniqueConstraint(fields=["ballot", "position"], name="lines_are_numbered_once"),
            models.CheckConstraint(
                name="papers_returned_were_issued",
                condition=Q(issued=None, returned=None) | Q(issued__isnull=False, returned__isnull=False, issued__gte=F("returned")),
                violation_error_message=_("Số phiếu thu về không được nhiều hơn số phiếu phát ra."),
            ),
            models.CheckConstraint(
                name="the_tally_balances",
                condition=Q(valid=None, invalid=None, blank=None, yes=None, base_number=None)
                | Q(
                    valid__isnull=False, blank__isnull=False, yes__isnull=False, passed__isnull=False,
                    returned=F("valid") + F("invalid"), invalid__gte=F("blank"), base_number__gte=F("yes"),
                ),
                violation_error_message=_("Số phiếu thu về phải bằng số phiếu hợp lệ cộng số phiếu không hợp lệ."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.label

    @property
    def share(self):
        """Tỷ lệ đồng ý in trên biên bản, hai số lẻ, không làm tròn lên; None before the count or on an empty base."""
        return arithmetic.share(self.yes, self.base_number)


class SlotQuerySet(models.QuerySet):
    def at_the_meeting(self):
        """Without the slots that a written opinion of an absent member has taken."""
        return self.exclude(named_vote__written=True)


class Slot(models.Model):
    """Một ô phiếu: one elector on one line. Written when the ballot opens, in random order; filled once; carries no time."""

    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="slots")
    elector = models.ForeignKey(Elector, on_delete=models.PROTECT, related_name="slots")
    sealed = models.BinaryField(null=True, editable=False)

    objects = SlotQuerySet.as_manager()
    USED = Q(sealed__isnull=False) | Q(named_vote__isnull=False)

    class Meta:
        verbose_name = _("ô phiếu")
        constraints = [models.UniqueConstraint(fields=["line", "elector"], name="one_slot_per_line_and_elector")]


class NamedVote(models.Model):
    """Ý kiến có ghi tên: a vote of a named ballot, or the written opinion of an absent member. `choice` empty: no opinion."""

    slot = models.OneToOneField(Slot, on_delete=models.PROTECT, related_name="named_vote")
    choice = models.PositiveSmallIntegerField(null=True)
    written = models.BooleanField(_("bằng văn bản"), default=False)
    at = models.DateTimeField(_("lúc"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("ý kiến có ghi tên")

    @property
    def line(self):
        return self.slot.line

    @property
    def elector(self):
        return self.slot.elector


class Share(models.Model):
    """Một phần của khóa, niêm phong bằng mã của một người giữ. Written when the ballot opens, gone when it is counted or cancelled."""

    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="shares")
    keeper = models.ForeignKey(Keeper, on_delete=models.PROTECT, related_name="shares")
    sealed = models.BinaryField(editable=False)

    class Meta:
        verbose_name = _("phần khóa")
        constraints = [models.UniqueConstraint(fields=["ballot", "keeper"], name="one_share_per_keeper")]
