"""Không xét, chưa xét: the ground and the reason."""

from django import forms
from django.utils.translation import gettext_lazy as _

from emulation.ui.fields import CleanCharField
from emulation.ui.forms import Form

from .setting_aside import grounds_to_hold, words_of

OTHER, RULES = "other", "rules"


class GroundForm(Form):
    """Căn cứ và lý do. In: the round, whether the law's grounds to hold are offered, the word on the button."""

    ground = forms.ChoiceField(label=_("Căn cứ"))
    document = CleanCharField(
        label=_("Văn bản khác"),
        max_length=300,
        required=False,
        help_text=_("số, ký hiệu, ngày, cơ quan ban hành; khi chọn «văn bản khác»"),
    )
    reason = CleanCharField(label=_("Lý do"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, round_, holding, word, **kwargs):
        super().__init__(*args, **kwargs)
        self.submit, self.rule_set = word, round_.rule_set
        self.facts = {f.slug: f for f in grounds_to_hold()} if holding else {}
        rules = [(RULES, str(self.rule_set))] if self.rule_set else []
        law = [
            (slug, f"{f.text}, {f.article}: {f.about}" + (f" ({f.mark})" if f.mark else ""))
            for slug, f in self.facts.items()
        ]
        self.fields["ground"].choices = [*law, *rules, (OTHER, _("văn bản khác"))]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("ground") == OTHER and not cleaned.get("document"):
            self.add_error("document", _("Ghi văn bản làm căn cứ."))
        return cleaned

    def words(self):
        """{"ground", "reason"} as the acts take them. Refused: the row of law still has to be confirmed."""
        said = self.cleaned_data
        fact = self.facts.get(said["ground"])
        named = words_of(fact) if fact else str(self.rule_set) if said["ground"] == RULES else said["document"]
        return {"ground": named, "reason": said["reason"]}
