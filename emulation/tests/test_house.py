"""Nếp nhà: what must hold in every room, read from the code itself."""

import ast
import re
from importlib import import_module

from django.apps import apps
from django.conf import settings
from django.db.models import UniqueConstraint
from rules.permissions import permissions

from emulation.journal.steps import Record, Step
from emulation.journal.words import who_may

BASE = settings.BASE_DIR
WIRING = (
    "emulation/bench/",
    "emulation/demo/",
    "emulation/dev/",
    "emulation/management/",
    "emulation/rights/",
    "emulation/testing",
)
CODE = sorted(
    path
    for folder in ("emulation", "blocs", "awards")
    for path in (BASE / folder).rglob("*.py")
    if not {"tests", "migrations"} & set(path.parts) and not str(path.relative_to(BASE)).startswith(WIRING)
)
TEMPLATES = sorted((BASE / "templates").rglob("*.html"))
# Whose state is no step of the procedure but a job in a queue: leased and given back by conditional updates.
QUEUE = {"emulation/papers/tasks.py", "emulation/papers/queue.py"}
# The hour of an act is read at the door (a command is one); proof of identity, sign-in and leases go by the real hour.
MAY_ASK_THE_HOUR = {
    "emulation/journal/clock.py",
    "emulation/accounts/proof.py",
    "emulation/accounts/adapter.py",
    "emulation/accounts/idle.py",
    *QUEUE,
}


def name_of(path):
    return str(path.relative_to(BASE))


def nodes(path, *kinds):
    """The syntax nodes of `kinds` in a file."""
    return [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, kinds)]


def called(node):
    """The last name of what a call calls: "update" for `rows.filter(…).update(…)`."""
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def offences(judge, files=CODE):
    """`file:line` of every node or line number that `judge(path)` answers."""
    return [f"{name_of(p)}:{getattr(found, 'lineno', found)}" for p in files for found in judge(p)]


def targets(node):
    return node.targets if isinstance(node, ast.Assign) else [node.target]


def test_a_state_is_assigned_by_a_step_only():
    """Không nơi nào tự gán trạng thái; chỉ Step mới chuyển."""

    def assigned(path):
        if name_of(path) == "emulation/journal/steps.py" or name_of(path) in QUEUE:
            return
        for node in nodes(path, ast.Assign, ast.AugAssign, ast.AnnAssign):
            yield from (t for t in targets(node) if isinstance(t, ast.Attribute) and t.attr == "state")
        for node in nodes(path, ast.Call):
            if called(node) in ("update", "create", "get_or_create", "update_or_create"):
                yield from (k.value for k in node.keywords if k.arg == "state")
            elif called(node) in ("setattr", "bulk_update"):
                yield from (
                    n for a in node.args for n in ast.walk(a) if isinstance(n, ast.Constant) and n.value == "state"
                )

    assert offences(assigned) == []


def test_the_hour_is_asked_at_the_door_only():
    """Giờ của một việc chỉ được hỏi một lần, ở cửa."""

    clocks = {"timezone.now", "datetime.now", "dt.datetime.now", "date.today", "dt.date.today", "time.time"}

    def asks(path):
        if name_of(path) in MAY_ASK_THE_HOUR or "management" in path.parts:
            return []
        return [
            n
            for n in nodes(path, ast.Call)
            if ast.unparse(n.func) in clocks or (ast.unparse(n.func) == "timezone.localdate" and not n.args)
        ]

    assert offences(asks) == []


def test_points_and_money_are_never_added_by_the_database():
    """Điểm và tiền là Decimal, cộng trong Python."""

    def floats(path):
        words = {"Sum", "Avg", "FloatField"}
        for node in nodes(path, ast.ImportFrom):
            if (node.module or "").startswith("django.db.models"):
                yield from (name for name in node.names if name.name in words)
        yield from (n for n in nodes(path, ast.Attribute) if n.attr in words and ast.unparse(n.value) == "models")

    assert offences(floats) == []


