"""Đăng ký thi đua: what may be typed."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from awards.catalogue.models import Scope
from emulation.ui.fields import CleanCharField, DecimalCommaField, as_typed, parse_number
from emulation.ui.forms import Form

from .models import TargetKind
from .workflow import Aim, Promise

STARTS_LIKE_A_NUMBER = re.compile(r"^[-−]?\d")


class TargetForm(Form):
    """Một dòng chỉ tiêu. The level is a number or words; what starts like a number must be one."""

    name = CleanCharField(label=_("Tên chỉ tiêu"), max_length=300)
    level = CleanCharField(label=_("Mức đăng ký"), max_length=200)
    measure = CleanCharField(label=_("Đơn vị tính"), max_length=40, required=False)
    note = CleanCharField(label=_("Ghi chú"), max_length=300, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = field.label

    def clean_level(self):
        """Out: Decimal or str."""
        typed = self.cleaned_data["level"]
        if not STARTS_LIKE_A_NUMBER.match(typed):
            return typed
        try:
            number = parse_number(typed.removesuffix("%").strip())
        except ValueError as error:
            raise ValidationError(_("%(error)s Đơn vị tính ghi ở ô bên.") % {"error": error}) from error
        if number < 0:
            raise ValidationError(_("Mức đăng ký phải từ 0 trở lên. Bạn vừa nhập “%(typed)s”.") % {"typed": typed})
        return number

    def promise(self):
        """Out: Promise."""
        level, facts = self.cleaned_data["level"], self.cleaned_data
        number = None if isinstance(level, str) else level
        return Promise(facts["name"], number, level if number is None else "", facts["measure"], facts["note"])


class BaseTargets(forms.BaseFormSet):
    """Các dòng chỉ tiêu; an empty line is no target."""

    def promises(self):
        """Out: list of Promise, in the order of the lines."""
        return [f.promise() for f in self.forms if f.has_changed()]


Targets = forms.formset_factory(
    TargetForm, formset=BaseTargets, extra=3, max_num=60, absolute_max=60, validate_max=True
)


def written_targets(pledge):
    """What stands in the lines of a pledge, as initial data."""
    return [
        {
            "name": t.name,
            "level": as_typed(t.value) if t.kind == TargetKind.NUMBER else t.level,
            "measure": t.measure,
            "note": t.note,
        }
        for t in pledge.targets.all()
    ]


def more_lines(data, prefix):
    """The same typed lines with three more empty ones, nothing checked: what «Thêm dòng» gives back."""
    count = min(int(data.get(f"{prefix}-TOTAL_FORMS", 0) or 0), 60)
    names = TargetForm.base_fields
    rows = [{name: data.get(f"{prefix}-{n}-{name}", "") for name in names} for n in range(count)]
    return Targets(initial=[row for row in rows if any(row.values())], prefix=prefix)


class TitlesForm(Form):
    """Danh hiệu, hình thức: a box for what a unit gets once, a number for persons; from the catalogue of the day."""

    note = CleanCharField(label=_("Ghi chú"), widget=forms.Textarea(attrs={"rows": 3}), required=False)

    def __init__(self, *args, award_types, **kwargs):
        super().__init__(*args, **kwargs)
        self.award_types = list(award_types)
        for award_type in self.award_types:
            self.fields[f"title_{award_type.pk}"] = _title_field(award_type)
        self.order_fields([name for name in self.fields if name != "note"])

    def clean(self):
        """At least one title. Raises nothing itself: the sentence stands above the boxes."""
        if not self.errors and not self.aims():
            self.add_error(None, _("Danh hiệu: chọn ít nhất một danh hiệu hoặc hình thức khen thưởng."))

    def aims(self):
        """Out: list of Aim."""
        typed = ((t, self.cleaned_data.get(f"title_{t.pk}")) for t in self.award_types)
        return [Aim(award_type, int(quantity)) for award_type, quantity in typed if quantity]

    def of_units(self):
        return [self[f"title_{t.pk}"] for t in self.award_types if t.scope == Scope.COLLECTIVE]

    def of_persons(self):
        return [self[f"title_{t.pk}"] for t in self.award_types if t.scope == Scope.INDIVIDUAL]


def _title_field(award_type):
    if award_type.scope == Scope.COLLECTIVE:
        return forms.BooleanField(label=award_type.name, required=False)
    widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "number", "autocomplete": "off"})
    return forms.IntegerField(
        label=award_type.name, required=False, min_value=1, max_value=9999, widget=widget,
        error_messages={
            "invalid": _("Nhập số người, ví dụ 3."),
            "min_value": _("Nhập từ 1 người trở lên, hoặc để trống."),
            "max_value": _("Nhập nhiều nhất 9999 người."),
        },
    )  # fmt: skip


def registered_titles(pledge, award_types):
    """What is ticked or counted in a pledge, as initial data; an award keeps its tick when its row is of a newer period."""
    held = {t.award_type.code: t.quantity for t in pledge.titles.select_related("award_type")}
    return {f"title_{t.pk}": held[t.code] for t in award_types if t.code in held} | {"note": pledge.note}


def mistakes(lines, form):
    """What the error summary lists: (id of the field or "", name of the place, sentence) of everything that is wrong."""
    above = [*getattr(lines, "non_form_errors", list)(), *form.non_field_errors()]
    found = [("", "", sentence) for sentence in above]
    for number, line in enumerate(lines, start=1):
        for field, sentence in _wrong(line):
            place = _("Dòng %(number)d, %(field)s") % {"number": number, "field": str(field.label).lower()}
            found.append((field.id_for_label, place, sentence))
    return found + [(field.id_for_label, field.label, sentence) for field, sentence in _wrong(form)]


def _wrong(form):
    return [
        (form[name], sentence)
        for name, sentences in form.errors.items()
        if name in form.fields
        for sentence in sentences
    ]


class SendBackForm(Form):
    submit = _("Trả lại bản đăng ký")
    reason = CleanCharField(
        label=_("Lý do trả lại"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Đơn vị đọc được nguyên văn"),
    )


class ReopenForm(Form):
    submit = _("Mở lại kết quả")
    reason = CleanCharField(label=_("Lý do mở lại"), max_length=500, widget=forms.Textarea(attrs={"rows": 4}))


class ResultForm(Form):
    """Kết quả của một chỉ tiêu: a number (for a target in numbers), a remark, or both; and by which papers it is seen."""

    value = DecimalCommaField(label=_("Kết quả"), required=False, max_digits=16, decimal_places=4)
    remark = CleanCharField(label=_("Nhận xét, hoặc kết quả bằng chữ"), max_length=500, required=False)
    evidence = CleanCharField(label=_("Minh chứng: số, ký hiệu văn bản"), max_length=500, required=False)

    def __init__(self, *args, target, **kwargs):
        super().__init__(*args, **kwargs)
        self.target = target
        if target.kind == TargetKind.TEXT:
            del self.fields["value"]

    def told(self):
        """Out: (Decimal or None, remark, evidence), or None when the line is empty."""
        value, remark, evidence = (self.cleaned_data.get(name) for name in ("value", "remark", "evidence"))
        return None if value is None and not remark.strip() and not evidence.strip() else (value, remark, evidence)
