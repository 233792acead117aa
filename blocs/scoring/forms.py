"""Chấm điểm: what may be typed outside the cells."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from blocs.years.models import Due, Member
from emulation.journal.clock import today
from emulation.ui.fields import CleanCharField, clean_lines
from emulation.ui.forms import DateField, Form

from .marking import Claim
from .models import RoundKind

A_WEEK = timedelta(days=7)  # what checking takes, unless the office says otherwise
HALF = timedelta(days=210)  # after the seventh month of a year it is scored as a whole


class RoundForm(Form):
    """Mở một vòng chấm."""

    submit = _("Mở vòng chấm")
    kind = forms.ChoiceField(label=_("Vòng"), choices=RoundKind.choices)
    self_due = DateField(label=_("Hạn nộp bảng tự chấm"))
    check_due = DateField(label=_("Hạn kiểm tra xong"))
    lead_checker = forms.ModelChoiceField(
        label=_("Đơn vị chấm phiếu của trưởng khối"),
        queryset=Member.objects.none(),
        required=False,
        empty_label=_("Phó khối"),
    )

    def __init__(self, *args, bloc_year, **kwargs):
        kind = RoundKind.YEAR_END if today() > bloc_year.since + HALF else RoundKind.MIDYEAR
        due = bloc_year.milestones.filter(kind=Due.SELF_SCORE if kind == RoundKind.YEAR_END else Due.MIDYEAR).first()
        initial = {"kind": kind}
        if due and due.due >= today():
            initial |= {"self_due": due.due, "check_due": due.due + A_WEEK}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["lead_checker"].queryset = bloc_year.members.present().exclude(duty="lead")


class RescheduleForm(Form):
    """Đổi hạn của một vòng chấm."""

    submit = _("Đổi hạn")
    self_due = DateField(label=_("Hạn nộp bảng tự chấm"))
    check_due = DateField(label=_("Hạn kiểm tra xong"))
    reason = CleanCharField(label=_("Lý do"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class LeadCheckerForm(Form):
    """Giao đơn vị chấm phiếu của trưởng khối."""

    submit = _("Giao chấm phiếu")
    member = forms.ModelChoiceField(label=_("Đơn vị"), queryset=Member.objects.none())

    def __init__(self, *args, bloc_year, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = bloc_year.members.present().exclude(duty="lead")


class ReasonForm(Form):
    """Một lý do, cho việc phải nêu lý do. `word`: the word on the button."""

    reason = CleanCharField(label=_("Lý do"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, word, **kwargs):
        super().__init__(*args, **kwargs)
        self.submit = word


def questions_from(post):
    """What was asked of each row: {criterion id: text}. Field names: q-<criterion>."""
    named = ((name.removeprefix("q-"), text) for name, text in post.items() if name.startswith("q-"))
    return {int(row): clean_lines(text) for row, text in named if row.isdecimal() and text.strip()}


class CorrectionForm(Form):
    """Văn bản và lý do của một lần đính chính."""

    decision = CleanCharField(
        label=_("Theo văn bản"), max_length=255, help_text=_("số, ký hiệu, ngày, cơ quan ban hành")
    )
    reason = CleanCharField(label=_("Lý do"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


class SchemeForm(Form):
    """Soạn một bản bộ tiêu chí bằng tệp Excel hay YAML, hoặc sửa ngay trong ô."""

    submit = _("Xem trước bộ tiêu chí")
    file = forms.FileField(label=_("Tệp Excel (.xlsx) hoặc YAML"), required=False)
    # Not cleaned line by line: the indent of YAML is its meaning. Every value is made NFC when it is read.
    text = forms.CharField(
        label=_("Hoặc nội dung"),
        help_text=_("mới mở trang: bản mới nhất của khối, sửa được ngay ở đây"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false"}),
    )

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("file") and not (cleaned.get("text") or "").strip():
            raise forms.ValidationError(_("Chọn một tệp Excel, một tệp YAML, hoặc dán nội dung vào ô."))
        return cleaned

    def show(self, text):
        """What was read stands in the box, and nothing of another version: a file is chosen anew once it is mended."""
        self.data = self.data.copy()
        self.data["text"] = text


def claims_from(post, seen):
    """The cells of a plain form: {(sheet, criterion): Claim}, only those that differ from what the page showed.

    Field names: m-<sheet>-<criterion>[-<input>], r-… (reason), e-… (evidence). seen: {key: [version, text, reason, evidence]}.
    """
    found = {}
    for name, value in post.items():
        part, _dash, rest = name.partition("-")
        ids = rest.split("-")
        if part in ("m", "r", "e") and len(ids) in (2, 3) and all(i.isdecimal() for i in ids[:2]):
            cell = found.setdefault("-".join(ids[:2]), {})
            cell.setdefault(part, {})[ids[2] if len(ids) == 3 else ""] = value.strip()
    return {
        tuple(map(int, key.split("-"))): claim for key, cell in found.items() if (claim := _claim(cell, seen.get(key)))
    }


def _claim(cell, seen):
    seen = [*(seen or []), *[None] * 4][:4] if seen else [0, "", "", ""]
    typed = cell.get("m", {"": seen[1] or ""})
    raw = typed.get("") if set(typed) == {""} else typed
    flat = raw if isinstance(raw, str) else "/".join(raw.values()).strip("/")
    reason, evidence = (next(iter(cell.get(part, {}).values()), None) for part in "re")
    same = flat == (seen[1] or "") and reason in (None, seen[2] or "") and evidence in (None, seen[3] or "")
    return None if same else Claim(raw, reason, evidence, seen=seen[0])
