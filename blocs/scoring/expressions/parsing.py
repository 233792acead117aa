"""Text → nodes. One pass, one token ahead; every refusal says at which letter."""

import re
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from .nodes import FUNCTIONS, Arithmetic, Call, Comparison, If, Logic, Minus, Name, Not, Number, walk

NUMBER, TRUTH = "number", "truth"
LONGEST, DEEPEST, MOST_PARTS = 1000, 20, 300
AND: tuple = ("và", "and")
OR: tuple = ("hoặc", "or")
NOT: tuple = ("không", "not")
WORDS = (*AND, *OR, *NOT, "if", *FUNCTIONS)
SAME = {"×": "*", "÷": "/", ":": "/", "−": "-", "≤": "<=", "≥": ">=", "≠": "!=", "<>": "!=", "==": "="}
TOKEN = re.compile(
    r"(?P<number>\d+(?:\.\d+)?)|(?P<name>[^\W\d]\w*)|(?P<sign><=|>=|==|!=|<>|[-+*/():;,<>=×÷−≤≥≠])|(?P<other>\S)"
)


@dataclass(frozen=True)
class Token:
    kind: str
    text: str
    at: int


@dataclass(frozen=True)
class Expression:
    """A formula that has been read. `names`: what it asks for."""

    text: str
    node: object
    names: frozenset

    def value(self, values):
        """Decimal (or bool for a condition). values: {name: Decimal or bool}. ValueError: a sentence, e.g. division by zero."""
        return self.node.value(values)


def parse(text, names, wants=NUMBER):
    """The formula in `text`. names: {name: NUMBER or TRUTH}; wants: what it must come to. ValueError with the place."""
    if len(text) > LONGEST:
        raise ValueError(_("công thức dài quá %(most)d chữ") % {"most": LONGEST})
    reader = _Reader(text, names)
    node = reader.whole()
    if node.truth != (wants == TRUTH):
        words = (
            _("phải là một điều kiện, ví dụ x >= 90") if wants == TRUTH else _("phải ra một số, không phải điều kiện")
        )
        raise ValueError(_("công thức «%(text)s» %(what)s") % {"text": text, "what": words})
    _refuse_dividing_by_nothing(node)
    return Expression(text, node, frozenset(n.name for n in walk(node) if isinstance(n, Name)))


def _refuse_dividing_by_nothing(node):
    """A divisor without names is known now: zero is refused before anybody types a number."""
    for part in walk(node):
        if isinstance(part, Arithmetic) and part.sign == "/":
            if not any(isinstance(n, Name) for n in walk(part.right)) and part.right.value({}) == 0:
                raise ValueError(_("phép chia cho 0"))


