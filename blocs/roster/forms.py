"""Biểu mẫu của đơn vị, khối và ghế."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emulation.accounts.models import User
from emulation.ui import uploads
from emulation.ui.fields import CleanCharField
from emulation.ui.forms import DateField, Form, ModelForm
from emulation.ui.text import fold

from . import documents
from .models import Bloc, Matter, Membership, Office, Seat, Unit, UnitKind

BLOC_OFFICES = (
    Office.FOLLOWER, Office.CHECKING_TEAM, Office.COUNTING_TEAM, Office.CONFERENCE_SECRETARY, Office.GUEST,
)  # fmt: skip


class UnitForm(ModelForm):
    submit = gettext_lazy("Ghi đơn vị")

    class Meta:
        model = Unit
        fields = ["name", "short_name", "symbol", "kind", "letterhead", "place", "position"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [c for c in UnitKind.choices if c[0] != UnitKind.ROOT]


class BlocForm(ModelForm):
    submit = gettext_lazy("Lập khối")

    class Meta:
        model = Bloc
        fields = ["name", "kind", "symbol", "founding", "secretariat", "council", "rotation", "place"]

    def __init__(self, *args, root, **kwargs):
        super().__init__(*args, **kwargs)
        below = Unit.objects.filter(root=root)
        seated = Seat.objects.filter(root=root, office=Office.SECRETARIAT).values("unit")
        self.fields["secretariat"].queryset = below.filter(pk__in=seated)
        self.fields["council"].queryset = below.filter(kind=UnitKind.COUNCIL)


class JoinForm(Form):
    unit = forms.ModelChoiceField(Unit.objects.none(), label=gettext_lazy("Đơn vị"))
    since = DateField(label=gettext_lazy("Từ ngày"))
    position = forms.IntegerField(
        label=gettext_lazy("Thứ tự"), required=False, min_value=1, help_text=gettext_lazy("Để trống thì xếp cuối")
    )
    submit = gettext_lazy("Đưa đơn vị vào khối")

    def __init__(self, *args, bloc, **kwargs):
        super().__init__(*args, **kwargs)
        inside = Membership.objects.filter(bloc=bloc, until=None).values("unit")
        self.fields["unit"].queryset = Unit.objects.filter(root=bloc.root_id).exclude(pk__in=inside)


class LeaveBlocForm(Form):
    until = DateField(label=gettext_lazy("Ngày cuối ở trong khối"))
    note = CleanCharField(label=gettext_lazy("Lý do"), max_length=300)
    submit = gettext_lazy("Đưa đơn vị ra khỏi khối")


class PersonForm(Form):
    """Người vào ghế: có tài khoản rồi thì ghi tên đăng nhập, chưa có thì để trống và tài khoản được lập."""

    full_name = CleanCharField(label=gettext_lazy("Họ tên"), max_length=120)
    username = CleanCharField(
        label=gettext_lazy("Tên đăng nhập"), required=False, max_length=60,
        help_text=gettext_lazy("Người đã có tài khoản: ghi đúng tên cũ. Người mới: để trống thì hệ thống đặt."),
    )  # fmt: skip
    title = CleanCharField(
        label=gettext_lazy("Chức vụ in trên văn bản"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("ví dụ Giám đốc"),
    )
    since = DateField(label=gettext_lazy("Từ ngày"))
    decision = CleanCharField(
        label=gettext_lazy("Theo văn bản"), max_length=255, help_text=gettext_lazy("Số, ký hiệu, ngày của văn bản")
    )
    submit = gettext_lazy("Bố trí vào ghế")

    def __init__(self, *args, place, **kwargs):
        """`place`: the unit or bloc whose seat it is."""
        super().__init__(*args, **kwargs)
        self.place, self.person = place, None
        if isinstance(place, Bloc):
            self.fields["username"].required = True

    def clean(self):
        cleaned = super().clean()
        name, username = cleaned.get("full_name"), cleaned.get("username", "").lower()
        if name and username:
            self._find(name, username)
        elif name and isinstance(self.place, Unit):
            self._refuse_namesake(name)
        return cleaned

    def _find(self, name, username):
        if username and not documents.USERNAME.fullmatch(username):
            self.add_error("username", _("Chỉ dùng chữ thường không dấu, số, dấu chấm, gạch; từ 3 ký tự."))
        known = User.objects.filter(username=username).first()
        if known is None:
            if isinstance(self.place, Bloc):
                self.add_error(
                    "username", _("Chưa có ai mang tên đăng nhập này. Lập tài khoản ở trang đơn vị của họ trước.")
                )
        elif fold(known.full_name) != fold(name) or not known.seats.filter(root=_root(self.place)).exists():
            self.add_error("username", _("Tên đăng nhập này là của người khác. Xem lại họ tên, hoặc chọn tên khác."))
        else:
            self.person = known

    def _refuse_namesake(self, name):
        namesake = User.objects.filter(seats__unit=self.place, search=fold(name)).first()
        if namesake:
            sentence = _(
                "Đơn vị đã có %(name)s, tên đăng nhập %(username)s. Nếu là người ấy thì ghi tên đăng nhập này; người khác thì đặt tên mới."
            )
            self.add_error("username", sentence % {"name": namesake, "username": namesake.username})


class SeatForm(PersonForm):
    office = forms.ChoiceField(label=gettext_lazy("Chức phận"))
    field_order = ["office", "full_name", "username", "title", "since", "decision"]

    def __init__(self, *args, place, **kwargs):
        super().__init__(*args, place=place, **kwargs)
        offices = BLOC_OFFICES if isinstance(place, Bloc) else [o for o in Office if o not in BLOC_OFFICES]
        self.fields["office"].choices = [("", _("Chọn chức phận"))] + [(o.value, o.label) for o in offices]


class ReplaceForm(PersonForm):
    submit = gettext_lazy("Thay người giữ ghế")


class LeaveSeatForm(Form):
    until = DateField(label=gettext_lazy("Ngày cuối giữ ghế"))
    decision = CleanCharField(label=gettext_lazy("Theo văn bản"), max_length=255)
    submit = gettext_lazy("Cho thôi giữ ghế")
    submit_class = "btn-seal"


class DelegationForm(Form):
    """Giao ký: `seats`: those in the unit who may be named; `registry`: a paper that exists is recorded, so its number is asked for."""

    receiver = forms.ModelChoiceField(None, label=gettext_lazy("Giao cho"), empty_label=gettext_lazy("chọn một người"))
    matter = forms.ChoiceField(label=gettext_lazy("Việc"), choices=Matter.choices)
    since = DateField(label=gettext_lazy("Từ ngày"))
    until = DateField(label=gettext_lazy("Đến hết ngày"))
    number = forms.IntegerField(
        label=gettext_lazy("Số của giấy"), min_value=1, required=False, widget=forms.NumberInput(attrs={"class": "number"}),
        help_text=gettext_lazy("Số văn thư cấp ở sổ của đơn vị; đơn vị lấy số tại đây thì để trống"),
    )  # fmt: skip
    dated = DateField(label=gettext_lazy("Ngày của giấy"), required=False)
    submit = gettext_lazy("Giao ký")
    submit_class = "btn-seal"

    def __init__(self, *args, seats, registry, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["receiver"].queryset = seats
        self.fields["receiver"].label_from_instance = lambda seat: f"{seat.person}, {seat.printed_title}"
        self.fields["number"].required = self.fields["dated"].required = registry


class ReasonForm(Form):
    reason = CleanCharField(label=gettext_lazy("Lý do"), max_length=300)


class ShiftForm(ReasonForm):
    submit = gettext_lazy("Mở ca quản trị 30 phút")


class RevokeForm(ReasonForm):
    submit = gettext_lazy("Thu hồi giao ký")
    submit_class = "btn-seal"


class FactorsForm(ReasonForm):
    submit = gettext_lazy("Gỡ cách xác thực")
    submit_class = "btn-seal"


class WorkbookForm(Form):
    workbook = forms.FileField(
        label=gettext_lazy("Tệp Excel"), help_text=gettext_lazy("Theo mẫu, nhiều nhất 5.000 dòng")
    )
    submit = gettext_lazy("Xem trước")
    read = staticmethod(documents.read)  # the file → its lines

    def clean_workbook(self):
        file = self.cleaned_data["workbook"]
        uploads.check(file, kinds={"xlsx"})
        return file

    def clean(self):
        cleaned = super().clean()
        if file := cleaned.get("workbook"):
            try:
                self.lines = self.read(file)
            except ValidationError as error:
                self.add_error("workbook", error)
        return cleaned


def _root(place):
    return place.boundary_id if isinstance(place, Unit) else place.root_id
