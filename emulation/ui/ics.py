"""Lịch iCalendar (RFC 5545): whole-day events and hours, in lines of at most 75 octets."""

import datetime as dt
from dataclasses import dataclass

LINE = 75
ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})
CONTROLS = dict.fromkeys([*range(0x20), 0x7F])


@dataclass(frozen=True)
class Event:
    """Một việc trong lịch. uid: the same for ever; start: a date (the whole day) or an aware datetime; minutes: how long."""

    uid: str
    start: dt.date | dt.datetime
    title: str
    note: str = ""
    url: str = ""
    place: str = ""
    minutes: int = 0


def calendar(events, *, name, host, at):
    """The file. In: Events, the name that the calendar is shown under, the host of the uids, the hour it is made. Out: bytes."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Khoi thi dua//VI", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines += [f"X-WR-CALNAME:{escaped(name)}", "X-WR-TIMEZONE:Asia/Ho_Chi_Minh", "REFRESH-INTERVAL;VALUE=DURATION:PT6H"]
    lines += [line for event in events for line in _lines(event, host, at)]
    return b"".join(folded(line) for line in [*lines, "END:VCALENDAR"])


def _lines(event, host, at):
    yield from ("BEGIN:VEVENT", f"UID:{event.uid}@{host}", f"DTSTAMP:{_utc(at)}")
    if isinstance(event.start, dt.datetime):
        yield f"DTSTART:{_utc(event.start)}"
        yield f"DTEND:{_utc(event.start + dt.timedelta(minutes=event.minutes))}"
    else:
        yield f"DTSTART;VALUE=DATE:{event.start:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{event.start + dt.timedelta(days=1):%Y%m%d}"
        yield "TRANSP:TRANSPARENT"
    yield f"SUMMARY:{escaped(event.title)}"
    yield from (
        f"{word}:{escaped(text)}" for word, text in (("DESCRIPTION", event.note), ("LOCATION", event.place)) if text
    )
    yield from [f"URL:{event.url}"] if event.url else []
    yield "END:VEVENT"


def escaped(text):
    """Text as a value of TEXT (§3.3.11); control signs are dropped."""
    return str(text).replace("\r\n", "\n").translate(ESCAPES).translate(CONTROLS)


def folded(line):
    """One content line as bytes, cut so that no piece is longer than 75 octets and no letter is torn (§3.1)."""
    pieces, piece = [], b""
    for sign in line:
        octets = sign.encode()
        if len(piece) + len(octets) > LINE:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"\r\n".join([*pieces, piece]) + b"\r\n"


def _utc(hour):
    return f"{hour.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