def test_rooms_have_no_drawers_for_everything():
    """Không có tệp utils, helpers, services, managers, signals."""
    assert [name_of(p) for p in CODE if p.stem in ("utils", "helpers", "services", "managers", "signals")] == []


def test_no_file_has_outgrown_its_noun():
    """Tệp quá 350 dòng là tệp nói hai chuyện."""
    assert [name_of(p) for p in CODE if p.name != "settings.py" and len(p.read_text().splitlines()) > 350] == []


def test_an_act_names_its_hand_and_its_hour():
    """`by` và `at` của mọi việc luôn phải gọi tên."""

    def positional(path):
        for node in nodes(path, ast.FunctionDef):
            if not node.name.startswith("_"):
                yield from (a for a in node.args.posonlyargs + node.args.args if a.arg in ("by", "at"))

    assert offences(positional, [p for p in CODE if "workflow" in (p.stem, p.parent.name)]) == []


def test_nobody_is_a_superuser():
    """Không có cờ quyền trên người dùng."""
    words = re.compile(r"\bis_superuser\b|\bis_staff\b")
    assert offences(lambda p: [n for n, line in enumerate(p.read_text().splitlines(), 1) if words.search(line)]) == []


def test_templates_carry_no_script_of_their_own():
    """Mẫu trang không có kịch bản viết thẳng, không tắt việc thoát ký tự."""
    words = re.compile(
        r"<script(?![^>]*(\bsrc=|type=.application/json))|\son\w+=|\|safe\b|javascript:|{%\s*autoescape off"
    )
    assert (
        offences(lambda p: [n for n, line in enumerate(p.read_text().splitlines(), 1) if words.search(line)], TEMPLATES)
        == []
    )


# --- what people read -----------------------------------------------------------------------------
VIETNAMESE = re.compile("[ăâđêôơưáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ]", re.IGNORECASE)
TRANSLATORS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
# Official paper, dates on it, letters themselves, the procedure as officials read it: Vietnamese in every language.
ALWAYS_VIETNAMESE = {
    "documents.py",
    "documents_division.py",
    "documents_meeting.py",
    "documents_nomination.py",
    "documents_report.py",
    "settings.py",
    "blocs/covenant/proposing.py",
    "emulation/accounts/templatetags/devices.py",  # a browser called Cốc Cốc
    "emulation/apps.py",
    "emulation/journal/chain.py",
    "emulation/journal/procedure.py",
    "emulation/journal/words.py",
    "emulation/law/loading.py",
    "emulation/papers/seal_field.py",  # in the file itself
    "emulation/papers/seal_key.py",
    "emulation/papers/twins/styles.py",
    "emulation/ui/dates.py",
    "emulation/ui/text.py",
}


