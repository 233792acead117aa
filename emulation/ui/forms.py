"""Biểu mẫu: typing as people here type (comma, dd/mm/yyyy), refusals as sentences above the field."""

import datetime as dt

from crispy_forms.helper import FormHelper
from crispy_forms.layout import BaseInput
from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models
from django.forms.models import ModelFormMetaclass
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .constraints import sentence_of
from .dates import day
from .fields import CleanCharField, DecimalCommaField, LineField, TextField
from .refusals import Refusal


def attempt(form, act, *args, **kwargs):
    """Do the act; a refusal becomes an error of the form. Out: whether it was done; what it gave back is `form.outcome`.

    The form has been validated before. An IntegrityError of a constraint that carries no sentence goes on up.
    """
    try:
        form.outcome = act(*args, **kwargs)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
    except ValidationError as error:
        _place(form, error)
    except IntegrityError as error:
        sentence = sentence_of(error)
        if not sentence:
            raise
        form.add_error(None, sentence)
    return not form.errors


def _place(form, error):
    """Each sentence above the field it speaks of; above the form if the field is not on it."""
    by_field = error.error_dict if hasattr(error, "error_dict") else {None: error.error_list}
    for name, sentences in by_field.items():
        form.add_error(name if name in form.fields else None, sentences)


class DateField(forms.DateField):
    """A day typed as 15/02/2026 (also 15-2-2026, 15.2.2026). Errors repeat what was typed."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "date", "autocomplete": "off"})
    default_error_messages = {
        "invalid": _("Nhập ngày/tháng/năm, ví dụ 15/02/2026. Bạn vừa nhập “%(typed)s”."),
        "no_such_day": _("Không có ngày “%(typed)s”. Xem lại ngày trong tháng."),
        "far": _("Năm phải từ 1930 đến 2200. Bạn vừa nhập “%(typed)s”."),
    }

    def __init__(self, *, help_text="", **kwargs):
        kwargs["input_formats"] = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"]
        super().__init__(help_text=help_text or _("Ngày/tháng/năm"), **kwargs)

    def to_python(self, value):
        try:
            found = super().to_python(value)
        except ValidationError:
            raise self._error(_kind_of_wrong_day(value), value) from None
        if found and not 1930 <= found.year <= 2200:
            raise self._error("far", value)
        return found

    def prepare_value(self, value):
        return value if isinstance(value, str) else day(value)

    def _error(self, code, typed):
        return ValidationError(self.error_messages[code], code=code, params={"typed": typed})


def _kind_of_wrong_day(typed):
    """Three numbers of the right length are a day that does not exist (31/02); anything else is a way of writing."""
    parts = str(typed).strip().replace("-", "/").replace(".", "/").split("/")
    lengths = [len(p) for p in parts if p.isascii() and p.isdigit()]
    well_formed = len(parts) == len(lengths) == 3 and lengths[0] <= 2 and lengths[1] <= 2 and lengths[2] == 4
    return "no_such_day" if well_formed else "invalid"


HOURS = ["%H:%M", "%Hh%M", "%Hh", "%H"]


class HourField(forms.TimeField):
    """Giờ họp: 08:00, 8h30, 8h or 8."""

    def __init__(self, **kwargs):
        attrs = {"class": "number", "inputmode": "numeric", "autocomplete": "off"}
        facts = {"label": _("Giờ họp"), "help_text": _("ví dụ 08:00 hoặc 8h30"), "input_formats": HOURS}
        super().__init__(widget=forms.TextInput(attrs=attrs), **facts | kwargs)

    def to_python(self, value):
        try:
            return super().to_python(value.lower().replace(" ", "") if isinstance(value, str) else value)
        except forms.ValidationError:
            sentence = gettext("Ghi giờ họp như 08:00 hoặc 8h30. Bạn vừa nhập “%s”.") % value
            raise forms.ValidationError(sentence) from None


def with_one_moment(facts):
    """Day and hour of a form as `held_at`, one aware datetime (Việt Nam). Out: dict."""
    facts = dict(facts)
    moment = dt.datetime.combine(facts.pop("day"), facts.pop("hour"))
    return facts | {"held_at": timezone.make_aware(moment)}


class Button(BaseInput):
    """A button whose colour is its css_class."""

    input_type = "submit"
    field_classes = "btn"


class Manners:
    """What all forms here share: no `required` bubbles of the browser, sentences of ours, one button.

    `submit` is the word on the button (verb and object), `submit_class` its colour: btn-primary, or btn-seal for what
    cannot be undone. {% crispy form %} gives the whole form with csrf token; {{ form|crispy }} only its fields.
    """

    use_required_attribute = False
    submit = _("Ghi lại")
    submit_class = "btn-primary"
    outcome = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _speak(field)

    @property
    def helper(self):
        helper = FormHelper()
        helper.attrs = {"novalidate": True}
        helper.add_input(Button("", self.submit, css_class=self.submit_class))
        return helper


def _speak(field):
    """Put sentences of this house in place of Django's defaults; those a form chose for itself stay."""
    if field.error_messages.get("required") is forms.Field.default_error_messages["required"]:
        field.error_messages["required"] = _sentence_for_empty(field)
    field.error_messages.setdefault(
        "max_length", _("Rút gọn còn nhiều nhất %(limit_value)d chữ; bạn vừa nhập %(show_value)d chữ.")
    )
    if isinstance(field, forms.ModelChoiceField | forms.ChoiceField):
        field.error_messages["invalid_choice"] = _("Chọn một mục có trong danh sách.")


def _sentence_for_empty(field):
    if isinstance(field, forms.FileField):
        return _("Chưa chọn tệp.")
    if isinstance(field, forms.BooleanField):
        return _("Chưa đánh dấu ô này.")
    return _("Chưa chọn mục nào.") if hasattr(field, "choices") else _("Chưa điền ô này.")


class Form(Manners, forms.Form):
    pass


# By exact type: e-mail addresses and slugs are CharFields too and keep the fields that know them.
_OURS = {
    models.CharField: CleanCharField,
    LineField: CleanCharField,
    models.TextField: CleanCharField,
    TextField: CleanCharField,
    models.DecimalField: DecimalCommaField,
    models.DateField: DateField,
}


def form_field(model_field, **kwargs):
    """The form field of a model field: ours for text, numbers and days."""
    if type(model_field) in _OURS and not model_field.choices:
        kwargs.setdefault("form_class", _OURS[type(model_field)])
    return model_field.formfield(**kwargs)


class ModelFormMeta(ModelFormMetaclass):
    """Gives every ModelForm the fields of this house without a word in its Meta."""

    def __new__(mcs, name, bases, attrs):
        meta = attrs.get("Meta")
        if meta is not None and not hasattr(meta, "formfield_callback"):
            meta.formfield_callback = staticmethod(form_field)
        return super().__new__(mcs, name, bases, attrs)


class ModelForm(Manners, forms.ModelForm, metaclass=ModelFormMeta):
    pass
