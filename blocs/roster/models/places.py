"""Khối, đơn vị, ghế: who exists, who belongs to which bloc, and who sits where, each from when to when."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from emulation.journal import clock
from emulation.ui.constraints import explain
from emulation.ui.fields import KeyField, LineField

# The database keeps these by itself (migrations/0002_guards.py).
explain("a_unit_is_in_a_bloc_once_at_a_time", _("Đơn vị đã ở trong khối này vào những ngày ấy."))
explain("one_head_of_a_unit_at_a_time", _("Đơn vị đã có thủ trưởng vào những ngày ấy. Thay người giữ ghế đó."))


class Letterhead(models.TextChoices):
    STATE = "state", _("Văn bản nhà nước (Nghị định 30)")
    PARTY = "party", _("Văn bản của Đảng (Hướng dẫn 05)")


class UnitKind(models.TextChoices):
    ROOT = "root", _("Tỉnh, thành phố, bộ")
    AGENCY = "agency", _("Cơ quan, đơn vị")
    PARTY = "party", _("Cơ quan của Đảng")
    UNION = "union", _("Mặt trận, đoàn thể, hội")
    ENTERPRISE = "enterprise", _("Doanh nghiệp")
    COMMUNE = "commune", _("Xã, phường, đặc khu, huyện")
    COUNCIL = "council", _("Hội đồng Thi đua - Khen thưởng")


class UnitQuerySet(models.QuerySet):
    def for_user(self, user):
        """Mọi đơn vị trong tỉnh (hoặc bộ) mà người này có ghế."""
        roots = seats_of(user).roots
        return self.filter(Q(root__in=roots) | Q(pk__in=roots))


class Unit(models.Model):
    """Đơn vị: any body. `parent` makes a tree; its root (a province, a ministry) is the boundary nothing crosses."""

    parent = models.ForeignKey(
        "self", verbose_name=_("trực thuộc"), on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    root = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    name = LineField(_("tên đơn vị"), max_length=255)
    short_name = LineField(_("tên ngắn"), max_length=60, blank=True, help_text=_("dùng ở đầu cột bảng điểm"))
    symbol = LineField(_("ký hiệu văn bản"), max_length=20, blank=True, help_text=_("ví dụ SNV"))
    kind = models.CharField(_("loại"), max_length=12, choices=UnitKind, default=UnitKind.AGENCY)
    letterhead = models.CharField(_("thể thức văn bản"), max_length=8, choices=Letterhead, default=Letterhead.STATE)
    place = LineField(_("địa danh"), max_length=80, blank=True, help_text=_("ghi trước ngày tháng trên văn bản"))
    position = models.PositiveIntegerField(_("thứ tự theo quyết định"), default=0)
    since = models.DateField(_("từ ngày"), null=True, blank=True)
    until = models.DateField(_("đến hết ngày"), null=True, blank=True)
    added_for_demo = models.BooleanField(_("điền thêm, báo cáo không nêu tên"), default=False)
    search = KeyField(of="name", make="fold")
    order = KeyField(of="name", make="sort")

    objects = UnitQuerySet.as_manager()
    stream = "system"

    class Meta:
        verbose_name = _("đơn vị")
        ordering = ["position", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["parent", "name"], name="unit_names_are_unique_below_a_parent", violation_error_message=_("Đã có đơn vị mang tên này.")),
            models.UniqueConstraint(fields=["name"], condition=Q(parent=None), name="root_names_are_unique", violation_error_message=_("Đã có địa bàn mang tên này.")),
            models.CheckConstraint(condition=Q(parent=None, root=None) | Q(parent__isnull=False, root__isnull=False), name="every_unit_below_the_root_names_its_root"),
        ]  # fmt: skip

    def __str__(self):
        return self.name

    @property
    def short(self):
        return self.short_name or self.name

    @property
    def boundary_id(self):
        """Id of the root that this unit belongs to (its own, for the root)."""
        return self.root_id or self.pk


class BlocKind(models.TextChoices):
    KHOI = "khoi", _("Khối")
    CUM = "cum", _("Cụm")


class Rotation(models.TextChoices):
    ROUND_ROBIN = "round_robin", _("Luân phiên vòng tròn")
    DEPUTY = "deputy", _("Phó khối kế nhiệm")
    ELECTION = "election", _("Bầu tại hội nghị")
    APPOINTED = "appointed", _("Theo quyết định phân công")


class BlocQuerySet(models.QuerySet):
    def for_user(self, user):
        """Khối có đơn vị mình, khối mình được phân công, khối do cơ quan thường trực hoặc Hội đồng của mình theo dõi."""
        seats = seats_of(user)
        belongs = Membership.objects.filter(bloc=OuterRef("pk"), unit__in=seats.units())
        return self.filter(root__in=seats.roots).filter(
            Exists(belongs)
            | Q(pk__in=seats.blocs())
            | Q(secretariat__in=seats.units(Office.SECRETARIAT))
            | Q(council__in=seats.units(*COUNCIL_OFFICES))
        )


class Bloc(models.Model):
    """Khối / cụm thi đua. A bloc is no legal person: papers go out by the lead unit or in the bloc's own series."""

    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="blocs")
    name = LineField(_("tên khối, cụm"), max_length=255)
    kind = models.CharField(_("gọi là"), max_length=4, choices=BlocKind, default=BlocKind.KHOI)
    symbol = LineField(_("ký hiệu văn bản"), max_length=20, default="KTĐ")
    founding = LineField(_("quyết định thành lập"), max_length=255, blank=True)
    secretariat = models.ForeignKey(
        Unit, verbose_name=_("cơ quan thường trực"), on_delete=models.PROTECT, related_name="blocs_followed"
    )
    council = models.ForeignKey(Unit, verbose_name=_("Hội đồng"), on_delete=models.PROTECT, related_name="blocs_judged")
    rotation = models.CharField(
        _("cách chọn trưởng khối"), max_length=12, choices=Rotation, default=Rotation.ROUND_ROBIN
    )
    place = LineField(_("địa danh"), max_length=80)
    demo_note = LineField(_("nguồn của dữ liệu trình diễn"), max_length=255, blank=True)
    search = KeyField(of="name", make="fold")

    objects = BlocQuerySet.as_manager()
    stream = "system"

    class Meta:
        verbose_name = _("khối thi đua")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["root", "name"], name="bloc_names_are_unique_in_a_province", violation_error_message=_("Đã có khối mang tên này."))]  # fmt: skip

    def __str__(self):
        return self.name


