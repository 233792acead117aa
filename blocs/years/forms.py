"""Năm thi đua: what may be typed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from blocs.roster.models import Change
from emulation.law import calendar
from emulation.papers.forms_office import Named
from emulation.ui.dates import day, weekday
from emulation.ui.fields import CleanCharField
from emulation.ui.forms import DateField, Form

from .models import Due, IssuesAs


class OpenYearForm(Form):
    """Lập năm: which year, who leads, who deputises. `units`: the units of the bloc."""

    submit = _("Lập năm thi đua")
    year = forms.IntegerField(label=_("Năm"), min_value=2000, max_value=2100)
    theme = CleanCharField(label=_("Chủ đề"), max_length=300, required=False)
    since = DateField(
        label=_("Từ ngày"), required=False, help_text=_("để trống: cả năm, hoặc cả năm học nếu năm trước là năm học")
    )
    until = DateField(label=_("Đến hết ngày"), required=False)
    lead = forms.ModelChoiceField(None, label=_("Trưởng khối"), empty_label=_("chọn một đơn vị"))
    deputy = forms.ModelChoiceField(None, label=_("Phó khối"), required=False, empty_label=_("không có phó khối"))

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = self.fields["deputy"].queryset = units


class OpenYearsForm(Form):
    """Lập năm cho nhiều khối: of each bloc whether, who leads, who deputises. `prospects`: of the blocs without this year."""

    def __init__(self, *args, prospects, **kwargs):
        super().__init__(*args, **kwargs)
        self.prospects = [p for p in prospects if not p.opened]
        for one in self.prospects:
            units = [(u.pk, u.name) for u in one.units]
            proposed = {
                name: getattr(unit, "pk", None) for name, unit in (("lead", one.turn.lead), ("deputy", one.turn.deputy))
            }
            self.fields |= {
                f"open-{one.bloc.pk}": forms.BooleanField(
                    label=one.bloc.name,
                    required=False,
                    initial=bool(one.turn.lead),
                    widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
                ),
                f"lead-{one.bloc.pk}": _unit_field(_("Trưởng khối"), units, _("chọn một đơn vị"), proposed["lead"]),
                f"deputy-{one.bloc.pk}": _unit_field(_("Phó khối"), units, _("không có phó khối"), proposed["deputy"]),
            }

    def rows(self):
        """One bloc after another: (Prospect, its three fields)."""
        return [(p, *(self[f"{name}-{p.bloc.pk}"] for name in ("open", "lead", "deputy"))) for p in self.prospects]

    def clean(self):
        cleaned = super().clean()
        for one in self.prospects:
            if cleaned.get(f"open-{one.bloc.pk}") and not cleaned.get(f"lead-{one.bloc.pk}"):
                self.add_error(f"lead-{one.bloc.pk}", _("Chọn trưởng khối, hoặc bỏ dấu ở khối này."))
        return cleaned

    def chosen(self):
        """Out: {Bloc: (lead, deputy or None)} of the blocs that are ticked."""
        found = {}
        for one in self.prospects:
            if self.cleaned_data[f"open-{one.bloc.pk}"]:
                units = {u.pk: u for u in one.units}
                found[one.bloc] = tuple(
                    units.get(self.cleaned_data[f"{name}-{one.bloc.pk}"]) for name in ("lead", "deputy")
                )
        return found


def _unit_field(label, units, empty, initial):
    return forms.TypedChoiceField(
        label=label,
        choices=[("", empty), *units],
        coerce=int,
        empty_value=None,
        required=False,
        initial=initial,
        widget=forms.Select(attrs={"class": "form-select"}),
    )


class PastForm(Form):
    """Kết quả một năm trước: of each unit of the bloc its rank and what it was given. `units`: those; `known`: {unit id: PastResult}."""

    submit = _("Ghi kết quả của năm")
    of = forms.IntegerField(label=_("Số đơn vị xếp hạng"), min_value=1, max_value=200, required=False)
    source = CleanCharField(
        label=_("Theo văn bản"), max_length=255, help_text=_("quyết định, báo cáo tổng kết của năm ấy")
    )

    def __init__(self, *args, units, known, **kwargs):
        super().__init__(*args, **kwargs)
        self.units = list(units)
        for unit in self.units:
            had = known.get(unit.pk)
            self.fields[f"rank-{unit.pk}"] = forms.IntegerField(
                label=_("Hạng"), min_value=1, required=False, initial=had and had.rank,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "number", "autocomplete": "off"}),
            )  # fmt: skip
            self.fields[f"awards-{unit.pk}"] = CleanCharField(
                label=_("Khen thưởng"), max_length=300, required=False, initial=had.awards if had else ""
            )

    def lines(self):
        """One unit after another: (Unit, its two fields)."""
        return [(unit, self[f"rank-{unit.pk}"], self[f"awards-{unit.pk}"]) for unit in self.units]

    def rows(self):
        """Out: {Unit: (rank or None, awards)}."""
        typed = self.cleaned_data
        return {unit: (typed[f"rank-{unit.pk}"], typed[f"awards-{unit.pk}"]) for unit in self.units}


class DueForm(Form):
    submit = _("Đặt hạn")
    kind = forms.ChoiceField(label=_("Mốc"), choices=Due.choices)
    due = DateField(label=_("Hạn"), help_text=_("hết 24 giờ ngày này"))
    on = forms.CharField(label=_("Hạn là"), required=False, widget=forms.HiddenInput)

    def clean(self):
        """A day off is told and the next working day offered; which of the two it is, the person says."""
        cleaned = super().clean()
        due, said = cleaned.get("due"), cleaned.pop("on", "")
        if due and not calendar.is_working_day(due):
            coming = calendar.add_working_days(due, 1)
            chosen = {str(due): due, str(coming): coming}
            cleaned["due"] = chosen.get(said, due)
            if said not in chosen:
                self._offer(due, coming)
        return cleaned

    def _offer(self, due, coming):
        words = {str(coming): _("%s, ngày làm việc tiếp theo"), str(due): _("%s, giữ nguyên")}
        told = {str(one): f"{weekday(one)} {day(one)}" for one in (coming, due)}
        self.fields["on"].required = True
        self.fields["on"].widget = forms.RadioSelect(choices=[(key, words[key] % told[key]) for key in words])
        self.add_error(
            "on", _("%s là ngày nghỉ. Chọn một trong hai ngày.") % (told[str(due)][:1].upper() + told[str(due)][1:])
        )


class ExtendForm(Form):
    submit = _("Gia hạn")
    to = DateField(label=_("Gia hạn đến hết ngày"))
    reason = CleanCharField(label=_("Lý do"), max_length=300)


class ReceiveForm(Form):
    """Nhận trên giấy: the day on which it came, why it is written only now, the scan."""

    submit = _("Ghi đã nhận trên giấy")
    received_on = DateField(label=_("Nhận ngày"), help_text=_("theo dấu đến hoặc giấy biên nhận"))
    reason = CleanCharField(label=_("Lý do ghi sau"), max_length=300)
    scan = forms.FileField(label=_("Bản quét"), help_text=_("PDF, JPG hoặc PNG"))


class AdmitForm(Form):
    """Đưa vào năm: a unit of the bloc that is not in the year. `units`: those."""

    submit = _("Đưa đơn vị vào năm")
    unit = forms.ModelChoiceField(None, label=_("Đơn vị"), empty_label=_("chọn một đơn vị"))
    joined_on = DateField(label=_("Từ ngày"))

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units


class ReleaseForm(Form):
    submit, submit_class = _("Cho đơn vị ra khỏi năm"), "btn-seal"
    left_on = DateField(label=_("Ra sau ngày"), help_text=_("ngày cuối còn trong khối"))
    reason = CleanCharField(label=_("Lý do"), max_length=300)


class AppointForm(Form):
    """Đổi trưởng khối giữa năm. `members`: those present."""

    submit = _("Đổi trưởng khối, phó khối")
    lead = forms.ModelChoiceField(None, label=_("Trưởng khối"), empty_label=_("chọn một đơn vị"))
    deputy = forms.ModelChoiceField(None, label=_("Phó khối"), required=False, empty_label=_("không có phó khối"))
    reason = CleanCharField(label=_("Lý do"), max_length=300)

    def __init__(self, *args, members, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = self.fields["deputy"].queryset = members


class ChangeForm(Form):
    """Biến động của một đơn vị. `units`: those of the province that may succeed it."""

    submit, submit_class = _("Ghi biến động"), "btn-seal"
    kind = forms.ChoiceField(label=_("Biến động"), choices=Change.choices)
    since = DateField(label=_("Từ ngày"), help_text=_("ngày có hiệu lực, không sau hôm nay"))
    decision = CleanCharField(label=_("Theo văn bản"), max_length=255, help_text=_("số, ngày, cơ quan ban hành"))
    name = CleanCharField(label=_("Tên mới"), max_length=255, required=False, help_text=_("chỉ khi đổi tên"))
    successors = forms.ModelMultipleChoiceField(
        None,
        label=_("Đơn vị kế tục"),
        required=False,
        help_text=_("khi sáp nhập: một đơn vị; chia tách: từ hai; giữ Ctrl để chọn nhiều"),
    )
    instead = forms.BooleanField(label=_("Đơn vị kế tục vào khối và năm thi đua thay đơn vị này"), required=False)

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["successors"].queryset = units


class WomenForm(Form):
    """Tỷ lệ nữ của một đơn vị trong năm."""

    submit = _("Ghi tỷ lệ nữ")
    women = forms.IntegerField(label=_("Số nữ"), min_value=0)
    staff = forms.IntegerField(
        label=_("Tổng số người"), min_value=1, help_text=_("cán bộ, công chức, viên chức, người lao động")
    )
    source = CleanCharField(label=_("Nguồn"), max_length=300, help_text=_("ví dụ báo cáo thống kê ngày 30/11"))


class IssuesAsForm(Named):
    name, submit = "issue_as", _("Chọn nơi ban hành")
    who = forms.ChoiceField(label=_("Văn bản của năm do ai ban hành"), choices=IssuesAs.choices)


class MovementForm(Form):
    submit = _("Ghi phong trào")
    name = CleanCharField(label=_("Tên phong trào"), max_length=300)
    launched_by = CleanCharField(label=_("Do ai phát động"), max_length=255, required=False)
    since = DateField(label=_("Từ ngày"), required=False)
    until = DateField(label=_("Đến ngày"), required=False)
    goals = CleanCharField(label=_("Mục tiêu"), widget=forms.Textarea(attrs={"rows": 3}), required=False)


class OfMember(Form):
    """What is written for one of `members`; the only one is chosen beforehand."""

    member = forms.ModelChoiceField(None, label=_("Đơn vị"), empty_label=_("chọn một đơn vị"))

    def __init__(self, *args, members, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = members
        if len(members) == 1:
            self.fields["member"].initial = members[0].pk


class PartForm(OfMember):
    submit = _("Ghi kết quả của đơn vị")
    result = CleanCharField(label=_("Kết quả của đơn vị"), widget=forms.Textarea(attrs={"rows": 3}))


class ExampleForm(OfMember):
    submit = _("Nêu điển hình")
    who = CleanCharField(label=_("Tập thể, cá nhân"), max_length=200)
    deed = CleanCharField(label=_("Thành tích"), widget=forms.Textarea(attrs={"rows": 3}))


class MovementResultForm(Form):
    submit = _("Ghi kết quả")
    result = CleanCharField(label=_("Kết quả"), widget=forms.Textarea(attrs={"rows": 5}))


class ConsultForm(Form):
    submit = _("Gửi lấy ý kiến các đơn vị")
    respond_by = DateField(label=_("Góp ý đến hết ngày"))


class CommentForm(Form):
    submit = _("Gửi ý kiến của đơn vị")
    agrees = forms.TypedChoiceField(
        label=_("Ý kiến"),
        choices=[("yes", _("Nhất trí")), ("no", _("Đề nghị sửa"))],
        widget=forms.RadioSelect,
        coerce=lambda v: v == "yes",
    )
    text = CleanCharField(label=_("Nội dung"), widget=forms.Textarea(attrs={"rows": 4}), required=False)


def _lines(label, rows, required=True, **kwargs):
    return CleanCharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), required=required, **kwargs)


class LetterForm(Form):
    """Công văn: about what, to whom, and the text."""

    submit = _("Ghi công văn")
    subject = CleanCharField(label=_("Về việc"), max_length=300, help_text=_("giấy tự ghi “V/v” ở trước"))
    addressees = _lines(_("Kính gửi"), 3, help_text=_("mỗi dòng một nơi"))
    text = _lines(_("Nội dung"), 12, help_text=_("mỗi dòng một đoạn; dòng bắt đầu bằng “I.” in thành đề mục"))
    recipients = _lines(_("Nơi nhận khác"), 2, required=False, help_text=_("ngoài nơi kính gửi, mỗi dòng một nơi"))
