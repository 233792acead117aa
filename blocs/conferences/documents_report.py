"""Lời báo cáo soạn từ dữ liệu (documents.md §3.2): each section of the report in sentences, from facts alone.

A line is a paragraph; lines that begin with «- » are printed as a list. Whatever is told in a table is not told again here.
Everything here is printed: Vietnamese whatever language the person at the screen reads.
"""

from dataclasses import dataclass

from emulation.ui.dates import long_date
from emulation.ui.fields import clean_lines
from emulation.ui.numbers import padded
from emulation.ui.text import lower_first

RESULTS, SCORES = "Kết quả thực hiện", "Kết quả chấm điểm, bình xét, suy tôn"


@dataclass(frozen=True)
class Section:
    """Một mục báo cáo. part: the heading that it stands below («» before the first); table: what is printed after the words."""

    key: str
    part: str
    heading: str
    drafted: str
    table: str = ""


def drafted(facts):
    """Every section of a report in the order of printing. In: reporting.facts. Out: list of Section; without words where nothing is known."""
    return [
        _section("opening", "", "", _opening(facts)),
        _section("situation", "Đặc điểm tình hình", "", _situation(facts)),
        _section("covenant", RESULTS, "Ký kết giao ước, kế hoạch, quy chế", _covenant(facts)),
        _section("targets", RESULTS, "Thực hiện chỉ tiêu đã giao ước", _targets(facts), "targets"),
        _section("movements", RESULTS, "Các phong trào thi đua", _movements(facts)),
        _section("party", RESULTS, "Xây dựng Đảng, xây dựng hệ thống chính trị", []),
        _section("titles", RESULTS, "Danh hiệu, hình thức khen thưởng đã đăng ký", _titles(facts), "titles"),
        _section("meetings", RESULTS, f"Hoạt động của {facts['called']}", _meetings(facts)),
        _section("strengths", RESULTS, "Mặt được", facts["strengths"]),
        _section("limits", "Tồn tại, hạn chế và nguyên nhân", "", _limits(facts)),
        *_scores(facts),
        _section("ahead", f"Phương hướng, nhiệm vụ {facts['next_period']}", "", _ahead(facts)),
        _section("requests", "Đề xuất, kiến nghị", "", _requests(facts)),
    ]


def _section(key, part, heading, lines, table=""):
    return Section(key, part, heading, clean_lines("\n".join(lines)), table)


def _listed(clauses):
    """Clauses as the lines of a list: a semicolon after each, a full stop after the last."""
    ends = [";"] * (len(clauses) - 1) + ["."]
    return [f"- {clause.rstrip(' .;')}{end}" for clause, end in zip(clauses, ends, strict=False)]


def _opening(facts):
    adopted = f"báo cáo đã được {facts['conference']} thông qua, {long_date(facts['held_at'])}, tại {facts['place']}"
    return [f"Thực hiện công tác thi đua, khen thưởng {facts['period']}, {facts['bloc']} báo cáo kết quả như sau ({adopted}):"]  # fmt: skip


def _situation(facts):
    names = "; ".join(facts["members"])
    lines = [f"{facts['bloc']} năm {facts['year']} có {padded(len(facts['members']))} đơn vị thành viên: {names}."]
    roles = [f"Trưởng {facts['called']}: {facts['lead']}."] if facts["lead"] else []
    roles += [f"Phó {facts['called']}: {'; '.join(facts['deputies'])}."] if facts["deputies"] else []
    roles += [f"Chủ đề thi đua: {facts['theme'].rstrip(' .')}."] if facts["theme"] else []
    return [*lines, " ".join(roles)] if roles else lines


def _covenant(facts):
    signed = facts["covenant"]
    if signed is None:
        lines = [f"Giao ước thi đua năm {facts['year']} chưa đủ xác nhận tại thời điểm báo cáo."]
    else:
        share = f"{padded(signed['signed'])} trong {padded(signed['of'])} đơn vị xác nhận"
        lines = [f"Giao ước thi đua năm {facts['year']} được {share}, hoàn thành {long_date(signed['day'])}."]
    return lines + _listed([_adopted(*text) for text in facts["texts"]])


def _adopted(kind, title, symbol, day):
    called = f"{kind.lower()} số {symbol}" if symbol else kind.lower()
    return f"{title} ({called}, {long_date(day)})"


