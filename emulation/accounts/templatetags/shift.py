"""{% load shift %}{% shift_banner %}: the strip that stays on every page while an administrator's shift is open."""

from datetime import datetime

from django import template

from emulation.accounts.adapter import hour_of

register = template.Library()


@register.inclusion_tag("accounts/_shift.html", takes_context=True)
def shift_banner(context):
    """Reads only the session, so that it costs no query; the power itself is asked of the database."""
    request = context.get("request")
    told = request.session.get("shift_until") if request is not None and hasattr(request, "session") else None
    until = datetime.fromisoformat(told) if told else None
    return {"until": until if until and until > hour_of(request) else None}