def data_and_docstrings(tree):
    """Nodes whose text nobody translates: docstrings, names written into rows, defaults, symbols, log lines."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            yield node.value
        elif isinstance(node, ast.FunctionDef):
            yield from node.args.defaults + [d for d in node.args.kw_defaults if d]
            yield from [node] if node.name == "__str__" else []
        elif (isinstance(node, ast.AnnAssign) and node.value) or (isinstance(node, ast.keyword) and is_data(node.arg)):
            yield node.value
        elif isinstance(node, ast.Call) and (
            called(node) in {*TRANSLATORS, "Example", "_first", "issue"} or is_log(node)
        ):
            yield node


def is_data(keyword):
    return keyword in ("name", "full_name", "default", "symbol") or str(keyword).endswith("__startswith")


def is_log(call):
    return ast.unparse(call.func).startswith(("log.", "logger."))


def test_what_people_read_is_marked_for_translation():
    """Câu chữ người dùng đọc đều được đánh dấu để dịch."""

    def unmarked(path):
        tree = ast.parse(path.read_text())
        settled = {id(inner) for node in data_and_docstrings(tree) for inner in ast.walk(node)}
        for node in ast.walk(tree):
            if id(node) not in settled and isinstance(node, ast.Constant) and isinstance(node.value, str):
                if VIETNAMESE.search(node.value) and len(node.value.strip()) > 4:
                    yield node

    files = [p for p in CODE if not {p.name, name_of(p)} & ALWAYS_VIETNAMESE and "management" not in p.parts]
    assert offences(unmarked, files) == []


# --- acts -------------------------------------------------------------------------------------------
def steps():
    """Every Step and Record of every room, with the module that it stands in."""
    for path in CODE:
        if re.search(r"^\w+ = (Step|Record)\(", path.read_text(), re.MULTILINE):
            module = import_module(name_of(path).removesuffix(".py").replace("/", "."))
            yield from ((module.__name__, s) for s in vars(module).values() if isinstance(s, Step | Record))


def test_every_permission_of_an_act_exists():
    """Mỗi việc có người được làm, hoặc chỉ là hệ quả của việc khác."""
    assert [(where, s.permission) for where, s in steps() if s.permission and s.permission not in permissions] == []


def test_who_may_act_is_said_in_vietnamese():
    """Quyền của mỗi việc đọc được thành câu tiếng Việt."""
    english = re.compile(r"[a-z]+_[a-z_]+")
    told = {s.permission: who_may(s.permission) for _, s in steps() if s.permission in permissions}
    assert {permission: words for permission, words in told.items() if english.search(words)} == {}


def test_every_state_has_a_name():
    """Trạng thái nào cũng có tên để đọc."""
    stateful = [m for m in apps.get_models() if "state" in {f.name for f in m._meta.get_fields()}]
    assert [m._meta.label for m in stateful if not m._meta.get_field("state").choices] == []


# --- packages ---------------------------------------------------------------------------------------
def test_the_lock_holds_every_requirement():
    """Bản khóa ghi đúng phiên bản của requirements.txt."""
    pins = re.compile(r"^([\w.-]+)(?:\[[^]]*\])?==(\S+)", re.MULTILINE)
    wanted, locked = (
        {name.lower().replace("_", "-"): version for name, version in pins.findall((BASE / file).read_text())}
        for file in ("requirements.txt", "docs/requirements.lock")
    )
    assert {name: locked.get(name) for name in wanted} == wanted


def unique_sets(model):
    """The sets of fields of which a table has no two equal rows."""
    whole = [c for c in model._meta.constraints if isinstance(c, UniqueConstraint) and not c.condition]
    return [{f.name} for f in model._meta.fields if f.unique] + [set(c.fields) for c in whole if c.fields]


def test_every_order_is_total():
    """Thứ tự mặc định nào cũng phân định được hai dòng: PostgreSQL and SQLite list equals as they like."""
    partial = []
    for model in apps.get_models():
        order = {str(name).removeprefix("-") for name in model._meta.ordering}
        ours = model.__module__.startswith(("emulation.", "blocs.", "awards."))
        if ours and order and "pk" not in order and not any(fields <= order for fields in unique_sets(model)):
            partial.append(model._meta.label)
    assert not partial


MAY_OR_BLOCK = re.compile(
    r"{%\s*(?:block\s+(?P<opens>\w+)|(?P<closes>endblock\b)|may\s[^%]*?as\s+(?P<sets>\w+)|(?:el)?if\s(?P<asks>[^%]*))[^%]*%}"
)


def asked_where_unknown(path):
    """Names that a block asks for although `{% may %}` set them in another block, where they do not reach."""
    blocks, everywhere = [("", set())], set(re.findall(r"{%\s*may\s[^%]*?as\s+(\w+)", path.read_text()))
    for found in MAY_OR_BLOCK.finditer(path.read_text()):
        if found["opens"]:
            blocks.append((found["opens"], set()))
        elif found["closes"]:
            blocks.pop()
        elif found["sets"]:
            blocks[-1][1].add(found["sets"])
        else:
            known = set().union(*(names for _block, names in blocks))
            yield from (set(re.findall(r"\w+", found["asks"])) & everywhere) - known


def test_a_button_asks_in_its_own_block_whether_one_may():
    """Khối khác không biết điều `may` đã hỏi ở khối này: nút sẽ không bao giờ hiện."""
    assert {name_of(p): names for p in TEMPLATES if (names := sorted(set(asked_where_unknown(p))))} == {}
