"""Lịch iCalendar: each rule of RFC 5545 that a calendar application would stumble over."""

import datetime as dt
import re

from hypothesis import given
from hypothesis import strategies as st

from emulation.testing import day
from emulation.ui import ics

AT = day(2026, 2, 1)


def unfolded(content):
    """The content lines, put together again as a reader does (§3.1)."""
    return re.sub(b"\r\n[ \t]", b"", content).decode().split("\r\n")


def unescaped(value):
    """The text that a value of TEXT means (§3.3.11)."""
    return re.sub(r"\\(.)", lambda m: {"n": "\n", "N": "\n"}.get(m[1], m[1]), value)


def test_a_whole_day_and_an_hour():
    """Việc cả ngày kết thúc hôm sau; hội nghị ghi giờ quốc tế; mọi dòng kết thúc bằng CRLF."""
    events = [
        ics.Event("obligation-1", dt.date(2026, 2, 28), "Hạn"),
        ics.Event("conference-2", day(2026, 12, 20, 8), "Họp; tổng kết", "a\nb", "http://h/2/", "Hội trường A, tầng 2", 90),
    ]  # fmt: skip
    content = ics.calendar(events, name="Khối", host="thidua.vn", at=AT)
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert unfolded(content) == [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Khoi thi dua//VI", "CALSCALE:GREGORIAN", "METHOD:PUBLISH", "X-WR-CALNAME:Khối",
        "X-WR-TIMEZONE:Asia/Ho_Chi_Minh", "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "BEGIN:VEVENT", "UID:obligation-1@thidua.vn", "DTSTAMP:20260201T020000Z", "DTSTART;VALUE=DATE:20260228", "DTEND;VALUE=DATE:20260301",
        "TRANSP:TRANSPARENT", "SUMMARY:Hạn", "END:VEVENT",
        "BEGIN:VEVENT", "UID:conference-2@thidua.vn", "DTSTAMP:20260201T020000Z", "DTSTART:20261220T010000Z", "DTEND:20261220T023000Z",
        r"SUMMARY:Họp\; tổng kết", r"DESCRIPTION:a\nb", r"LOCATION:Hội trường A\, tầng 2", "URL:http://h/2/", "END:VEVENT", "END:VCALENDAR", "",
    ]  # fmt: skip


@given(st.text(alphabet=st.one_of(st.characters(codec="utf-8"), st.sampled_from("ếữ🙂\\;,\n\r: ")), max_size=400))
def test_any_text_comes_back_whole_in_lines_of_75_octets(text):
    """Chữ nào cũng đọc lại đúng; không dòng nào quá 75 byte, không chữ nào bị cắt đôi."""
    content = ics.folded(f"SUMMARY:{ics.escaped(text)}")
    assert all(len(line) <= 75 and line.decode() is not None for line in content.split(b"\r\n"))
    [line, end] = unfolded(content)
    said = re.sub(r"[\x00-\x09\x0b-\x1f\x7f]", "", text.replace("\r\n", "\n"))
    assert (unescaped(line.removeprefix("SUMMARY:")), end) == (said, "")
