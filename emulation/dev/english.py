"""The English catalogue without GNU tools: what the code marks, what the .po file holds, and the .mo file made of it.

xgettext does not read the escape in "Còn %(days)s\\u00a0ngày" and walks through tests too; the code itself is read here.
"""

import ast
import json
import re
import struct
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation.template import templatize

FOLDER = settings.BASE_DIR / "emulation" / "locale" / "en" / "LC_MESSAGES"
PO, MO = FOLDER / "django.po", FOLDER / "django.mo"
HEAD = (
    "Project-Id-Version: khoi-thi-dua\n"
    "Language: en\n"
    "MIME-Version: 1.0\n"
    "Content-Type: text/plain; charset=UTF-8\n"
    "Content-Transfer-Encoding: 8bit\n"
    "Plural-Forms: nplurals=2; plural=(n != 1);\n"
)
# Nobody reads these on a screen; what a command prints to its operator stays Vietnamese.
UNREAD = {"tests", "migrations", "rights", "bench", "dev"}
PLAIN = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
CONTEXT = {"pgettext", "pgettext_lazy"}
BOTH = {"npgettext", "npgettext_lazy"}
LITERAL = r"""u?(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
CALL = re.compile(rf"(?<![\w.])(\w+)\(\s*({LITERAL}(?:\s*,\s*{LITERAL})*)")


@dataclass
class Entry:
    """One message. `key`: what gettext looks up, context and text; `said`: the English, one text per plural form."""

    text: str
    plural: str = ""
    context: str = ""
    said: list = field(default_factory=list)
    fuzzy: bool = False

    @property
    def key(self):
        return f"{self.context}\x04{self.text}" if self.context else self.text

    @property
    def complete(self):
        return len(self.said) == (2 if self.plural else 1) and all(self.said) and not self.fuzzy


# --- what the code marks --------------------------------------------------------------------------
def sources():
    """Files with words for people: the code of all rooms without tests and migrations, and the templates."""
    for folder in ("emulation", "blocs", "awards"):
        for path in sorted((settings.BASE_DIR / folder).rglob("*.py")):
            if not UNREAD & set(path.relative_to(settings.BASE_DIR).parts) and not path.name.startswith("testing"):
                yield path
    for kind in ("*.html", "*.txt"):
        yield from sorted((settings.BASE_DIR / "templates").rglob(kind))


def marked():
    """{key: Entry without English} of everything marked for translation, in the order of the files."""
    found = {}
    for path in sources():
        for name, texts in (in_code if path.suffix == ".py" else in_template)(path.read_text()):
            entry = _entry(name, texts)
            if entry and (entry.plural or entry.key not in found):
                found[entry.key] = entry
    return found


def in_code(source):
    """(function, literal first arguments) of every call with a text at its head; what @says says is marked by it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef) and "says" in map(ast.unparse, node.decorator_list):
            yield "gettext", [ast.get_docstring(node).split("\n")[0].rstrip(".")]
        if isinstance(node, ast.Call):
            texts = [getattr(argument, "value", None) for argument in node.args[:3]]
            yield getattr(node.func, "attr", getattr(node.func, "id", "")), texts


def in_template(source):
    """The same of a template, read as Django itself reads it for xgettext."""
    for name, literals in CALL.findall(templatize(source)):
        yield name, [ast.literal_eval(literal) for literal in re.findall(LITERAL, literals)]


def _entry(name, texts):
    """The Entry that a call marks, None when it marks nothing."""
    wanted = 1 if name in PLAIN else 2 if name in PLURAL | CONTEXT else 3 if name in BOTH else 0
    texts = texts[:wanted]
    if not texts or len(texts) < wanted or not all(isinstance(text, str) and text for text in texts):
        return None
    context = texts.pop(0) if name in CONTEXT | BOTH else ""
    return Entry(*texts, context=context)


# --- the two files --------------------------------------------------------------------------------
def read(text):
    """The entries of a .po file without its head."""
    return [entry for entry in map(_read_one, re.split(r"\n\s*\n", text)) if entry and entry.text]


def _read_one(block):
    parts, at = {}, ""
    for line in block.splitlines():
        if line.startswith("#"):
            continue
        word, _, literal = line.partition('"')
        at = word.strip() or at
        parts[at] = parts.get(at, "") + json.loads(f'"{literal}')
    said = [parts[name] for name in ("msgstr", "msgstr[0]", "msgstr[1]") if name in parts]
    fuzzy = bool(re.search(r"^#,.*\bfuzzy\b", block, re.MULTILINE))
    return Entry(parts.get("msgid", ""), parts.get("msgid_plural", ""), parts.get("msgctxt", ""), said, fuzzy)


def written(entries):
    """The text of the .po file."""
    return "\n".join([_written_one(Entry("", said=[HEAD])), *map(_written_one, entries)])


def _written_one(entry):
    lines = [f"msgctxt {_quoted(entry.context)}"] if entry.context else []
    lines += [f"msgid {_quoted(entry.text)}"]
    if entry.plural:
        said = entry.said or ["", ""]
        lines += [
            f"msgid_plural {_quoted(entry.plural)}",
            *(f"msgstr[{n}] {_quoted(one)}" for n, one in enumerate(said)),
        ]
    else:
        lines += [f"msgstr {_quoted((entry.said or [''])[0])}"]
    return "\n".join(["#, fuzzy"] * entry.fuzzy + lines) + "\n"


def _quoted(text):
    whole = [json.dumps(line, ensure_ascii=False) for line in text.splitlines(keepends=True)]
    return whole[0] if len(whole) == 1 else "\n".join(['""', *whole])


def compiled(entries):
    """The bytes of the .mo file: offsets, then texts sorted by key, each ended by a zero (gettext manual, 10.3)."""
    pairs = {"": HEAD} | {
        (f"{e.key}\0{e.plural}" if e.plural else e.key): "\0".join(e.said) for e in entries if e.complete
    }
    rows = sorted((key.encode(), said.encode()) for key, said in pairs.items())
    start = 28 + 16 * len(rows)
    tables, data = [b"", b""], b""
    for side in (0, 1):
        for row in rows:
            tables[side] += struct.pack("<II", len(row[side]), start + len(data))
            data += row[side] + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(rows), 28, 28 + 8 * len(rows), 0, start)
    return head + tables[0] + tables[1] + data


# --- together -------------------------------------------------------------------------------------
def compare():
    """(entries as they should stand, texts new in the code, texts the code no longer has)."""
    held = {entry.key: entry for entry in read(PO.read_text())} if PO.exists() else {}
    wanted = marked()
    for key, entry in wanted.items():
        if key in held and held[key].plural == entry.plural:
            entry.said, entry.fuzzy = held[key].said, held[key].fuzzy
    fresh = [key for key, entry in wanted.items() if key not in held or held[key].plural != entry.plural]
    return list(wanted.values()), fresh, [key for key in held if key not in wanted]


def save(entries):
    """Write both files."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    PO.write_text(written(entries))
    MO.write_bytes(compiled(entries))
