"""The language of the screens: Vietnamese until the person chooses another one at the foot of a page.

Not Django's LocaleMiddleware: it would follow the browser, and many desks here run an English Windows.
"""

from django.conf import settings
from django.utils import translation


class LanguageMiddleware:
    """Reads only the cookie that ui:set_language wrote."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
        return response
