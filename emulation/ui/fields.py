"""Model and form fields that know Vietnamese: NFC text, search keys, decimal commas."""

import re
from decimal import Decimal, InvalidOperation

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from .text import clean, fold, person_key, sort_key

LONGEST = 50_000  # letters of one box: some twenty pages


class TextField(models.TextField):
    """Text of any length, stored NFC."""

    def to_python(self, value):
        value = super().to_python(value)
        return clean_lines(value) if isinstance(value, str) else value

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return clean_lines(value) if isinstance(value, str) else value


class LineField(models.CharField):
    """One line of text, stored NFC with single spaces."""

    def to_python(self, value):
        value = super().to_python(value)
        return clean(value) if isinstance(value, str) else value

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return clean(value) if isinstance(value, str) else value


class KeyField(models.TextField):
    """A stored key computed from another field on every save, in bulk too.

    `of`: name of the field; `make`: fold, sort or person.
    """

    MAKERS = {"fold": fold, "sort": sort_key, "person": person_key}

    def __init__(self, *args, of="name", make="fold", **kwargs):
        self.of, self.make = of, make
        kwargs |= {"editable": False, "default": "", "blank": True}
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("editable", "default", "blank"):
            kwargs.pop(fixed, None)
        return name, path, args, kwargs | {"of": self.of, "make": self.make}

    def pre_save(self, model_instance, add):
        value = self.MAKERS[self.make](getattr(model_instance, self.of) or "")
        setattr(model_instance, self.attname, value)
        return value


class PointsField(models.DecimalField):
    """Points, up to 9 999 999,9999: a Decimal, never a float."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_digits", 11)
        kwargs.setdefault("decimal_places", 4)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": DecimalCommaField, **kwargs})


def clean_lines(text):
    """Every line clean, line ends as \\n."""
    return "\n".join(clean(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))


def parse_number(text):
    """`8,5`, `8.5`, `08,50`, `1.234,5`, `−0,5` → Decimal. Raises ValueError with a sentence that repeats what was typed.

    A lone dot before exactly three digits (`1.234`) could be a thousand or a fraction: refused, so that nobody's
    thousand becomes one point.
    """
    typed = clean(str(text))
    plain = typed.replace("−", "-").replace(" ", "")
    if not re.fullmatch(r"-?\d{1,3}(\.\d{3})+,\d+|-?\d+([.,]\d+)?", plain, re.ASCII):
        raise ValueError(_("Nhập một số, ví dụ 8,5. Bạn vừa nhập “%(typed)s”.") % {"typed": typed})
    if re.fullmatch(r"-?[1-9]\d{0,2}\.\d{3}", plain):
        raise ValueError(
            _("Số “%(typed)s” có thể hiểu hai cách: nhập %(whole)s hoặc %(part)s.")
            % {"typed": typed, "whole": plain.replace(".", ""), "part": plain.replace(".", ",")}
        )
    if "," in plain:
        plain = plain.replace(".", "").replace(",", ".")
    try:
        return Decimal(plain)
    except InvalidOperation as error:
        raise ValueError(_("Nhập một số, ví dụ 8,5. Bạn vừa nhập “%(typed)s”.") % {"typed": typed}) from error


def as_typed(number):
    """`Decimal("8.50")` → “8,5”, as a person would type it; no exponent, no separator of thousands."""
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


class DecimalCommaField(forms.DecimalField):
    """A number typed with comma or dot, shown with a comma. Sentences name the range and repeat what was typed."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "number", "autocomplete": "off"})
    default_error_messages = {
        "range": _("Nhập số từ %(least)s đến %(most)s. Bạn vừa nhập “%(typed)s”."),
        "least": _("Nhập số từ %(least)s trở lên. Bạn vừa nhập “%(typed)s”."),
        "most": _("Nhập số nhỏ hơn hoặc bằng %(most)s. Bạn vừa nhập “%(typed)s”."),
        "max_digits": _("Nhập nhiều nhất %(max)s chữ số."),
        "max_decimal_places": _("Nhập nhiều nhất %(max)s chữ số sau dấu phẩy."),
        "max_whole_digits": _("Nhập nhiều nhất %(max)s chữ số trước dấu phẩy."),
    }

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("widget", type(self).widget)
        super().__init__(*args, **kwargs)

    def to_python(self, value):
        if value in self.empty_values:
            return None
        try:
            return value if isinstance(value, Decimal) else parse_number(value)
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error

    def run_validators(self, value):
        least, most = self.min_value, self.max_value
        if value is not None and ((least is not None and value < least) or (most is not None and value > most)):
            self._refuse_out_of_range(value, least, most)
        super().run_validators(value)

    def _refuse_out_of_range(self, value, least, most):
        code = "range" if least is not None and most is not None else "least" if most is None else "most"
        limits = {"least": least, "most": most, "typed": value}
        params = {name: as_typed(Decimal(limit)) for name, limit in limits.items() if limit is not None}
        raise ValidationError(self.error_messages[code], code=code, params=params)

    def prepare_value(self, value):
        return as_typed(value) if isinstance(value, Decimal) else value


class CleanCharField(forms.CharField):
    """Text typed or pasted, made NFC before anything compares it. It has an end: what is typed is printed and compared one day."""

    def __init__(self, *, max_length=None, **kwargs):
        super().__init__(max_length=max_length or LONGEST, **kwargs)

    def to_python(self, value):
        value = super().to_python(value)
        return clean_lines(value) if isinstance(value, str) else value
