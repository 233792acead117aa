"""Phiếu trên màn hình: one question per line, nothing pre-selected.

All answers have one length, and the page that reads them back is filled up to one length, so that no log of sizes
tells what was chosen.
"""

from django import forms
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emulation.ui.forms import Form

BLANK = "--"


class VoteForm(forms.Form):
    """`slots`: the empty slots of one person with their lines. `choices` after is_valid(): {line number: index or None}."""

    def __init__(self, *args, ballot, slots, **kwargs):
        super().__init__(*args, **kwargs)
        self.lines = [slot.line for slot in slots]
        self.words = {f"{i:02}": _(label) for i, label in enumerate(ballot.choices)} | {BLANK: _("Phiếu trắng")}
        for line in self.lines:
            missing = _("Chọn một ý kiến, hoặc “Phiếu trắng”.")
            self.fields[_name(line)] = forms.ChoiceField(
                label=f"{line.position}. {line.label}", choices=list(self.words.items()), widget=forms.RadioSelect,
                error_messages={"required": missing, "invalid_choice": missing},
            )  # fmt: skip

    @property
    def choices(self):
        chosen = {line.pk: self.cleaned_data[_name(line)] for line in self.lines}
        return {pk: None if value == BLANK else int(value) for pk, value in chosen.items()}

    def read_back(self):
        """[(line, name of the field, value, words)] to be read before casting."""
        values = [(line, _name(line), self.cleaned_data[_name(line)]) for line in self.lines]
        return [(line, name, value, self.words[value]) for line, name, value in values]

    def filling(self):
        """As many dots as the words of this answer are shorter, in bytes of the page, than the longest words possible."""
        longest = max(map(_size, self.words.values()))
        return "." * sum(longest - _size(words) for *_others, words in self.read_back())


class CodesForm(Form):
    """Mã giữ khóa của tổ kiểm phiếu, gõ cùng một trang. `codes`: as typed."""

    submit = gettext_lazy("Thu phiếu và kiểm phiếu")
    submit_class = "btn-seal"

    def __init__(self, *args, team, **kwargs):
        super().__init__(*args, **kwargs)
        for n in range(1, team.needed + 1):
            self.fields[f"code_{n}"] = forms.CharField(
                label=_("Mã thứ %(n)d") % {"n": n}, max_length=60,
                widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
            )  # fmt: skip

    def facts(self):
        """What the count takes."""
        return {"codes": list(self.cleaned_data.values())}


def _name(line):
    return f"line_{line.pk}"


def _size(words):
    return len(escape(words).encode())
