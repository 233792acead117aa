"""Hội nghị: what may be typed."""

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from awards.catalogue.models import Scope
from awards.catalogue.reports import award_types
from blocs.roster.models import Unit
from blocs.years.models import BlocYear
from emulation.accounts.models import User
from emulation.journal import clock
from emulation.ui.fields import CleanCharField
from emulation.ui.forms import DateField, Form, HourField, with_one_moment
from emulation.ui.numbers import points

from . import documents
from .models import ConferenceKind, ItemKind


def area(label, rows=4, required=False, **kwargs):
    """A field of several lines."""
    return CleanCharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), required=required, **kwargs)


class PlanForm(Form):
    """Lập hội nghị: what it is, when and where, who comes. `bloc_year`: who convenes; its usual words stand in the form."""

    submit = _("Lập hội nghị")
    kind = forms.ChoiceField(label=_("Loại"), choices=ConferenceKind.choices)
    title = CleanCharField(
        label=_("Tên hội nghị"), max_length=200, required=False, help_text=_("để nguyên thì lấy tên theo loại và năm")
    )
    day = DateField(label=_("Ngày họp"))
    hour = HourField()
    place = CleanCharField(label=_("Địa điểm"), max_length=255)
    host = CleanCharField(label=_("Đơn vị đăng cai, phối hợp"), max_length=255, required=False)
    chairs = CleanCharField(label=_("Chủ trì"), max_length=300, help_text=_("chức danh, cách nhau dấu chấm phẩy"))
    guests = CleanCharField(
        label=_("Khách mời"), max_length=500, required=False, help_text=_("cách nhau dấu chấm phẩy")
    )

    def __init__(self, *args, bloc_year, **kwargs):
        super().__init__(*args, **kwargs)
        self.bloc_year = bloc_year
        self.usual = {kind: documents.usual_title(kind, bloc_year) for kind in ConferenceKind.values}
        title = self.usual[self.initial.get("kind", ConferenceKind.values[0])]
        self.initial = documents.usual_plan(bloc_year) | {"title": title} | self.initial

    @property
    def helper(self):
        helper = super().helper
        helper.layout = Layout(
            Fieldset(_("Hội nghị gì"), "kind", "title"),
            Fieldset(_("Khi nào, ở đâu"), "day", "hour", "place", "host"),
            Fieldset(_("Ai chủ trì, ai dự"), "chairs", "guests"),
        )
        return helper

    def facts(self):
        """What workflow.plan takes: the day and hour become one aware datetime (Việt Nam)."""
        facts = with_one_moment(self.cleaned_data)
        untouched = facts["title"] in ("", *self.usual.values())
        return facts | ({"title": self.usual[facts["kind"]]} if untouched else {})


class PostponeForm(Form):
    """Hẹn ngày họp khác."""

    submit = _("Hẹn ngày họp khác")
    submit_class = "btn-seal"
    day = DateField(label=_("Ngày họp mới"))
    hour = HourField()
    reason = CleanCharField(label=_("Lý do"), max_length=300)

    def facts(self):
        """What workflow.postpone takes."""
        return with_one_moment(self.cleaned_data)


class People(forms.ModelMultipleChoiceField):
    """Persons by name and title."""

    def label_from_instance(self, person):
        return person.full_name


class TeamForm(Form):
    """Cử tổ kiểm phiếu. `people`: who may be named, in order."""

    submit = _("Cử tổ kiểm phiếu")
    people = People(User.objects.none(), label=_("Thành viên"), widget=forms.CheckboxSelectMultiple)
    needed = forms.IntegerField(
        label=_("Số mã cần để kiểm phiếu"), required=False, min_value=2, max_value=20,
        help_text=_("ví dụ tổ ba người, cần hai mã: mất một mã vẫn kiểm được; để trống thì máy chủ giữ khóa"),
    )  # fmt: skip

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.order = [person.pk for person in people]
        self.fields["people"].queryset = User.objects.filter(pk__in=self.order)

    def facts(self):
        """What team.name_team takes."""
        people = sorted(self.cleaned_data["people"], key=lambda person: self.order.index(person.pk))
        return {"people": people, "needed": self.cleaned_data["needed"] or 0}


