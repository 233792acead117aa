"""{% covenant_url "freeze" covenant %}: a page of this covenant or annex."""

from django import template

from blocs.covenant.addresses import address

register = template.Library()


@register.simple_tag
def covenant_url(name, covenant):
    """Địa chỉ một trang của giao ước hoặc phụ lục."""
    return address(covenant, name)
