"""Chỉ GET, HEAD và POST: no address of the house means anything else, whatever its view or its package would make of it."""

from django.http import HttpResponseNotAllowed

METHODS = ("GET", "HEAD", "POST")


class MethodsMiddleware:
    """405 for every other method, before anybody is asked who they are."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request) if request.method in METHODS else HttpResponseNotAllowed(METHODS)