class _Reader:
    def __init__(self, text, names):
        self.text, self.names, self.depth, self.parts = text, names, 0, 0
        self.tokens = [Token(m.lastgroup, SAME.get(m[0], m[0]), m.start()) for m in TOKEN.finditer(text)]
        self.tokens.append(Token("end", "", len(text)))

    # --- tokens ---
    @property
    def next(self):
        return self.tokens[0]

    def take(self):
        self.parts += 1
        if self.parts > MOST_PARTS:
            raise ValueError(_("công thức có quá %(most)d phần") % {"most": MOST_PARTS})
        return self.tokens.pop(0)

    def took(self, *texts):
        """Take the next token when it is one of these. Out: Token or None."""
        if self.next.kind in ("sign", "name") and self.next.text.lower() in texts:
            return self.take()
        return None

    def need(self, text):
        if not self.took(text):
            self.refuse(_("thiếu «%(what)s»") % {"what": text})

    def refuse(self, sentence, token=None):
        token = token or self.next
        if token.text == ",":
            sentence = _("số thập phân trong công thức viết bằng dấu chấm, ví dụ 0.5")
        where = f"«{token.text}»" if token.text else _("cuối công thức")
        raise ValueError(
            _("chữ thứ %(at)d, %(where)s: %(what)s") % {"at": token.at + 1, "where": where, "what": sentence}
        )

    # --- grammar, loosest first ---
    def whole(self):
        node = self.either()
        if self.next.kind != "end":
            self.refuse(_("không hiểu phần này"))
        return node

    def either(self):
        self.depth += 1
        if self.depth > DEEPEST:
            raise ValueError(_("công thức lồng quá %(most)d lớp") % {"most": DEEPEST})
        node = self.joined(OR, self.both, every=False)
        self.depth -= 1
        return node

    def both(self):
        return self.joined(AND, self.negated, every=True)

    def joined(self, words, part, every):
        begins = self.next
        found = [part()]
        while self.took(*words):
            found.append(part())
        if len(found) == 1:
            return found[0]
        for node in found:
            self.condition(node, begins)
        return Logic(every, tuple(found))

    def negated(self):
        turns = 0
        while self.took(*NOT):
            turns += 1
        begins, node = self.next, self.compared()
        return Not(self.condition(node, begins)) if turns % 2 else node

    def compared(self):
        begins, first, rest = self.next, self.sum(), []
        while sign := self.took("<", "<=", "=", "!=", ">=", ">"):
            rest.append((sign.text, self.number(self.sum(), sign)))
        return Comparison(self.number(first, begins), tuple(rest)) if rest else first

    def sum(self):
        return self.chain(("+", "-"), lambda: self.chain(("*", "/"), self.signed))

    def chain(self, signs, part):
        begins, node = self.next, part()
        while sign := self.took(*signs):
            node = Arithmetic(sign.text, self.number(node, begins), self.number(part(), sign))
        return node

    def signed(self):
        turns = 0
        while sign := self.took("-", "+"):
            turns += sign.text == "-"
        begins, node = self.next, self.single()
        return Minus(self.number(node, begins)) if turns % 2 else node

    def single(self):
        token = self.take()
        if token.kind == "number":
            return Number(self.digits(token))
        if token.text == "(":
            node = self.either()
            self.need(")")
            return node
        if token.kind == "name":
            return self.called(token) if self.next.text == "(" else self.named(token)
        return self.refuse(_("cần một số hoặc một tên"), token)

    # --- leaves ---
    def digits(self, token):
        if len(token.text) > 20:
            self.refuse(_("số quá dài"), token)
        return Decimal(token.text)

    def named(self, token):
        if token.text not in self.names:
            known = ", ".join(self.names) or _("không có tên nào")
            self.refuse(_("không có tên này; các tên: %(known)s") % {"known": known}, token)
        return Name(token.text, self.names[token.text] == TRUTH)

    def called(self, token):
        if token.text != "if" and token.text not in FUNCTIONS:
            self.refuse(_("không có hàm này; các hàm: %(known)s") % {"known": ", ".join(("if", *FUNCTIONS))}, token)
        self.need("(")
        parts = [self.either()]
        separator = None
        while found := self.took(";", ","):
            if separator and found.text != separator:
                self.refuse(_("trong một hàm chỉ dùng một dấu ngăn"), found)
            separator = found.text
            parts.append(self.either())
        self.need(")")
        return self.choice(token, parts) if token.text == "if" else self.function(token, parts)

    def choice(self, token, parts):
        if len(parts) != 3 or parts[1].truth != parts[2].truth:
            self.refuse(_("viết if(điều kiện; giá trị khi đúng; giá trị khi sai)"), token)
        return If((self.condition(parts[0], token), *parts[1:]))

    def function(self, token, parts):
        _work, fewest, most = FUNCTIONS[token.text]
        if not fewest <= len(parts) <= most:
            self.refuse(_("hàm này cần %(fewest)d–%(most)d giá trị") % {"fewest": fewest, "most": most}, token)
        return Call(token.text, tuple(self.number(p, token) for p in parts))

    def condition(self, node, token):
        if not node.truth:
            self.refuse(_("cần một điều kiện, ví dụ x >= 90"), token)
        return node

    def number(self, node, token):
        if node.truth:
            self.refuse(_("cần một số, không phải điều kiện"), token)
        return node
