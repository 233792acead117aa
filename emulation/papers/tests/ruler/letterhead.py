"""Phần đầu văn bản: Quốc hiệu or the name of the Party, who issues, number, place and date."""

import re

from .looks import MILLIMETRE, looks

COUNTRY, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
PARTY_NAME = "ĐẢNG CỘNG SẢN VIỆT NAM"
# Tên loại and how it is abbreviated in the number (Phụ lục III): "" never has a number, "-" has a number without it.
ABBREVIATIONS = {"GU": "", "BĐ": "", "BBBG": "BB", "CV": "-"}
STATE_NUMBER = r"Số: (0[1-9]|[1-9]\d+)/[A-ZĐ][A-Za-zĐđ0-9&.-]*(-[A-ZĐ0-9&.]+)*"
PARTY_NUMBER = r"Số (0[1-9]|[1-9]\d+)-[A-ZĐ][A-Za-zĐđ]*/[A-ZĐ0-9&.-]+"
FULL_DATE = re.compile(r"ngày\s+(\d+)\s+tháng\s+(\d+)\s+năm\s+\d{4}")


def findings(printed, manuscript):
    """Out: sentences about what is wrong with the head of the first page."""
    head = _party(printed, manuscript) if manuscript.party else _state(printed, manuscript)
    return [*head, *_number(printed, manuscript), *_date(printed, manuscript), *_day_forms(printed)]


def named(printed, words, look, what):
    """Words that must be printed with a look. Out: (Found or None, sentences)."""
    found = printed.find(words)
    if found is None:
        return None, [f"{what} «{words[:60]}» is not printed"]
    wrong = look.wrong(found.glyphs)
    return found, [f"{what} {wrong}"] if wrong else []


def place_line(manuscript):
    """Địa danh, ngày tháng as it must be printed: "" where there is none. Blanks of an undated draft are left out."""
    paper = manuscript.paper
    shown = manuscript.data.get("show_place", manuscript.party or paper.kind not in ("BB", "BBBG"))
    if not shown or not (paper.dated or paper.watermark):
        return ""
    if not paper.dated:
        return f"{paper.issuer['place']}, ngày tháng năm {paper.issued_at.year}"
    day, month = paper.dated.day, paper.dated.month
    written = f"{month:02d}" if month < 3 else str(month)
    return f"{paper.issuer['place']}, ngày {day:02d} tháng {written} năm {paper.dated.year}"


def number_line(manuscript):
    """Số, ký hiệu as it must be printed: "" where there is none."""
    paper, issuer = manuscript.paper, manuscript.paper.issuer
    kind = ABBREVIATIONS.get(str(paper.kind), str(paper.kind))
    if not kind:
        return ""
    given = manuscript.data.get("number_given", "")
    if manuscript.party:
        symbol = f"-{kind}/{issuer['symbol']}".replace("--/", "-CV/")
    else:
        symbol = f"/{kind}-{issuer['symbol']}".replace("/--", "/")
    number = given or (f"{paper.number:02d}{symbol}" if paper.number else symbol if paper.watermark else "")
    return f"{'Số' if manuscript.party else 'Số:'} {number}" if number else ""


def _state(printed, manuscript):
    look = looks(manuscript)
    country, wrong = named(printed, COUNTRY, look["country"], "Quốc hiệu")
    motto, more = named(printed, MOTTO, look["motto"], "Tiêu ngữ")
    wrong += more
    if country and motto:
        wrong += _apart(country, motto, "Tiêu ngữ under Quốc hiệu") + _centred(
            _middle(motto), _middle(country), "Tiêu ngữ"
        )
        wrong += [f"«{words}» is not printed so" for words in (COUNTRY, MOTTO) if not printed.first.starting(words)]
        wrong += _under(printed, motto, "Tiêu ngữ", 1.0, 1.0)
    if PARTY_NAME in "".join(line.text for line in printed.first.lines if line.size > 12 and line.y < 40):
        wrong.append("the name of the Party stands on a state paper")
    agency, more = _agency(printed, manuscript)
    wrong += more
    return wrong + (_under(printed, agency, "the issuer", 1 / 3, 1 / 2) if agency else [])


def _party(printed, manuscript):
    look = looks(manuscript)
    country, wrong = named(printed, PARTY_NAME, look["country"], "the name of the Party")
    if country:
        wrong += _under(printed, country, "the name of the Party", 1.0, 1.0)
    if printed.find(COUNTRY) or printed.find(MOTTO):
        wrong.append("Quốc hiệu stands on a Party paper")
    agency, more = _agency(printed, manuscript)
    star = next((line for line in printed.first.lines if line.text == "*"), None)
    if star is None:
        return [*wrong, *more, "no star under the issuer"]
    if agency:
        _left, _right, y = agency.lines[-1]
        wrong += _centred(star.centre, _middle(agency), "the star under the issuer")
        if not 0 < star.y - y < 10:
            wrong.append("the star does not stand right under the issuer")
        if _rule_under(printed, agency):
            wrong.append("a rule stands under the issuer of a Party paper")
    return wrong + more + _look_of(star, look["star"], "the star")


