"""Tags and filters of every template (builtin: no {% load %} needed)."""

from django import template
from django.utils.html import format_html

from emulation.ui import dates, numbers, text

register = template.Library()
for written in (dates.day, dates.day_month, dates.long_date, dates.hour, dates.weekday, dates.days_left):
    register.filter(written.__name__, written)
for written in (text.set_lines, text.office_alone, text.lower_first, dates.hour_in_words):
    register.filter(written.__name__, written)
for written in (numbers.points, numbers.money, numbers.padded):
    register.filter(written.__name__, written)


@register.filter
def yes(value, sign="✓"):
    """The sign when true, else nothing: {{ done|yes:"✓" }}."""
    return sign if value else ""


@register.filter
def nbsp(value):
    """Words that stay on one line: {{ person|nbsp }}."""
    return str(value).replace(" ", "\u00a0")


@register.simple_tag(takes_context=True)
def may(context, permission, subject=None):
    """{% may "covenant.sign" signature as ok %}: whether the person reading may do it now."""
    user = context["request"].user
    return user.is_authenticated and user.has_perm(permission, subject)


@register.simple_tag
def state(kind, words):
    """{% state "turn" "Đến lượt bạn" %}: a state is a word; kinds: turn, late, wait, draft, kept, done, honour."""
    return format_html('<span class="state state-{}">{}</span>', kind, words)
