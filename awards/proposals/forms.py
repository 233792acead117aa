"""Đề nghị khen thưởng: what may be typed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from blocs.roster.models import Letterhead
from emulation.ui.fields import CleanCharField
from emulation.ui.forms import Form


class DescribeForm(Form):
    """Thành tích của đơn vị."""

    submit = _("Ghi thành tích")
    achievements = CleanCharField(label=_("Thành tích"), widget=forms.Textarea(attrs={"rows": 10}))


def _section(label, rows=4, required=False, **kwargs):
    return CleanCharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), required=required, **kwargs)


class ReportForm(Form):
    """Báo cáo thành tích: what people write of it, a paragraph a line."""

    submit = _("Ghi bản soạn")
    situation = _section(_("Đặc điểm, tình hình"), required=True)
    results = _section(
        _("Kết quả đạt được"),
        8,
        required=True,
        help_text=_("bảng chỉ tiêu và xếp hạng các năm tự in ngay sau phần này"),
    )
    measures = _section(_("Biện pháp đã thực hiện"))
    policies = _section(_("Thực hiện chủ trương, chính sách"))
    party_work = _section(_("Hoạt động Đảng, đoàn thể"))
    honours = _section(
        _("Đã được khen thưởng"), help_text=_("mỗi dòng một hình thức: năm, hình thức, số và ngày quyết định")
    )


class IssueReportForm(Form):
    """Phát hành báo cáo: on which letterhead; what goes to the state's authority is usually on the state's."""

    submit = _("Phát hành báo cáo")
    submit_class = "btn-seal"
    letterhead = forms.ChoiceField(label=_("Thể thức"), choices=Letterhead.choices)


class SubmitForm(Form):
    """Tờ trình: the paragraph before the list."""

    submit = _("Ký trình")
    submit_class = "btn-seal"
    summary = CleanCharField(label=_("Tóm tắt thành tích chung"), widget=forms.Textarea(attrs={"rows": 6}))


class AppraiseForm(Form):
    """Thẩm định: đủ hoặc không đủ điều kiện, kèm ý kiến."""

    submit = _("Ghi kết quả thẩm định")
    submit_class = "btn-seal"
    eligible = forms.TypedChoiceField(
        label=_("Kết luận"), choices=[("yes", _("Đủ điều kiện")), ("no", _("Không đủ điều kiện"))],
        widget=forms.RadioSelect, coerce=lambda value: value == "yes",
    )  # fmt: skip
    findings = CleanCharField(label=_("Ý kiến thẩm định"), widget=forms.Textarea(attrs={"rows": 4}))


class ReturnForm(Form):
    """Trả lại: what is missing."""

    submit = _("Trả lại hồ sơ")
    reason = CleanCharField(label=_("Cần bổ sung gì"), max_length=300)


class HoldForm(Form):
    """Tạm dừng: which proceeding is under way."""

    submit = _("Tạm dừng xét hồ sơ")
    reason = CleanCharField(
        label=_("Lý do tạm dừng"),
        max_length=300,
        help_text=_("ví dụ đang thanh tra, xem xét kỷ luật, giải quyết khiếu nại"),
    )


class ReleaseForm(Form):
    """Xét tiếp: what the proceeding found."""

    submit = _("Xét tiếp hồ sơ")
    reason = CleanCharField(label=_("Kết luận đã có"), max_length=300)
