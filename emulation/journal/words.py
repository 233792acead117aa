"""Who may do something, said from the predicates' own docstrings, in the language of the reader."""

import re

from django.utils.translation import gettext as _
from rules.permissions import permissions

_sentences = {}


def says(predicate):
    """Decorator above `@rules.predicate`: remembers the docstring under the predicate's name, for refusals and `quytrinh`."""
    _sentences[predicate.name] = (predicate.__doc__ or predicate.name).strip().split("\n")[0].rstrip(".")
    return predicate


def who_may(permission):
    """«Thủ trưởng đương nhiệm của đơn vị, hoặc cấp phó ký thay.» for "covenant.sign". Unknown permission: KeyError."""
    text = permissions[permission].name
    if text.startswith("("):
        text = text[1:-1]  # rules puts every compound into a pair of its own
    words = re.sub(r"\w+", lambda m: _(_sentences[m.group()]) if m.group() in _sentences else m.group(), text)
    joints = ((" | ", _(", hoặc ")), (" & ", _(", và ")), (" ^ ", _(", hoặc chỉ ")), ("~", _("không phải: ")))
    for sign, word in joints:
        words = words.replace(sign, word)
    return words + "."
