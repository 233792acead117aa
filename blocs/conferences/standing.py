"""Báo cáo như đang đứng: what the secretariat wrote over what the data say, section by section, numbered as printed."""

from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby

from emulation.ui.differences import differences

from .documents_report import Section, drafted
from .models import ReportSection

DASHES = ("- ", "– ", "• ")
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")


@dataclass
class Standing:
    """Một mục: as drafted now (`section`), as edited (`edited`, a ReportSection; None when nobody ever did)."""

    section: Section
    edited: ReportSection | None
    part: str = ""
    heading: str = ""
    table: str = ""

    @property
    def is_edited(self):
        return bool(self.edited and self.edited.text)

    @property
    def text(self):
        """The words that will be printed."""
        return self.edited.text if self.is_edited else self.section.drafted

    @property
    def is_outdated(self):
        """Whether the data say something else since the words were edited, or were last told to stay."""
        return self.is_edited and self.edited.drafted != self.section.drafted

    @property
    def news(self):
        """What the data say differently since the words were edited (differences)."""
        return differences(self.edited.drafted, self.section.drafted)

    @property
    def against_data(self):
        """What would change in the words that stand if those of the data were taken (differences)."""
        return differences(self.text, self.section.drafted)

    @property
    def is_printed(self):
        return bool(self.text or self.table)

    @property
    def title(self):
        """What the section is called on the screen, without number."""
        return self.section.heading or self.section.part

    @property
    def seen(self):
        """What a page showed of this section: changes whenever its words or its data do."""
        return f"{self.edited.version if self.edited else 0}-{sha256(self.section.drafted.encode()).hexdigest()[:16]}"

    @property
    def blocks(self):
        """The words as they are set: paragraphs, and lists of the lines that begin with a dash."""
        return [
            {"dashes": dashes, "lines": [line[2:].strip() if dashes else line for line in lines]}
            for dashes, lines in groupby(filter(None, self.text.splitlines()), key=lambda line: line.startswith(DASHES))
        ]


def standing(conference, facts):
    """Every section of the report of a conference as it stands. In: reporting.facts. Out: list of Standing, with `.part` and `.heading` as printed."""
    edited = {row.key: row for row in conference.report_sections.select_related("edited_by")}
    found = []
    for section in drafted(facts):
        table = section.table if section.table and facts[section.table] else ""
        found.append(Standing(section, edited.get(section.key), table=table))
    return _numbered(found)


def _numbered(sections):
    """Gives each printed section the headings that stand above it: «II. Kết quả thực hiện» once, then «1. …»."""
    parts, before, place = 0, "", 0
    for one in sections:
        if one.section.part != before:
            before, place, parts = one.section.part, 0, parts + 1
            one.part = f"{ROMAN[parts - 1]}. {before}"
        if one.section.heading and one.is_printed:
            place += 1
            one.heading = f"{place}. {one.section.heading}"
    return sections


def printed(sections):
    """What the report freezes of its sections. Out: list of dict."""
    return [
        {"part": one.part, "heading": one.heading, "blocks": one.blocks, "table": one.table}
        for one in sections
        if one.is_printed
    ]
