"""Sửa dự thảo bộ tiêu chí: the fields of one row, made from what its kind declares."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from emulation.ui.fields import CleanCharField, DecimalCommaField, parse_number
from emulation.ui.forms import Form

from .kinds import KINDS
from .kinds.options import Formula, Table
from .kinds.whole import GROUP_OPTIONS
from .models import Sign

PREFIX = "o-"


class SeenForm(Form):
    """A form of a draft. `seen`: what its page shows of the draft (written.Seen); posted, what it showed."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, seen=None, initial=None, **kwargs):
        super().__init__(*args, initial={"seen": seen} | (initial or {}), **kwargs)

    @property
    def facts(self):
        """What was typed, without what the page carried (dict)."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}

    def see(self, seen):
        """Shown again with what was typed, the page carries what it shows now."""
        self.data = self.data.copy()
        self.data["seen"] = str(seen)


class RowForm(SeenForm):
    """Một dòng được chấm, hoặc một nhóm. `typed`: the data posted; another kind than before brings its own fields."""

    submit = _("Ghi dòng này")
    code = CleanCharField(label=_("Mã"), max_length=20, required=False)
    name = CleanCharField(label=_("Tên tiêu chí"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    sign = forms.ChoiceField(label=_("Dấu"), choices=Sign.choices)
    most = DecimalCommaField(label=_("Tối đa"), required=False, min_value=0)
    kind = forms.ChoiceField(label=_("Loại"))
    evidence = forms.BooleanField(label=_("Phải nêu minh chứng"), required=False)

    def __init__(self, *args, row=None, **kwargs):
        self.row = row
        super().__init__(*args, initial=self._initial(row), **kwargs)
        self.is_group = bool(row and row.children)
        if self.is_group:
            del self.fields["kind"], self.fields["evidence"]
            self.options = GROUP_OPTIONS
        else:
            self.fields["kind"].choices = [(code, kind.label) for code, kind in KINDS.items()]
            self.options = KINDS.get(self._kind(), KINDS["direct"]).known_options()
        for option in self.options:
            self.fields[PREFIX + option.code] = self._field(option)

    def _kind(self):
        return (self.data.get("kind") if self.is_bound else None) or (self.row.kind if self.row else "direct")

    def _initial(self, row):
        if row is None:
            return {"kind": "direct"}
        kind = KINDS.get(row.kind)
        known = {o.code: o for o in (GROUP_OPTIONS if row.children or kind is None else kind.known_options())}
        options = {PREFIX + code: known[code].text(value) for code, value in row.params.items() if code in known}
        return {
            "code": row.code,
            "name": row.name,
            "sign": row.sign,
            "most": row.most,
            "kind": row.kind,
            "evidence": row.evidence,
        } | options

    def _field(self, option):
        long_ = isinstance(option, (Table, Formula))
        widget = forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}) if long_ else forms.TextInput()
        label = str(option.label)[:1].upper() + str(option.label)[1:]
        return forms.CharField(label=f"{label} ({option.code})", help_text=option.form, required=False, widget=widget)

    def clean(self):
        cleaned = super().clean()
        cleaned["params"] = {}
        for option in self.options:
            if text := (cleaned.pop(PREFIX + option.code, "") or "").strip():
                try:
                    cleaned["params"][option.code] = option.read(text)
                except ValueError as error:
                    self.add_error(PREFIX + option.code, str(error))
        if not self.is_group and not self.errors:
            kind = KINDS[cleaned["kind"]](cleaned["most"], cleaned["sign"], cleaned["params"])
            for sentence in kind.check():
                self.add_error(None, sentence)
        return cleaned


class SplitForm(SeenForm):
    """Tách một dòng trong số điểm của nó: a part to a line, «name | points»."""

    submit = _("Tách dòng")
    parts = forms.CharField(
        label=_("Các phần"),
        help_text=_("mỗi phần một dòng: tên | điểm; cộng lại đúng điểm của dòng"),
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def clean_parts(self):
        found = []
        for line in self.cleaned_data["parts"].splitlines():
            if not line.strip():
                continue
            name, _bar, points = line.rpartition("|")
            if not name.strip():
                raise forms.ValidationError(
                    gettext("Mỗi dòng viết: tên | điểm. Bạn vừa nhập “%s”.") % line.strip()[:60]
                )
            try:
                found.append((name.strip(), parse_number(points)))
            except ValueError as error:
                raise forms.ValidationError(str(error)) from error
        return found
