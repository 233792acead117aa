"""Lời của bảng: what an answer is, and the patterns in which a row says who gets which."""

from collections.abc import Callable
from dataclasses import dataclass, field

from .kinds import AT_HOME, BLOC, KINDS, PROVINCE, SIGNED_IN

PAGE, LEADS_ON, REFUSED = "page", "leads on", "refused"
FORBIDDEN, NOT_FOUND, NO_METHOD = "403", "404", "405"
LOGIN, REAUTH = "login", "reauth"
# Past the check of the hand: done, or held up by the state of things or by what was typed.
IN, DONE = "in", "done"
MEANS = {IN: {PAGE, LEADS_ON, REFUSED}, DONE: {LEADS_ON}}


def fits(expected, answer):
    """Whether an answer is what the table expects."""
    return answer in MEANS.get(expected, {expected})


@dataclass(frozen=True)
class Pattern:
    """Ai nhận gì, with one method. `cells`: for an object of the own bloc; who is not named gets `rest`.

    For an object of another bloc or province, the head there stands as `head` does at home, and everybody else gets
    `rest`, unless `province` (cells for people of the same province, whatever bloc the object is of) names them.
    """

    cells: dict
    rest: str = NOT_FOUND
    anonymous: str = LOGIN
    province: dict = field(default_factory=dict)

    def expected(self, kind, scope):
        """The outcome for a kind of person and a scope ("own", "other", "far", or "" for an address without an object)."""
        if kind == "anonymous":
            return self.anonymous
        if scope == "" and kind in AT_HOME.values():
            return self.cells.get(kind, self.cells.get("head", self.rest))
        if scope in AT_HOME and kind == AT_HOME[scope]:
            return self.cells.get("head", self.rest)
        if scope != "far" and kind in self.province:
            return self.province[kind] if scope == "other" or kind == "other_head" else self.cells.get(kind, self.rest)
        return self.cells.get(kind, self.rest) if scope in ("own", "") else self.rest


def give(outcome, kinds):
    return dict.fromkeys(kinds, outcome)


def reads(kinds, outcome=PAGE):
    """GET: these see the page, for everybody else there is no such thing."""
    return Pattern(give(outcome, kinds))


def form(may, sees=BLOC):
    """GET of a page that only leads to an act: for those who may do it; who merely sees the object is told whose turn it is."""
    return Pattern(give(FORBIDDEN, sees) | give(PAGE, may))


def act(may, sees=BLOC, ends=DONE):
    """POST: these may; who sees the object is refused with a sentence; for the others there is no such thing."""
    return Pattern(give(FORBIDDEN, sees) | give(ends, may))


def in_province(may, sees=PROVINCE, ends=PAGE):
    """Of the roster: everybody in a province sees its units and seats; `may` are kinds whose hand reaches all of it."""
    everywhere = give(FORBIDDEN, sees) | give(ends, may)
    return Pattern(everywhere, province=everywhere)


# The method does not exist here; asked after signing in, before anything else.
NO = Pattern({}, rest=NO_METHOD)
EVERYBODY = Pattern(give(PAGE, SIGNED_IN), rest=PAGE)
PUBLIC = Pattern(give(PAGE, KINDS), rest=PAGE, anonymous=PAGE)


@dataclass(frozen=True)
class Row:
    """Một dòng của bảng: an address in one situation, with the patterns of GET and POST written by hand.

    `given(corner)` brings about the situation and gives the arguments of the address (dict or list); `body` what is
    posted (dict, or function of the corner). `same`: the object is nobody's (a text of law, a public paper). `home`: a further case of
    an address that another row asks for everywhere, asked for the own bloc only.
    `secret(corner)`: a word on the page that only those read whom `knows` (a Pattern of pages) names.
    """

    url: str
    get: Pattern
    post: Pattern
    given: Callable | None = None
    body: dict | Callable | None = None
    case: str = ""
    query: str = ""
    judge: Callable | None = None
    same: bool = False
    home: bool = False
    secret: Callable | None = None
    knows: Pattern | None = None

    @property
    def room(self):
        return self.url.partition(":")[0]

    @property
    def scopes(self):
        if not self.given or self.same:
            return ("",)
        return ("own",) if self.home else ("own", "other", "far")

    def pattern(self, method):
        return self.get if method == "GET" else self.post

    def __str__(self):
        return f"{self.url} ({self.case})" if self.case else self.url
