"""{% load devices %}{{ session.user_agent|device }}: what a browser calls itself, in three words."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()
# The first sign found names it: Edge and Chrome both call themselves Safari, Android calls itself Linux.
BROWSERS = (("Edg", "Edge"), ("coc_coc", "Cốc Cốc"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"), ("Linux", "Linux"))  # fmt: skip


@register.filter
def device(user_agent):
    """“Chrome trên Windows”; what is not known is said so."""
    browser = next((name for sign, name in BROWSERS if sign in user_agent), _("Trình duyệt lạ"))
    system = next((name for sign, name in SYSTEMS if sign in user_agent), _("máy lạ"))
    return _("%(browser)s trên %(system)s") % {"browser": browser, "system": system}
