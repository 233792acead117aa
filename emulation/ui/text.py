"""Vietnamese text: NFC, folding for search, sort keys. Filled in Python, so both databases agree."""

import re
import unicodedata
from itertools import pairwise
from math import ceil

_LOOKALIKE = str.maketrans({"Ð": "Đ", "ð": "đ"})
# Signs that nobody sees: no file of Word or Excel may hold the controls, and turned directions show another text than is stored.
_CONTROLS = set(range(0xA0)) - set(range(0x20, 0x7F)) - set(map(ord, "\t\n"))
_UNSEEN = dict.fromkeys(
    [*_CONTROLS, *range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF]
)
_MENDED = (
    _LOOKALIKE | _UNSEEN | dict.fromkeys(map(ord, "\x0b\x0c\x85\u2028\u2029"), " ")
)  # ends of lines, in other programs
# The order of letters and of tones in Vietnamese; everything else keeps its code point.
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = {"": 0, "\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}


def clean(text):
    """NFC, Đ that is really Đ, no unseen signs, single spaces, trimmed. In: any str. Out: str."""
    return re.sub(r"[ \t\u00a0]+", " ", unicodedata.normalize("NFC", text).translate(_MENDED)).strip()


# Names of units write each word of two syllables with one capital («Sở Kế hoạch và Đầu tư»), so most words are found by it.
ONE_SYLLABLE = {"Sở", "Ban", "Bộ", "Cục", "Đoàn", "Các"}
JOINING = {"và", "các", "của", "cho", "về"}
AREAS = {"tỉnh", "huyện", "phố"}
PAIRS = {
    "khối thi", "cụm thi", "- khen", "thi đua", "khen thưởng", "hội đồng", "ủy ban", "nhân dân", "hành chính", "tổng hợp", "các đơn", "đơn vị",
    "các cơ", "cơ quan", "công tác", "doanh nghiệp", "nông thôn", "văn phòng", "chánh văn", "giám đốc", "trưởng ban", "đầu tư",
    "vận tải", "đoàn đbqh", "ubnd tỉnh", "hđnd tỉnh", "tỉnh ủy", "thành ủy", "huyện ủy", "thị ủy", "đảng ủy",
}  # fmt: skip


def whole_words(name):
    """A name cut where it may break over a line: words of two syllables and names of places stay whole. Out: list of str."""
    syllables = str(name).split(" ")
    words = [syllables[0]]
    for before, syllable in pairwise(syllables):
        if _one_word(before, syllable):
            words[-1] += f" {syllable}"
        else:
            words.append(syllable)
    return words


def _one_word(before, syllable):
    """Whether two syllables are one word; a dash stays on the line that it follows."""
    bare = syllable.rstrip(" .,;:)")
    if syllable in ("-", "–") or f"{before} {bare}".lower() in PAIRS or (before.lower() in AREAS and bare.istitle()):
        return True
    begins = before.istitle() and before.isalpha() and before not in ONE_SYLLABLE
    return begins and (bare.istitle() or (bare.islower() and bare not in JOINING))


def in_lines(name, width, measure=len):
    """A name in as few lines of at most `width` as its words allow, the longest as short as can be. `measure`: how wide words are
    (letters, unless told otherwise). Out: text with line ends; a name that no lines can hold stays as it is."""
    words = [part for word in whole_words(name) for part in (word.split(" ") if measure(word) > width else [word])]
    longest = ceil(max(map(measure, words)))
    if longest > width:
        return str(name)
    count = len(_filled(words, width, measure))
    narrowest = next(n for n in range(longest, width + 1) if len(_filled(words, n, measure)) == count)
    return "\n".join(_filled(words, narrowest, measure))


def _filled(words, width, measure):
    """Words set into lines of at most `width`, each line as full as can be."""
    lines = [words[0]]
    for word in words[1:]:
        if measure(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def office_alone(office, unit):
    """An office that is printed under the name of its unit: «Giám đốc Sở Nội vụ» of Sở Nội vụ is «Giám đốc».

    «Chánh» and «Trưởng» say nothing alone: «Chánh Thanh tra tỉnh» of Thanh tra tỉnh is «Chánh Thanh tra».
    """
    alone = office.removesuffix(unit).strip() if office != unit else office
    if not alone.endswith(("Chánh", "Trưởng")):
        return alone
    kind = next((kind for kind in HEADED_BY_NAME if unit.startswith(f"{kind} ")), None)
    return f"{alone} {kind}" if kind else office


def lower_first(text):
    """A sentence or title as it stands inside another sentence; names further on keep their capitals."""
    return str(text)[:1].lower() + str(text)[1:]


def within_a_name(place):
    """«Tỉnh Kon Tum» inside a longer name: «tỉnh Kon Tum» (Nghị định 30/2020, phụ lục II); «Tỉnh ủy …» keeps its capital."""
    administrative = place.startswith(("Tỉnh ", "Thành phố ")) and not place.startswith(KEEP_THEIR_CAPITAL)
    return lower_first(place) if administrative else place


# Kinds of unit whose name is part of the office of their head: Chánh Văn phòng, Trưởng Ban.
HEADED_BY_NAME = ("Văn phòng", "Thanh tra", "Ban", "Phòng", "Công an", "Đoàn", "Chi cục")
KEEP_THEIR_CAPITAL = ("Tỉnh ủy", "Thành phố Hồ Chí Minh")
PART = re.compile(r"[IVXL]+[.-]\s")
CHAPTER = re.compile(r"Chương\s+[IVXL]+\b")
ARTICLE = re.compile(r"(Điều\s+\d+[.:])\s*(.*)")


def set_lines(text):
    """A text with one paragraph a line (or a list of lines), as an official paper sets it: [(kind, number, words)], kind one of part, chapter,
    article (a heading) and line; a line that begins with “Điều 1.” and goes on as a sentence has that as its number."""
    rows, upper = [], False
    lines = text.splitlines() if isinstance(text, str) else text
    for line in filter(None, map(str.strip, lines)):
        article = ARTICLE.match(line)
        if CHAPTER.match(line) or (upper and line.isupper()):
            rows.append(("chapter", "", line))
        elif PART.match(line):
            rows.append(("part", "", line))
        elif article and not line.endswith((".", ";", ":")):
            rows.append(("article", "", line))
        else:
            rows.append(("line", article[1], article[2]) if article else ("line", "", line))
        upper = rows[-1][0] == "chapter"
    return rows


def fold(text):
    """What one types to find it: no tones, no hats, lower case; `so noi vu` is in fold('Sở Nội vụ')."""
    plain = unicodedata.normalize("NFD", clean(text).lower().replace("đ", "d"))
    return "".join(c for c in plain if not unicodedata.combining(c))


def sort_key(text):
    """A string that sorts as a Vietnamese dictionary does: letters first, tones break ties."""
    letters, tones = [], []
    for char in clean(text).lower():
        base = unicodedata.normalize("NFD", char)
        tone = next((m for m in base if m in _TONES), "")
        letter = unicodedata.normalize("NFC", base.replace(tone, "")) if tone else char
        place = _LETTERS.find(letter)
        letters.append(chr(0x61 + place) if place >= 0 else letter)
        tones.append(str(_TONES[tone]))
    return "".join(letters) + "\x01" + "".join(tones)


def person_key(full_name):
    """People are sorted by given name (the last word), then by the rest."""
    words = clean(full_name).split(" ")
    return sort_key(words[-1]) + "\x02" + sort_key(" ".join(words[:-1]))
