"""Hỏi thực tế: every cell of a row is one request, and nothing that it does is kept."""

import re
import time
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction
from django.urls import reverse

from emulation.journal import clock
from emulation.journal.models import Entry
from emulation.testing import client_of

from .browser import Browser
from .kinds import ADMINS, AT_HOME, KINDS, SITS_IN_NO_BLOC
from .objects import NOW
from .patterns import DONE, FORBIDDEN, IN, LEADS_ON, LOGIN, NO_METHOD, NOT_FOUND, PAGE, REFUSED, fits
from .table import permissions
from .turns import METHODS

OTHER_METHODS = ("PUT", "PATCH", "DELETE", "OPTIONS")
# Pages of one province name units of any of its blocs.
SPOKEN_OF_IN_THE_PROVINCE = ("roster", "council", "decisions")
FRESH_SECONDS = 120
# Expected answers whose page says one sentence: asked for in short, but for one kind of person, who reads the whole page.
SHORT = (FORBIDDEN, NOT_FOUND, LOGIN)
READS_WHOLE_PAGES = "clerk"
# Expected answers that may come with an act.
WITH_AN_ACT = (IN, DONE, PAGE, LEADS_ON)
WRITES = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM) "(?!django_session")(\w+)')


@dataclass(frozen=True)
class Difference:
    """A cell in which reality is not what the table says."""

    row: str
    method: str
    kind: str
    scope: str
    expected: str
    answer: str

    def __str__(self):
        return f"{self.row:44} {self.method:5} {self.scope or '-':6} {self.kind:18} {self.expected} <> {self.answer}"


class Pen:
    """Listens to the database. `wrote`: the tables that were written, but for sessions."""

    def __init__(self):
        self.wrote = set()

    def __call__(self, execute, sql, params, many, context):
        if told := WRITES.match(sql):
            self.wrote.add(told[1])
        return execute(sql, params, many, context)


@contextmanager
def undone():
    """What is done inside is taken back at the end. Out: a Pen that listens meanwhile."""
    pen = Pen()
    with transaction.atomic(), connection.execute_wrapper(pen):
        yield pen
        transaction.set_rollback(True)


class Trial:
    """One world and one signed-in browser per kind of person. `asked`: who is asked what (turns). `addresses`, `cells`: asked so far."""

    def __init__(self, world, asked):
        self.world, self.asked = world, asked
        self.browsers, self.signed_in, self.cells, self.addresses = {}, 0, 0, set()

    def differences(self, row):
        """Ask the cells of a row, and its address by methods that no row knows when it is new. Out: list of Difference."""
        self.sign_in()
        found = []
        for scope in row.scopes:
            with self.situation(row, scope) as (address, body):
                if row.url not in self.addresses:
                    found += self._other_methods(row, scope, address)
                for method in METHODS:
                    for kind in self.asked.get((str(row), scope, method), ()):
                        found += self._cell(row, scope, kind, method, address, body)
        return found

    def administrators(self):
        """Try every permission of the house as administrator, with and without an open shift. Out: list of Difference."""
        found, corner = [], self.world.corners["own"]
        for name, subject_in in permissions.SUBJECTS.items():
            with undone(), clock.at(NOW):
                subject = subject_in(corner)
                may = {kind for kind, person in self.world.people.items() if person and has_perm(person, name, subject)}
            for kind in sorted(ADMINS):
                self.cells += 1
                if (kind in may) != permissions.administrator_may(name, kind):
                    found.append(
                        Difference(name, "perm", kind, "own", "the contrary", "may" if kind in may else "may not")
                    )
            if may <= ADMINS and name not in permissions.HELD_BY_NOBODY_ELSE:
                found.append(Difference(name, "perm", "everybody", "own", "somebody may", "nobody may"))
        return found

    def sign_in(self):
        """Everybody freshly proven; done again before the proofs grow old."""
        if not self.browsers or time.monotonic() - self.signed_in > FRESH_SECONDS:
            self.browsers = {kind: _browser_of(person) for kind, person in self.world.people.items() if kind in KINDS}
            self.signed_in = time.monotonic()

    @contextmanager
    def situation(self, row, scope):
        """The row's situation in one corner, taken back at the end. Out: address and body of the requests."""
        corner = self.world.corners[scope or "own"]
        with undone():
            arguments = row.given(corner) if row.given else {}
            named = {"kwargs": arguments} if isinstance(arguments, dict) else {"args": arguments}
            body = row.body(corner) if callable(row.body) else row.body or {}
            yield reverse(row.url, **named) + row.query, body

    def _other_methods(self, row, scope, address):
        self.addresses.add(row.url)
        for method in OTHER_METHODS:
            self.cells += 1
            with undone():
                answer = self.browsers["head"].ask(method, address).answer
            if answer != NO_METHOD:
                yield Difference(str(row), method, "head", scope, NO_METHOD, answer)

    def _cell(self, row, scope, kind, method, address, body):
        self.cells += 1
        expected = row.pattern(method).expected(kind, scope)
        # allauth takes a wish for JSON as a script's request.
        short = expected in SHORT and kind != READS_WHOLE_PAGES and ":" in row.url
        with undone() as pen:
            asked = self.browsers[kind].ask(method, address, body, judge=row.judge, short=short)
        signs = [*self._tells(row, scope, kind, method, asked)]
        if written := sorted(pen.wrote - _may_write(method, expected, pen.wrote)):
            signs.append(f"writes {', '.join(written)} all the same")
        if not fits(expected, asked.answer):
            signs.append(asked.answer)
        return [Difference(str(row), method, kind, scope, expected, sign) for sign in signs]

    def _tells(self, row, scope, kind, method, asked):
        """Words that this person should not have read: of a corner they do not see, or the secret of the row."""
        for name in self._hidden(row, scope, kind, asked.answer):
            if self.world.corners[name].word in asked.told:
                yield f"tells of {name}"
        if row.secret and method == "GET" and asked.answer == PAGE:
            knows = row.knows.expected(kind, scope) == PAGE
            if (row.secret(self.world.corners[scope or "own"]) in asked.told) != knows:
                yield "keeps from them what they may read" if knows else "tells the secret"

    def _hidden(self, row, scope, kind, answer):
        """Corners whose words must not be read: the object's when it is refused, all but one's own where there is no object."""
        public = row.room in SPOKEN_OF_IN_THE_PROVINCE
        if kind == "anonymous" or row.same or (public and scope != "far"):
            return []
        if scope:
            return [scope] if answer == NOT_FOUND and home_of(kind) != scope else []
        return [name for name in self.world.corners if name != home_of(kind)]


def _may_write(method, expected, wrote):
    """Of the tables written, those that this answer may come with; what the state refuses is undone, the journal never begun."""
    if method == "POST" and expected in WITH_AN_ACT:
        return wrote
    return wrote - {Entry._meta.db_table} if expected == REFUSED else set()


def has_perm(person, name, subject):
    """Whether a person may, all that was remembered of their seats forgotten."""
    person.forget_powers()
    return person.has_perm(name, subject)


def home_of(kind):
    """The corner in which a kind of person sits; "" for those who sit in no bloc."""
    return {head: at for at, head in AT_HOME.items()}.get(kind, "" if kind in SITS_IN_NO_BLOC else "own")


def _browser_of(person):
    cookies = client_of(person, at=NOW).cookies if person else {}
    return Browser({name: cookie.value for name, cookie in cookies.items()}, **{"emulation.at": NOW})
