"""Dự thảo kế hoạch, dự thảo quy chế: two kinds of draft, each with a form in its own words."""

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from emulation.ui.fields import CleanCharField
from emulation.ui.forms import Form

from . import documents
from .models import Base, Basis, DraftKind, RuleSet

YES_OR_NO = [("yes", _("có")), ("no", _("không"))]
SAID = {"yes": True, "no": False}


def line(label):
    return CleanCharField(label=label, max_length=300, widget=forms.TextInput(attrs={"class": "wide"}))


def area(label, hint):
    return CleanCharField(label=label, help_text=hint, widget=forms.Textarea(attrs={"rows": 16, "class": "wide"}))


def count(label, least, most):
    return forms.IntegerField(
        label=label, min_value=least, max_value=most, widget=forms.NumberInput(attrs={"class": "number"})
    )


class DraftForm(Form):
    """What both kinds have. `bloc_year`: whose draft; `in_force`: the RuleSet in use, None before the first."""

    kind = forms.ChoiceField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, bloc_year, in_force=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.in_force = in_force
        self.fields["kind"].choices = [(self.of, self.of)]
        self.initial = self.usual(bloc_year) | self.initial

    def usual(self, bloc_year):
        """What stands in the form before anybody has typed."""
        return {"kind": self.of, "title": documents.usual_title(self.of, bloc_year)}

    def rules(self):
        """The rules that the draft changes. Out: dict for RuleSet."""
        return {}


class PlanForm(DraftForm):
    """Dự thảo kế hoạch."""

    of, heading = DraftKind.PLAN, _("Soạn kế hoạch")
    submit = _("Ghi dự thảo kế hoạch")
    title = line(_("Tên kế hoạch"))
    text = area(
        _("Nội dung kế hoạch"),
        _("mục đích, yêu cầu; nội dung; tổ chức thực hiện. Mỗi dòng một đoạn; dòng bắt đầu bằng “I.” in thành đề mục"),
    )


class RegulationForm(DraftForm):
    """Dự thảo quy chế: its articles, and how the bloc nominates; at first as it stands in force."""

    of, heading = DraftKind.REGULATION, _("Soạn quy chế")
    submit = _("Ghi dự thảo quy chế")
    title = line(_("Tên quy chế"))
    text = area(
        _("Các điều của quy chế"),
        _("mỗi dòng một đoạn; dòng bắt đầu bằng “Chương I” hoặc “Điều 1.” in thành đề mục"),
    )
    basis = forms.ChoiceField(label=_("Căn cứ suy tôn"), choices=Basis.choices)
    secret = forms.ChoiceField(label=_("Bỏ phiếu kín"), choices=YES_OR_NO)
    self_vote = forms.ChoiceField(label=_("Được bầu cho đơn vị mình"), choices=YES_OR_NO)
    base = forms.ChoiceField(label=_("Tỷ lệ đồng ý tính trên"), choices=Base.choices)
    threshold_percent = count(_("Đồng ý tối thiểu (%)"), 1, 100)
    quorum_percent = count(_("Có mặt tối thiểu (%)"), 1, 100)
    flags = count(_("Số cờ được suy tôn"), 0, 20)
    certificates = count(_("Số bằng khen được suy tôn"), 0, 60)

    BALLOT = ("basis", "secret", "self_vote", "base", "threshold_percent", "quorum_percent")
    QUOTA = ("flags", "certificates")

    def usual(self, bloc_year):
        stands = self.in_force or RuleSet()
        return super().usual(bloc_year) | typed({name: getattr(stands, name) for name in self.BALLOT + self.QUOTA})

    @property
    def helper(self):
        helper = super().helper
        helper.layout = Layout(
            "kind", "title", "text",
            Fieldset(_("Bình xét, suy tôn"), *self.BALLOT), Fieldset(_("Số đề nghị của khối"), *self.QUOTA),
        )  # fmt: skip
        return helper

    def rules(self):
        told = {name: SAID.get(self.cleaned_data[name], self.cleaned_data[name]) for name in self.BALLOT + self.QUOTA}
        return {name: value for name, value in told.items() if getattr(self.in_force, name, None) != value}


FORMS = {form.of: form for form in (PlanForm, RegulationForm)}


def typed(rules):
    """Values of rules as they stand in the form."""
    return {name: {True: "yes", False: "no"}.get(v, v) if isinstance(v, bool) else v for name, v in rules.items()}


def rule_words(rules, in_force):
    """Proposed rules as [(label, value, value in force or "")], in the words of RuleSet."""
    return [
        (RuleSet._meta.get_field(k).verbose_name, _word(k, v), _word(k, getattr(in_force, k, "")))
        for k, v in rules.items()
    ]


def _word(name, value):
    words = {"basis": dict(Basis.choices), "base": dict(Base.choices)}.get(name, {})
    return {True: _("có"), False: _("không")}[value] if isinstance(value, bool) else words.get(value, value)