def _targets(facts):
    reached = facts["reached"]
    if not reached["targets"]:
        return ["Chưa đơn vị nào có bản đăng ký được tiếp nhận."]
    units = f"{padded(reached['units'])} trong {padded(len(facts['members']))} đơn vị đã xác nhận kết quả"
    targets = f"{padded(reached['achieved'])} trong {padded(reached['targets'])} chỉ tiêu đạt từ 100% trở lên"
    told = [line for row in facts["targets"] for line in row["lines"]]
    if worded := sum(bool(achieved) and percent is None for _name, _promised, achieved, percent, _remark in told):
        targets += f", {padded(worded)} chỉ tiêu ghi kết quả bằng lời"
    lines = [f"{units}; {targets}."]
    whole = [row["unit"] for row in facts["targets"] if all(_is_reached(line) for line in row["lines"])]
    if whole:
        lines.append(f"Đạt từ 100% trở lên ở mọi chỉ tiêu: {'; '.join(whole)}.")
    return lines


def _is_reached(line):
    *_words, percent, _remark = line
    return percent is not None and percent >= 100


def _is_missed(line):
    *_words, percent, _remark = line
    return percent is not None and percent < 100


def _movements(facts):
    if not facts["movements"]:
        return ["Các đơn vị thực hiện những phong trào do cấp trên phát động."]
    return _listed([_movement(*told) for told in facts["movements"]])


def _movement(name, launched_by, result):
    launched = f", do {launched_by} phát động" if launched_by else ""
    return f"{name}{launched}: {'; '.join(result)}" if result else f"{name}{launched}"


def _titles(facts):
    if not facts["titles"]:
        return ["Không đơn vị nào đăng ký."]
    return [f"{padded(facts['registering'])} đơn vị đã đăng ký danh hiệu, hình thức khen thưởng như sau:"]


def _meetings(facts):
    return _listed([f"{title}, {long_date(held_at)}" for title, held_at in facts["meetings"]])


def _limits(facts):
    """What the conference said, then what the numbers say."""
    missed = [(row["unit"], sum(map(_is_missed, row["lines"]))) for row in facts["targets"]]
    units = [f"{unit} ({padded(count)})" for unit, count in missed if count]
    lines = list(facts["limits"])
    if units:
        total = sum(count for _unit, count in missed)
        lines.append(f"Còn {padded(total)} chỉ tiêu đạt dưới 100%: {'; '.join(units)}.")
    silent = len(facts["members"]) - facts["reached"]["units"]
    if silent and facts["reached"]["targets"]:
        lines.append(f"Còn {padded(silent)} đơn vị chưa xác nhận kết quả {facts['period']}.")
    return lines or ["Hội nghị không nêu tồn tại, hạn chế."]


def _scores(facts):
    """At year-end points and nominations; at mid-year the points, where six months are scored."""
    if not facts["is_year_end"]:
        return [_section("scores", "Kết quả chấm điểm", "", [_ranked(facts)], "ranking")] if facts["ranking"] else []
    ranking, nominations = facts["ranking"], facts["nominations"]
    scored, named = ["Kết quả chấm điểm chưa công bố tại thời điểm báo cáo."], ["Hội nghị không suy tôn đơn vị nào."]
    if ranking:
        scored = [_ranked(facts)]
    if nominations:
        passed = [f"{row['unit']}: {row['award']}" for row in nominations if row["passed"]]
        named = ["Hội nghị suy tôn, đề nghị khen thưởng:", *_listed(passed)] if passed else ["Không đơn vị nào được đề cử đạt kết quả suy tôn."]  # fmt: skip
    return [
        _section("scores", SCORES, "Kết quả chấm điểm", scored, "ranking"),
        _section("nominations", SCORES, "Kết quả bình xét, suy tôn", named, "nominations"),
    ]


def _ranked(facts):
    first = [f"{row['unit']} ({row['total']} điểm)" for row in facts["ranking"] if row["rank"] == 1]
    return f"{padded(len(facts['ranking']))} đơn vị được chấm điểm, xếp hạng; đứng đầu: {'; '.join(first)}."


def _ahead(facts):
    lines = [f"{number}. {task}" for number, task in enumerate(facts["next_tasks"], start=1)]
    lines = lines or ["Tiếp tục thực hiện các nội dung đã giao ước."]
    after = facts["next"]
    if after:
        deputy = f", Phó {facts['called']} là {after['deputy']}" if after["deputy"] else ""
        lines.append(f"Năm {after['year']}: Trưởng {facts['called']} là {after['lead']}{deputy}; {lower_first(after['how'])}.")  # fmt: skip
    return lines


def _requests(facts):
    return facts["requests"] or [f"{facts['bloc']} không có đề xuất, kiến nghị."]
