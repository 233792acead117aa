"""What a database refusal means: from an IntegrityError to the sentence its constraint carries."""

import re

from django.apps import apps
from django.db.models import BaseConstraint, UniqueConstraint
from django.utils.translation import gettext as _

_explained = {}


def explain(name, sentence):
    """Give a sentence to a rule that is no Meta.constraint (NoOverlap, AppendOnly): explain("seats_do_not_overlap", _("…"))."""
    _explained[name] = sentence


def sentence_of(error):
    """The sentence for an IntegrityError, or "" when no constraint known here has one."""
    cause = error.__cause__ or error
    found = getattr(getattr(cause, "diag", None), "constraint_name", None)
    text = str(cause)
    columns = re.search(r"UNIQUE constraint failed: (.+)", text)
    if columns and "." in columns[1]:
        return _of_columns(frozenset(columns[1].split(", ")))
    name = found or re.sub(r"^\w+ constraint failed: (index )?", "", text).strip("' ")
    return str(_explained.get(name, "")) or _of_name(name)


def _of_name(name):
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if constraint.name == name:
                return _sentence(constraint, model)
    return _of_unique_field(name)


def _of_columns(columns):
    """SQLite names no constraint, only `table.column` pairs."""
    for model in apps.get_models():
        table = model._meta.db_table
        for constraint in model._meta.constraints:
            if isinstance(constraint, UniqueConstraint) and constraint.fields:
                own = {f"{table}.{model._meta.get_field(f).column}" for f in constraint.fields}
                if own == columns:
                    return _sentence(constraint, model)
        for field in model._meta.local_fields:
            if field.unique and columns == {f"{table}.{field.column}"}:
                return _taken(model, [field])
    return ""


def _of_unique_field(name):
    """PostgreSQL names the constraint of unique=True after table and column."""
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if field.unique and name.startswith(f"{model._meta.db_table}_{field.column}") and name.endswith("_key"):
                return _taken(model, [field])
    return ""


def _sentence(constraint, model):
    if constraint.violation_error_message is not BaseConstraint.default_violation_error_message:
        return str(constraint.violation_error_message)
    fields = getattr(constraint, "fields", ())
    return _taken(model, [model._meta.get_field(f) for f in fields]) if fields else ""


def _taken(model, fields):
    names = ", ".join(str(f.verbose_name) for f in fields)
    return _("Đã có %(model)s cùng %(fields)s.") % {"model": model._meta.verbose_name, "fields": names}
