"""Biểu mẫu tại diễn đàn: ý kiến, biểu quyết giơ tay, thông qua biên bản."""

from django import forms
from django.utils.translation import gettext_lazy as _

from blocs.years.models import Member
from emulation.ui.fields import CleanCharField
from emulation.ui.forms import Form

from .forms import area
from .models import AgendaItem


class ItemChoice(forms.ModelChoiceField):
    """A choice among the items of an agenda."""

    def label_from_instance(self, item):
        return f"{item.position}. {item.title}"


class MemberChoice(forms.ModelChoiceField):
    """A choice among members: the name alone."""

    def label_from_instance(self, member):
        return member.name


class RemarkForm(Form):
    """Ghi một ý kiến: by keyboard, field after field, Enter writes it."""

    submit = _("Ghi ý kiến")
    member = MemberChoice(Member.objects.none(), label=_("Đơn vị"), required=False, empty_label=_("không phải đơn vị thành viên"))  # fmt: skip
    speaker = CleanCharField(label=_("Người phát biểu"), max_length=200, required=False, help_text=_("chức danh, họ tên; để trống: người đại diện của đơn vị"))  # fmt: skip
    text = CleanCharField(label=_("Ý kiến"), max_length=3000)
    item = ItemChoice(AgendaItem.objects.none(), label=_("Dưới mục"), empty_label=None)

    def __init__(self, *args, conference, **kwargs):
        super().__init__(*args, **kwargs)
        present = conference.attendances.filter(present=True).values("member")
        self.fields["member"].queryset = Member.objects.filter(pk__in=present)
        self.fields["item"].queryset = conference.items.all()
        self.fields["member"].widget.attrs["autofocus"] = True


class CorrectionForm(Form):
    """Sửa một ý kiến đã ghi."""

    submit = _("Ghi lời đã sửa")
    speaker = CleanCharField(label=_("Người phát biểu"), max_length=200)
    text = area(_("Ý kiến"), help_text=_("để trống: bỏ ý kiến này khỏi biên bản"))


class MotionForm(Form):
    """Biểu quyết giơ tay: what is put to the vote, what it takes, the hands counted."""

    submit = _("Ghi kết quả biểu quyết")
    item = ItemChoice(AgendaItem.objects.none(), label=_("Dưới mục"), empty_label=None)
    text = CleanCharField(label=_("Nội dung biểu quyết"), max_length=300)
    percent = forms.IntegerField(label=_("Tỷ lệ phải đạt (%)"), min_value=1, max_value=100, initial=50)
    more_than = forms.BooleanField(label=_("Phải quá tỷ lệ ấy"), required=False, initial=True)
    yes = forms.IntegerField(label=_("Đồng ý"), min_value=0, max_value=1000)
    no = forms.IntegerField(label=_("Không đồng ý"), min_value=0, max_value=1000, initial=0)
    abstain = forms.IntegerField(label=_("Không có ý kiến"), min_value=0, max_value=1000, initial=0)

    def __init__(self, *args, conference, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = conference.items.all()


class StrikeForm(Form):
    """Hủy một biểu quyết ghi nhầm."""

    submit = _("Hủy biểu quyết này")
    submit_class = "btn-seal"
    reason = CleanCharField(label=_("Lý do"), max_length=300)


class AgreeForm(Form):
    """Thông qua biên bản."""

    submit = _("Thông qua biên bản")
    submit_class = "btn-seal"
    objections = area(_("Ý kiến khác về biên bản"), help_text=_("mỗi dòng một ý kiến; để trống: không có"))
