"""Một người với một phiên làm việc: signs in through the form, keeps one connection, asks for pages, saves marks."""

import http.client
import json
import time
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from django.urls import reverse


class Unexpected(Exception):
    """The server answered something else than the page. The text is the sentence that the operator reads."""


class Person:
    """Người đang đo. `name`: how the table calls them; `port`: of the server on this machine."""

    def __init__(self, name, port):
        self.name, self.cookies = name, SimpleCookie()
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def close(self):
        self.connection.close()

    def sign_in(self, username, password):
        door = reverse("account_login")
        self.request("GET", door)
        form = {"login": username, "password": password, "csrfmiddlewaretoken": self.token}
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        status, _body, _seconds = self.request("POST", door, urlencode(form), kind)
        if status != 302 or "sessionid" not in self.cookies:
            raise Unexpected(f"{self.name} chưa đăng nhập được (trả {status}).")
        return self

    @property
    def token(self):
        return self.cookies["csrftoken"].value

    def visit(self, path):
        """Read one page to its last byte. Out: seconds."""
        status, _body, seconds = self.request("GET", path)
        if status != 200:
            raise Unexpected(f"{self.name} mở {path} thì nhận {status}, không phải trang.")
        return seconds

    def save(self, path, cells):
        """Save cells of a grid as its script does. Out: (answers, seconds)."""
        headers = {"Content-Type": "application/json", "Accept": "application/json", "X-CSRFToken": self.token}
        status, body, seconds = self.request("POST", path, json.dumps({"cells": cells}), headers)
        answers = json.loads(body)["cells"] if status == 200 else []
        if not answers or any(answer["state"] != "saved" for answer in answers):
            raise Unexpected(f"{self.name} chưa lưu được điểm ở {path}: {status} {body[:300].decode(errors='replace')}")
        return answers, seconds

    def request(self, method, path, body=None, headers=None):
        """One request and its whole answer. Out: (status, bytes, seconds)."""
        cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in self.cookies.items())
        begun = time.perf_counter()
        try:
            answer = self._ask(method, path, body, {**(headers or {}), "Cookie": cookie})
        except (http.client.RemoteDisconnected, ConnectionError):  # the server closes a connection that was idle
            self.connection.close()
            begun = time.perf_counter()
            answer = self._ask(method, path, body, {**(headers or {}), "Cookie": cookie})
        content = answer.read()
        seconds = time.perf_counter() - begun
        for line in answer.headers.get_all("Set-Cookie", []):
            self.cookies.load(line)
        return answer.status, content, seconds

    def _ask(self, method, path, body, headers):
        self.connection.request(method, path, body, headers)
        return self.connection.getresponse()
