"""Giao ước: what may be typed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from emulation.ui.fields import CleanCharField
from emulation.ui.forms import Form


class CovenantForm(Form):
    submit = _("Ghi dự thảo giao ước")
    theme = CleanCharField(
        label=_("Chủ đề"), max_length=300, required=False, help_text=_("In trong ngoặc kép, dưới câu mở đầu")
    )
    text = CleanCharField(
        label=_("Nội dung"), widget=forms.Textarea(attrs={"rows": 24}),
        help_text=_("Mỗi dòng một đoạn; dòng bắt đầu bằng I. II. III. là đề mục. Câu mở đầu, căn cứ, phụ lục đăng ký và phần xác nhận in tự động."),
    )  # fmt: skip


class AnnexForm(Form):
    submit = _("Ghi dự thảo phụ lục")
    reason = CleanCharField(
        label=_("Vì sao bổ sung"), max_length=300, help_text=_("ví dụ một đơn vị được giao thêm nhiệm vụ giữa năm")
    )
    text = CleanCharField(
        label=_("Nội dung bổ sung, thay đổi"), widget=forms.Textarea(attrs={"rows": 16}),
        help_text=_("Mỗi dòng một đoạn; dòng bắt đầu bằng I. II. III. là đề mục. Câu mở đầu nêu giao ước được bổ sung in tự động."),
    )  # fmt: skip


class FreezeForm(Form):
    """Chốt: the reason is asked for only while a pledge is missing, the căn cứ only when the law has none for the day."""

    grounds = CleanCharField(
        label=_("Căn cứ"), widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Chưa có dòng căn cứ nào cho hôm nay nên ghi tại đây, mỗi dòng một căn cứ, bắt đầu bằng “Căn cứ”."),
    )  # fmt: skip
    missing_reason = CleanCharField(
        label=_("Lý do chốt khi chưa đủ đăng ký"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, missing, known, **kwargs):
        """missing: members without a received pledge; known: whether the law has căn cứ for the day."""
        super().__init__(*args, **kwargs)
        self.missing = missing
        if known:
            del self.fields["grounds"]
        if not missing:
            del self.fields["missing_reason"]


class ReasonForm(Form):
    reason = CleanCharField(label=_("Lý do"), max_length=300, widget=forms.Textarea(attrs={"rows": 4}))


class WithdrawForm(ReasonForm):
    submit = _("Rút xác nhận")


class GoWithoutForm(ReasonForm):
    submit = _("Hoàn tất không có đơn vị này")
    submit_class = "btn-seal"
    reason = CleanCharField(
        label=_("Lý do"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("In trên giao ước, dưới tên đơn vị"),
    )


class RemarkForm(Form):
    submit = _("Gửi ý kiến cho trưởng khối và cả khối")
    declines = forms.BooleanField(label=_("Đơn vị chưa đồng ý xác nhận bản này"), required=False)
    text = CleanCharField(label=_("Ý kiến"), widget=forms.Textarea(attrs={"rows": 6}))
