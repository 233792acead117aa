"""Các cột của một vòng: which the office has, whose rows they score, from when they are seen."""

from django import forms
from django.utils.translation import gettext_lazy as _

from blocs.roster.models import Unit
from emulation.ui.forms import DateField, Form

from .columns import LABELS, OPTIONAL, Plan, plan_of
from .lineup import scorer_of
from .models import Filler, Join, Moment
from .standing import tree_of

NO_PEERS = ("none", _("không chấm chéo"))
EVERYBODY = ("team", _("cột kiểm tra, như các dòng khác"))
SEEN = (Filler.PEERS, Filler.CHECKERS, Filler.SECOND, Filler.SECRETARIAT, Filler.COUNCIL, Filler.LEADERS)


class ColumnsForm(Form):
    """Đặt các cột. One choice more for each name that the scheme gives rows to."""

    submit = _("Đặt các cột")
    peers = forms.ChoiceField(label=_("Chấm chéo giữa các đơn vị"), choices=[NO_PEERS, *Join.choices])
    team = forms.BooleanField(label=_("Trưởng khối và tổ kiểm tra chấm"), required=False)
    answer = forms.BooleanField(label=_("Đơn vị giải trình những dòng bị chấm thấp hơn"), required=False)
    answer_due = DateField(label=_("Hạn giải trình"), required=False)
    second = forms.BooleanField(label=_("Chấm lại sau giải trình"), required=False)
    secretariat = forms.BooleanField(label=_("Cơ quan thường trực chấm"), required=False)
    council = forms.BooleanField(label=_("Hội đồng chấm"), required=False)
    members_see = forms.ChoiceField(
        label=_("Các đơn vị thấy điểm của nhau"),
        choices=[(m.value, m.label) for m in (Moment.AGREED, Moment.PUBLISHED)],
    )

    def __init__(self, *args, round_, **kwargs):
        plan = plan_of(round_)
        super().__init__(*args, initial=self._initial(plan), **kwargs)
        self.names = _names(round_)
        self.agencies = (
            {f"unit-{u.pk}": u for u in Unit.objects.filter(root=round_.bloc_year.bloc.root_id)} if self.names else {}
        )
        for n, name in enumerate(self.names):
            chosen = plan.scorers.get(name, EVERYBODY[0])
            initial = f"unit-{chosen.pk}" if isinstance(chosen, Unit) else chosen
            label = _("Các dòng của “%(name)s” do") % {"name": name}
            self.fields[f"scorer{n}"] = forms.ChoiceField(label=label, choices=self._fillers, initial=initial)
        for kind in SEEN:
            label = _("Đơn vị thấy cột “%(column)s” của mình") % {"column": LABELS[kind]}
            usual = Moment.AGREED if kind in (Filler.SECRETARIAT, Filler.COUNCIL, Filler.LEADERS) else Moment.CHECKED
            self.fields[f"sees-{kind}"] = forms.ChoiceField(
                label=label, choices=Moment.choices, initial=plan.unit_sees.get(kind, usual)
            )

    @staticmethod
    def _initial(plan):
        said = {name: getattr(plan, name) for name in ("answer", "answer_due", "members_see", *OPTIONAL)}
        return said | {"peers": plan.peers or NO_PEERS[0]}

    def _fillers(self):
        kinds = [(k.value, LABELS[k]) for k in (Filler.SECRETARIAT, Filler.COUNCIL)]
        return [EVERYBODY, *kinds, *((code, str(unit)) for code, unit in self.agencies.items())]

    def clean(self):
        cleaned = super().clean()
        chosen = {cleaned.get(f"scorer{n}") for n in range(len(self.names))}
        for kind, field in ((Filler.SECRETARIAT, "secretariat"), (Filler.COUNCIL, "council")):
            if kind.value in chosen and not cleaned.get(field):
                self.add_error(field, _("Có dòng giao cho cột này: chọn thêm cột."))
        return cleaned

    def plan(self):
        """What was chosen (columns.Plan)."""
        said = self.cleaned_data
        scorers = {name: who for n, name in enumerate(self.names) if (who := self._who(said[f"scorer{n}"]))}
        chosen = {name: said[name] for name in self._initial(Plan())}
        return Plan(
            **chosen | {"peers": "" if said["peers"] == NO_PEERS[0] else said["peers"]},
            scorers=scorers,
            unit_sees={kind.value: said[f"sees-{kind}"] for kind in SEEN},
        )

    def _who(self, code):
        return self.agencies.get(code) or (None if code == EVERYBODY[0] else Filler(code))


def _names(round_):
    """Names that the scheme gives rows to, each once, in the order of print."""
    tree = tree_of(round_.scheme)
    return list(dict.fromkeys(name for row in tree.leaves if (name := scorer_of(tree, row.pk))))