class Named(models.TextChoices):
    """Việc mà quyết định chia khối giao cho một đơn vị."""

    LEAD = "lead", _("Trưởng khối")
    DEPUTY = "deputy", _("Phó khối")


class Membership(models.Model):
    """Đơn vị thuộc khối, từ ngày đến ngày, ở vị trí theo quyết định. A unit is in a bloc once at a time (database guard).

    `named`: what the newest decision makes of it there; the year of a bloc proposes it, and says by itself who leads.
    """

    bloc = models.ForeignKey(Bloc, on_delete=models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(Unit, verbose_name=_("đơn vị"), on_delete=models.PROTECT, related_name="memberships")
    position = models.PositiveIntegerField(_("thứ tự"))
    since = models.DateField(_("từ ngày"))
    until = models.DateField(_("đến hết ngày"), null=True, blank=True)
    # Null keeps the table as it is on SQLite, with its guards.
    decision = LineField(_("vào theo văn bản"), max_length=255, null=True, blank=True)
    left_decision = LineField(_("ra theo văn bản"), max_length=255, null=True, blank=True)
    named = models.CharField(_("được phân công"), max_length=6, choices=Named, null=True, blank=True)  # noqa: DJ001

    class Meta:
        verbose_name = _("đơn vị thuộc khối")
        ordering = ["bloc", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["bloc", "named"], condition=Q(until=None, named__isnull=False), name="a_decision_names_one_lead_and_one_deputy"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=models.F("since")), name="membership_ends_after_it_begins"),
        ]  # fmt: skip