def _look_of(line, look, what):
    wrong = look.wrong(line.glyphs)
    return [f"{what} {wrong}"] if wrong else []


def _agency(printed, manuscript):
    """Cơ quan chủ quản, cơ quan ban hành: both upper case, one under the other on one axis. Out: (Found of the issuer, sentences)."""
    issuer, look, wrong = manuscript.paper.issuer, looks(manuscript), []
    parent = None
    if issuer["parent_name"]:
        parent, wrong = named(printed, issuer["parent_name"].upper(), look["parent"], "the parent body")
    agency, more = named(printed, issuer["name"].upper(), look["issuer"], "the issuer")
    wrong += more
    if agency and any(
        right > 30 + 68 / 165 * (printed.first.width - 45) + MILLIMETRE for _left, right, _y in agency.lines
    ):
        wrong.append("the issuer leaves its column")
    for found, what in ((parent, "the parent body"), (agency, "the issuer")):
        if found and agency:
            wrong += [w for line in found.lines for w in _centred((line[0] + line[1]) / 2, _middle(agency), what)]
    if parent and agency:
        wrong += _apart(parent, agency, "the issuer under its parent")
    return agency, wrong


def _middle(found):
    """The axis of a component of one or several lines."""
    left, right, _y = max(found.lines, key=lambda line: line[1] - line[0])
    return (left + right) / 2


def _centred(centre, axis, what):
    return [f"{what} is {centre - axis:+.1f} mm off its axis"] if abs(centre - axis) > MILLIMETRE else []


def _apart(upper, lower, what):
    """Single line spacing between two components: 1 to 1.35 of the size."""
    gap = (lower.y - upper.lowest) / 0.352778 / max(upper.size, lower.size)
    return [] if 1 <= gap <= 1.35 else [f"{what} stands {gap:.2f} lines below"]


def _rule_under(printed, found):
    left, right, y = found.lines[-1]
    near = [r for r in printed.page(found.page).rules if r.lies and 0 < r.y - y <= 4 and left < r.centre < right]
    return min(near, key=lambda r: r.y, default=None)


def _under(printed, found, what, least, most):
    """A drawn line under words: its length in parts of the longest line, centred, 0.5 to 1 pt thick."""
    rule = _rule_under(printed, found)
    if rule is None:
        return [f"no rule under {what}"]
    length = max(right - left for left, right, _y in found.lines)
    wrong = _centred(rule.centre, _middle(found), f"the rule under {what}")
    if not least * length - MILLIMETRE <= rule.width <= most * length + MILLIMETRE:
        wrong.append(f"the rule under {what} is {rule.width / length:.2f} of the line, not {least:.2f} to {most:.2f}")
    if not 0.4 <= rule.thickness <= 1.1:
        wrong.append(f"the rule under {what} is {rule.thickness:.2f} pt thick")
    return wrong


def _number(printed, manuscript):
    words = number_line(manuscript)
    if not words:
        odd = [
            line.text
            for line in printed.first.lines
            if re.match(r"Số:? \S", line.text) and line.y < 70 and line.centre < 98
        ]
        return [f"a number is printed where none was given: {odd[0]}"] if odd else []
    found, wrong = named(printed, words, looks(manuscript)["number"], "the number")
    if not found:
        return wrong
    line = next(ln for ln in printed.first.lines if abs(ln.y - found.y) < 0.1 and ln.left <= found.glyphs[0].left + 0.1)
    form = PARTY_NUMBER if manuscript.party else STATE_NUMBER
    if manuscript.paper.number and not re.fullmatch(form, line.text):
        wrong.append(f"the number has the wrong form: {line.text}")
    agency = printed.find(manuscript.paper.issuer["name"].upper())
    return wrong + (_centred(line.centre, _middle(agency), "the number under the issuer") if agency else [])


def _date(printed, manuscript):
    words = place_line(manuscript)
    if not words:
        odd = [
            ln.text
            for ln in printed.first.lines
            if ln.face == "italic" and re.search(r", ngày .* năm \d{4}$", ln.text) and ln.y < 70
        ]
        return [f"a place and date is printed where none belongs: {odd[0]}"] if odd else []
    found, wrong = named(printed, words, looks(manuscript)["place"], "the place and date")
    above = printed.find(PARTY_NAME if manuscript.party else COUNTRY)
    if found and above:
        wrong += [w for ln in found.lines for w in _centred((ln[0] + ln[1]) / 2, _middle(above), "the place and date")]
    number = printed.find(number_line(manuscript)) if number_line(manuscript) else None
    if found and number and abs(found.y - number.y) > MILLIMETRE:
        wrong.append("number and date do not stand on one line")
    return wrong


def _day_forms(printed):
    """Ngày nhỏ hơn 10 và tháng 1, 2 có số 0 ở trước; tháng 3 đến 9 thì không."""
    text = " ".join(line.text for page in printed.pages for line in page.lines)
    return [
        f"a date has the wrong form: {found[0]}"
        for found in FULL_DATE.finditer(text)
        if len(found[1]) != 2 or len(found[2]) != (1 if 3 <= int(found[2]) <= 9 else 2)
    ]