class CallOffForm(Form):
    """Hủy cuộc bỏ phiếu."""

    submit = _("Hủy cuộc bỏ phiếu")
    submit_class = "btn-seal"
    reason = CleanCharField(label=_("Lý do"), max_length=300)


class YearField(forms.ModelChoiceField):
    """A choice among the years of one bloc: the year alone says which."""

    def label_from_instance(self, bloc_year):
        return str(bloc_year.year)


class ItemForm(Form):
    """Thêm một mục chương trình."""

    submit = _("Thêm mục")
    kind = forms.ChoiceField(label=_("Loại"), choices=ItemKind.choices)
    title = CleanCharField(label=_("Nội dung"), max_length=300)
    bloc_year = YearField(BlocYear.objects.none(), label=_("Năm thi đua"), empty_label=None)
    minutes = forms.IntegerField(label=_("Số phút dự kiến"), min_value=1, max_value=600, required=False)

    def __init__(self, *args, conference, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["bloc_year"].queryset = conference.bloc_year.bloc.years.all()


class TimesForm(Form):
    """Thời gian chương trình: the minutes planned for each item that is not done."""

    submit = _("Ghi thời gian")

    def __init__(self, *args, items, **kwargs):
        super().__init__(*args, **kwargs)
        for item in items:
            self.fields[f"i{item.pk}"] = forms.IntegerField(
                label=f"{item.position}. {item.title}", help_text=_("số phút"), min_value=1, max_value=600,
                required=False, initial=item.minutes,
            )  # fmt: skip

    def facts(self):
        """What workflow.time_agenda takes."""
        return {"minutes": {int(name[1:]): number for name, number in self.cleaned_data.items()}}


class TextsForm(Form):
    """Nội dung báo cáo: what went well, limits, next tasks."""

    submit = _("Ghi nội dung")
    strengths = area(_("Mặt được"))
    limits = area(_("Hạn chế, nguyên nhân"))
    next_tasks = area(_("Phương hướng, nhiệm vụ"))
    requests = area(_("Đề xuất, kiến nghị"))


class SectionForm(Form):
    """Một mục báo cáo. `seen`: what the page showed of it (Standing.seen)."""

    submit = _("Ghi lời đã sửa")
    text = CleanCharField(label=_("Lời của mục này"), widget=forms.Textarea(attrs={"rows": 14, "class": "wide"}))
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def see(self, seen):
        """What was typed stays; the page now shows the section as `seen`."""
        self.data = self.data.dict() | {"seen": seen}


class ConcludeForm(Form):
    submit = _("Kết luận hội nghị")
    submit_class = "btn-seal"
    conclusions = area(_("Kết luận"), required=True)


class CountMinutesForm(Form):
    """Biên bản kiểm phiếu: the counting team by name, as the conference elected it."""

    submit = _("Phát hành biên bản kiểm phiếu")
    submit_class = "btn-seal"
    head = CleanCharField(label=_("Trưởng ban kiểm phiếu"), max_length=120)
    members = CleanCharField(
        label=_("Ủy viên"), max_length=300, required=False, help_text=_("họ tên, cách nhau dấu chấm phẩy")
    )


class NominationMinutesForm(Form):
    """Biên bản bình xét: who kept it, and what was said."""

    submit = _("Phát hành biên bản bình xét")
    submit_class = "btn-seal"
    secretary = CleanCharField(label=_("Thư ký"), max_length=120)
    remarks = area(_("Ý kiến phát biểu, giải trình"), help_text=_("mỗi dòng một ý kiến"))


class NoticeForm(Form):
    """Thông báo kết luận: the conclusions, a line each."""

    submit = _("Phát hành thông báo")
    submit_class = "btn-seal"
    text = area(_("Kết luận"), rows=10, required=True, help_text=_("mỗi dòng một kết luận, giấy tự đánh số"))


class CandidatesForm(Form):
    """Đề cử: for each ranked member one award or none."""

    submit = _("Ghi đề cử")

    def __init__(self, *args, members, **kwargs):
        super().__init__(*args, **kwargs)
        codes = [(a.code, a.name) for a in award_types(clock.today()).filter(scope=Scope.COLLECTIVE)]
        for member in members:
            ranked = member.rank is not None
            self.fields[f"m{member.pk}"] = forms.ChoiceField(
                label=f"{member.rank}. {member.name}" if ranked else member.name, required=False,
                help_text=_("%s điểm") % points(member.total, member.decimals) if ranked else "",
                choices=[("", _("không đề cử")), *codes],
            )  # fmt: skip

    def rows(self):
        """[(member_id, award code)] in the order shown."""
        return [(int(name[1:]), code) for name, code in self.cleaned_data.items() if code]


class HandOverForm(Form):
    """Trao quyền: who leads and deputises next year, what is handed over."""

    submit = _("Trao quyền trưởng khối")
    submit_class = "btn-seal"
    lead = forms.ModelChoiceField(Unit.objects.none(), label=_("Trưởng khối năm sau"), empty_label=_("chọn một đơn vị"))
    deputy = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Phó khối năm sau"), required=False, empty_label=_("không có phó khối")
    )
    theme = CleanCharField(label=_("Chủ đề năm sau"), max_length=300, required=False)
    items = area(_("Danh mục bàn giao"), help_text=_("mỗi dòng một hồ sơ, sổ, tài sản"))

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = self.fields["deputy"].queryset = units