class Office(models.TextChoices):
    HEAD = "head", _("Thủ trưởng")
    VICE_HEAD = "vice_head", _("Cấp phó")
    CLERK = "clerk", _("Cán bộ đầu mối")
    REGISTRY = "registry", _("Văn thư")
    SECRETARIAT = "secretariat", _("Chuyên viên cơ quan thường trực")
    ADMINISTRATOR = "administrator", _("Quản trị hệ thống")
    CHECKING_TEAM = "checking_team", _("Tổ kiểm tra của khối")
    COUNTING_TEAM = "counting_team", _("Tổ kiểm phiếu")
    CONFERENCE_SECRETARY = "conference_secretary", _("Thư ký hội nghị")
    FOLLOWER = "follower", _("Theo dõi khối")
    GUEST = "guest", _("Khách mời")
    CONSULTED = "consulted", _("Cơ quan được hỏi ý kiến")
    COUNCIL_CHAIR = "council_chair", _("Chủ tịch Hội đồng")
    COUNCIL_MEMBER = "council_member", _("Ủy viên Hội đồng")
    COUNCIL_SECRETARY = "council_secretary", _("Thư ký Hội đồng")


COUNCIL_OFFICES = (Office.COUNCIL_CHAIR, Office.COUNCIL_MEMBER, Office.COUNCIL_SECRETARY)


class SeatQuerySet(models.QuerySet):
    def on(self, day):
        """Seats held on a day (date)."""
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day)

    def of(self, user):
        """Seats that a person holds at the hour of the act in hand."""
        return self.on(clock.today()).filter(person=user.pk)

    def for_user(self, user):
        """Ghế trong tỉnh của mình: ai ngồi đâu là điều công khai trong tỉnh."""
        return self.filter(root__in=seats_of(user).roots)


class Seat(models.Model):
    """Ghế: a person in an office of one unit or one bloc, from when to when, by which decision. All powers come from here."""

    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="seats_below")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("người"), on_delete=models.PROTECT, related_name="seats"
    )
    office = models.CharField(_("chức phận"), max_length=24, choices=Office)
    unit = models.ForeignKey(
        Unit, verbose_name=_("đơn vị"), on_delete=models.PROTECT, null=True, blank=True, related_name="seats"
    )
    bloc = models.ForeignKey(
        Bloc, verbose_name=_("khối"), on_delete=models.PROTECT, null=True, blank=True, related_name="seats"
    )
    title = LineField(_("chức vụ in trên văn bản"), max_length=120, blank=True)
    decision = LineField(_("theo văn bản"), max_length=255, blank=True)
    since = models.DateField(_("từ ngày"))
    until = models.DateField(_("đến hết ngày"), null=True, blank=True)

    objects = SeatQuerySet.as_manager()
    stream = "system"

    class Meta:
        verbose_name = _("ghế")
        ordering = ["office", "since", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(unit=None, bloc__isnull=False) | Q(unit__isnull=False, bloc=None), name="a_seat_is_in_one_unit_or_one_bloc"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=models.F("since")), name="a_seat_ends_after_it_begins", violation_error_message=_("Ngày thôi giữ phải sau ngày bắt đầu.")),
        ]  # fmt: skip
        indexes = [models.Index(fields=["person", "since"], name="seats_of_one_person")]

    def __str__(self):
        return f"{self.get_office_display()} {self.unit or self.bloc}"

    @property
    def printed_title(self):
        return self.title or self.get_office_display()


class Seats(list):
    """Những ghế một người đang giữ: a list of Seat, and what they are about."""

    def units(self, *offices):
        """Ids (set) of the units of these seats; of these offices only, when any is named."""
        return {s.unit_id for s in self if s.unit_id and (not offices or s.office in offices)}

    def blocs(self, *offices):
        """Ids (set) of the blocs to which seats are given directly; of these offices only, when any is named."""
        return {s.bloc_id for s in self if s.bloc_id and (not offices or s.office in offices)}

    @property
    def roots(self):
        """Ids (set) of the provinces in which the person has a seat."""
        return {s.root_id for s in self}


def seats_of(user):
    """The Seats that this person holds at the hour of the act in hand; read once per person, day and act."""
    day = clock.today()
    known = user.remembered
    if day not in known:
        known[day] = Seats(Seat.objects.of(user).select_related("unit", "bloc"))
    return known[day]
