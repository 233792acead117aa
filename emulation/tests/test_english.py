"""Tiếng Anh: mọi câu đánh dấu để dịch đều có tiếng Anh, tệp đã dịch là tệp đang dùng, không còn câu nào viết thẳng."""

import gettext
import re
from io import BytesIO

import pytest
from django.conf import settings
from django.template.base import Lexer, TokenType
from django.test import Client
from django.urls import reverse

from emulation.dev import english
from emulation.testing import client_of, person
from emulation.tests.test_house import TEMPLATES, VIETNAMESE, name_of

PLACE = re.compile(r"%(?:\(\w+\))?[\d.]*[sdr]|%%|\{\w*\}|</?\w+[^>]*>")
# Screens beside the templates of paper; paper itself is Vietnamese in every language.
SCREENS = {"show.html", "verify.html", "not_yet.html", "_answer.html", "_progress.html", "_field.html"}
LITERAL = re.compile(r"""_\((?:"[^"]*"|'[^']*')\)""")


@pytest.fixture(scope="module")
def entries():
    return english.read(english.PO.read_text())


def test_every_sentence_has_its_english(entries):
    """Câu nào trong danh mục cũng đã dịch, không câu nào để ngờ."""
    assert [e.text for e in entries if not e.complete] == []


def test_the_catalogue_holds_what_the_code_marks(entries):
    """Danh mục không thiếu câu nào của mã, cũng không giữ câu nào đã bỏ; chạy manage.py english --write để sửa."""
    marked = {(e.key, e.plural) for e in english.marked().values()}
    held = {(e.key, e.plural) for e in entries}
    assert (marked - held, held - marked) == (set(), set())


def test_placeholders_are_the_same_in_both_languages(entries):
    """Chỗ điền và thẻ trong câu tiếng Anh đúng như trong câu tiếng Việt."""

    def places(text):
        return sorted(PLACE.findall(text))

    assert [said for e in entries for said in e.said if places(said) != places(e.text)] == []


def test_english_has_no_vietnamese_but_quoted_words(entries):
    """Câu tiếng Anh chỉ giữ tiếng Việt ở chữ phải gõ, chữ in trên giấy và tiền đồng."""
    kept = re.compile(r"\(?cụm\)?|\bđồng\b|QĐ|Đạt|\bđ\b|“Đã xác nhận trên hệ thống”")
    assert [said for e in entries for said in e.said if VIETNAMESE.search(kept.sub("", said))] == []


def test_the_compiled_file_is_made_of_the_catalogue(entries):
    """Tệp .mo đọc ra đúng những câu trong tệp .po."""
    wanted = {"": english.HEAD}
    for entry in entries:
        keys = [(entry.key, 0), (entry.key, 1)] if entry.plural else [entry.key]
        wanted |= dict(zip(keys, entry.said, strict=True))
    with english.MO.open("rb") as file:
        read = gettext.GNUTranslations(file)._catalog
    assert {key: text for key, text in read.items() if key} == {key: text for key, text in wanted.items() if key}
    assert english.MO.read_bytes() == english.compiled(entries)


def test_the_files_can_be_written_and_read_back():
    """Dấu nháy, xuống dòng, ngữ cảnh và số nhiều qua hai tệp vẫn nguyên."""
    many = english.Entry('%(n)s "dòng"', '%(n)s "dòng"', said=["one\nrow", "%(n)s\u00a0rows\n"])
    told = english.Entry("Khối", context="loại", said=["Bloc \\ bloc"])
    assert english.read(english.written([many, told])) == [many, told]
    found = gettext.GNUTranslations(BytesIO(english.compiled([many, told])))
    assert found.ngettext(many.text, many.plural, 2) == many.said[1]
    assert found.pgettext("loại", "Khối") == "Bloc \\ bloc"


def test_every_way_of_marking_is_seen():
    """Câu trong mã, trong mẫu, số nhiều, ngữ cảnh: cách đánh dấu nào cũng đọc được."""
    code = '_("a" "b"); gettext_lazy("c\\u00a0d"); ngettext("e", "f", n); pgettext("g", "h"); _(name); other("i")'
    page = (
        '{% translate "k" %}{% translate "l" as m %}{% translate "n" context "o" %}{{ x|default:_("p") }}{% url _("q") %}'
        "{% blocktranslate count r=s %}{{ r }} t{% plural %}{{ r }} u{% endblocktranslate %}text"
    )
    seen = [english._entry(*call) for call in [*english.in_code(code), *english.in_template(page)]]
    assert {e.key for e in seen if e} == {"ab", "c\u00a0d", "e", "g\x04h", "k", "l", "o\x04n", "p", "q", "%(r)s t"}


# --- what stands unmarked -------------------------------------------------------------------------
def unmarked(source):
    """Lines of a template with Vietnamese outside the tags that translate; the name of a language is in that language."""
    inside = None
    for token in Lexer(re.sub(r'lang="vi">[^<]*<', "<", source)).tokenize():
        word = token.contents.split(maxsplit=1)[0] if token.contents.strip() else ""
        if token.token_type == TokenType.BLOCK and word in ("blocktranslate", "comment"):
            inside = f"end{word}"
        elif token.token_type == TokenType.BLOCK and word == inside:
            inside = None
        elif not inside and word != "translate" and token.token_type != TokenType.COMMENT:
            if VIETNAMESE.search(LITERAL.sub("", token.contents)):
                yield token.lineno


def is_paper(path):
    return "paper_" in path.name or (path.parent.name == "papers" and path.name not in SCREENS)


def test_templates_say_nothing_unmarked():
    """Mẫu trang không có chữ Việt nào ngoài phần được dịch; giấy in thì luôn tiếng Việt."""
    found = [f"{name_of(p)}:{line}" for p in TEMPLATES if not is_paper(p) for line in unmarked(p.read_text())]
    assert found == []


# --- pages ----------------------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize(("address", "status"), [("home", 200), ("/khong-co/", 404)])
def test_pages_of_a_person_speak_english(address, status):
    """Trang đầu khi chưa có việc, và trang không có, đọc được bằng tiếng Anh."""
    speaks_english(client_of(person("Clerk")), address, status)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["account_login", "papers:verify", "accounts:first_sign_in"])
def test_open_pages_speak_english(address):
    """Trang đăng nhập, trang tra cứu và trang dùng phiếu đọc được bằng tiếng Anh."""
    speaks_english(Client(), address, 200)


def speaks_english(client, address, status):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    answer = client.get(address if address.startswith("/") else reverse(address))
    page = answer.content.decode()
    assert (answer.status_code, answer.headers["Content-Language"]) == (status, "en")
    assert '<html lang="en"' in page
    assert VIETNAMESE.findall(re.sub(r'lang="vi">[^<]*<', "<", page)) == []