class TieForm(Form):
    """Quyết định thứ tự: the place of each unit among its equals, who decided and why."""

    submit = _("Ghi thứ tự")
    who = CleanCharField(label=_("Ai quyết định"), max_length=160, required=False, help_text=_("để trống: cả hội nghị"))
    reason = CleanCharField(label=_("Lý do"), max_length=300)

    def __init__(self, *args, tie, **kwargs):
        super().__init__(*args, **kwargs)
        words = _("thứ tự trong các đơn vị đồng hạng")
        self.members = _one_number_each(self, tie, words, min_value=1, max_value=len(tie))

    def clean(self):
        places = [self.cleaned_data[name] for name in self.members if name in self.cleaned_data]
        if len(set(places)) < len(places):
            raise forms.ValidationError(_("Mỗi đơn vị một thứ tự khác nhau."))
        return self.cleaned_data

    def facts(self):
        """What nomination.break_tie takes."""
        places = {pk: self.cleaned_data[name] for name, pk in self.members.items()}
        told = {"who": self.cleaned_data["who"], "reason": self.cleaned_data["reason"]}
        return {"members": sorted(places, key=places.get)} | told


class RevoteForm(Form):
    """Bỏ phiếu lại: the votes of each of the equals, of how many, and how it was held."""

    submit = _("Ghi kết quả bỏ phiếu lại")
    base = forms.IntegerField(label=_("Số phiếu đã bỏ"), min_value=1, max_value=1000)
    reason = CleanCharField(label=_("Cách bỏ phiếu, biên bản kiểm phiếu"), max_length=300)

    def __init__(self, *args, tie, **kwargs):
        super().__init__(*args, **kwargs)
        self.members = _one_number_each(self, tie, _("số phiếu"), min_value=0, max_value=1000)

    def facts(self):
        """What nomination.revote takes."""
        votes = {pk: self.cleaned_data[name] for name, pk in self.members.items()}
        return {"votes": votes, "base": self.cleaned_data["base"], "reason": self.cleaned_data["reason"]}


def _one_number_each(form, tie, words, **limits):
    """A number for each row of a tie, before the other fields. Out: {name of the field: member id}."""
    fields = {f"o{row.member_id}": forms.IntegerField(label=row.member.name, help_text=words, **limits) for row in tie}
    form.fields = fields | form.fields
    return {f"o{row.member_id}": row.member_id for row in tie}
