"""Biểu mẫu chọn ngày của danh mục."""

from django.utils.translation import gettext_lazy as _

from emulation.ui.forms import DateField, Form


class DayForm(Form):
    day = DateField(label=_("Danh mục có hiệu lực ngày"))
