"""Người: lập tài khoản, cấp phiếu, gỡ cách xác thực đã mất, ca quản trị."""

from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blocs.roster.models import Office
from blocs.roster.rules import holds
from emulation.accounts import workflow as accounts
from emulation.accounts.models import AdminShift, User
from emulation.journal.steps import Record, Refused
from emulation.ui.text import fold

REGISTER = Record(gettext_lazy("Lập tài khoản"), "roster.register_person")
ISSUE_SLIP = Record(gettext_lazy("Cấp phiếu tài khoản"), "accounts.issue_slip")
ISSUE_SLIPS = Record(gettext_lazy("Cấp phiếu tài khoản cho nhiều người"), "roster.manage")
CLEAR_FACTORS = Record(gettext_lazy("Gỡ cách xác thực đã mất"), "accounts.clear_factors", reason=True)
OPEN_SHIFT = Record(gettext_lazy("Mở ca quản trị"), "roster.open_shift", reason=True)
CLOSE_SHIFT = Record(gettext_lazy("Đóng ca quản trị"), "roster.open_shift")
SHIFT_MINUTES = 30
# How a seat reads in a username when the person is called by the office: “Thủ trưởng Sở Tài chính” → stc.thutruong.
SHORT = {Office.HEAD: "thutruong", Office.VICE_HEAD: "cappho", Office.CLERK: "daumoi", Office.REGISTRY: "vanthu"}


def register_person(full_name, unit, *, by, at, username=""):
    """Lập tài khoản cho một người của `unit` (Unit); chưa có mật khẩu, vào lần đầu bằng phiếu. Out: User."""
    with REGISTER.on(unit, by=by, at=at) as act:
        username = username.strip().lower() or accounts.suggest_username(full_name, unit.symbol)
        if User.objects.filter(username=username).exists():
            raise Refused(_("Tên đăng nhập “%(name)s” đã có người dùng. Chọn tên khác.") % {"name": username})
        person = act.subject = accounts.new_person(full_name=full_name, username=username, at=at)
        act.detail = {"unit": unit.pk}
    return person


def username_for(full_name, unit, office, taken=None):
    """Tên đăng nhập gợi ý cho một người ở một ghế: theo chức phận nếu gọi bằng chức phận, không thì theo tên người. Out: str."""
    office = Office(office)
    by_office = fold(full_name).startswith(fold(str(office.label)))
    name = SHORT.get(office, office.value.replace("_", "")) if by_office else ""
    return accounts.suggest_username(full_name, unit.symbol, name=name, taken=taken)


def issue_slip(person, *, by, at):
    """Cấp một phiếu: mã cũ chưa dùng hết giá trị. Out: (Slip, mã chỉ hiện một lần)."""
    with ISSUE_SLIP.on(person, by=by, at=at) as act:
        ((slip, code),) = accounts.issue([person], by=by, at=at)
        act.detail = {"expires": slip.expires_at}
    return slip, code


def take_back_slip(person):
    """Phiếu đầu mối cấp, chưa dùng, hết giá trị khi người nhận được giao việc rộng hơn: whoever gave it may know the code."""
    slip = person.slips.filter(used_at=None).exclude(issued_by=None).select_related("issued_by").first()
    if slip and not holds(slip.issued_by, Office.SECRETARIAT, Office.ADMINISTRATOR):
        slip.delete()


def issue_slips(root, people, *, by, at):
    """Cấp phiếu cho nhiều người trong tỉnh, một lần ghi nhật ký. In: list of User. Out: list of (Slip, mã)."""
    with ISSUE_SLIPS.on(root, by=by, at=at) as act:
        made = accounts.issue([person for person in people if person.pk != by.pk], by=by, at=at)
        act.detail = {"people": [slip.person_id for slip, _code in made]}
    return made


def clear_factors(person, *, by, at, note):
    """Gỡ khóa trên máy, ứng dụng mã và mã dự phòng của người đã mất máy; họ vào lại bằng mật khẩu hoặc phiếu mới."""
    with CLEAR_FACTORS.on(person, by=by, at=at, note=note) as act:
        removed, _by_model = Authenticator.objects.filter(user=person).delete()
        if not removed:
            raise Refused(_("%(person)s chưa đặt cách xác thực nào để gỡ.") % {"person": person})
        act.detail = {"removed": removed}
    return person


def open_shift(reason, *, by, at):
    """Mở ca quản trị 30 phút, có lý do; hết giờ tự đóng. Out: AdminShift. Refused khi đang có ca."""
    shift = AdminShift(person_id=by.pk, since=at, until=at + timedelta(minutes=SHIFT_MINUTES))
    with OPEN_SHIFT.on(shift, by=by, at=at, note=reason) as act:
        if open_one := by.shifts.filter(since__lte=at, until__gt=at).first():
            raise Refused(_("Ca quản trị đang mở: %(reason)s.") % {"reason": open_one.reason})
        shift.reason = act.note
        shift.save()
        act.detail = {"until": shift.until}
    return shift


def close_shift(shift, *, by, at):
    """Đóng ca quản trị trước giờ. Out: AdminShift."""
    with CLOSE_SHIFT.on(shift, by=by, at=at) as act:
        if shift.person_id != by.pk or shift.until <= at:
            raise Refused(_("Ca quản trị này đã đóng."))
        shift.until = max(at, shift.since + timedelta(seconds=1))
        shift.save(update_fields=["until"])
        act.detail = {"until": shift.until}
    return shift
