"""Văn bản của các năm: papers with frozen data, filed and rendered, as if every act that issues one had been done."""

import hashlib
from datetime import date
from itertools import count

from blocs.years.documents import issuer
from blocs.years.models import Filing
from emulation.papers.models import Kind, Numbering, Paper, Rendering, Series, Stage
from emulation.papers.workflow import frozen

PARAGRAPHS = ["Các đơn vị trong khối đã tổ chức thực hiện nhiệm vụ được giao, có số liệu kèm theo tại phụ lục."] * 40


class Press:
    """Nơi phát hành: gathers papers in memory, then stores them with their numbers, filings and renderings at once."""

    def __init__(self, province):
        self.province, self.papers, self.waiting = province, [], set()
        self.issuers, self.periods, self.numbers, self.series = {}, {}, {}, {}

    def issue(self, bloc_year, kind, title, template, data, *, at, to_render=False):
        """A paper of a bloc-year, numbered when its kind has numbers. Saved by `store`. Out: Paper."""
        source = self._issuer(bloc_year)
        paper = Paper(
            kind=kind, title=title, template=template, data=frozen(data), letterhead=source.letterhead, issuer_key=source.key,
            issuer=frozen(source.printed()), dated=at.date(), stream=bloc_year.stream, issued_by=self.province.officer, issued_at=at,
            symbol=kind.symbol_of(source), numbered=bool(kind.abbreviation),
        )  # fmt: skip
        paper.bloc_year = bloc_year
        if kind.abbreviation:
            self._number(paper, kind, source)
        self.papers.append(paper)
        if to_render:
            self.waiting.add(id(paper))
        return paper

    def report(self, bloc_year, kind, title, *, at):
        """A paper of running text."""
        data = {
            "sections": [{"blocks": [{"dashes": False, "lines": PARAGRAPHS}]}],
            "recipients": ["Các đơn vị thành viên"],
        }
        return self.issue(bloc_year, kind, title, "conferences/paper_report.html", data, at=at)

    def _issuer(self, bloc_year):
        if bloc_year.pk not in self.issuers:
            self.issuers[bloc_year.pk] = issuer(bloc_year)
        return self.issuers[bloc_year.pk]

    def _number(self, paper, kind, source):
        key = (source.key, kind.abbreviation, paper.dated.year)
        if key not in self.series:
            self.series[key] = Series(numbering=self._period(source.key, paper.dated.year), group=kind.abbreviation)
            self.numbers[key] = count(1)
        series = paper.series = self.series[key]
        paper.number = next(self.numbers[key])
        series.last_number, series.last_date = paper.number, paper.dated

    def _period(self, issuer_key, year):
        if (issuer_key, year) not in self.periods:
            days = {"since": date(year, 1, 1), "until": date(year, 12, 31)}
            self.periods[issuer_key, year] = Numbering.objects.create(issuer_key=issuer_key, **days)
        return self.periods[issuer_key, year]

    def store(self):
        """Save what was issued since the last time. Series come first: papers name them."""
        fresh = [s for s in self.series.values() if s.pk is None]
        Series.objects.bulk_create(fresh)
        Series.objects.bulk_update(self.series.values(), ["last_number", "last_date"], batch_size=100)
        for paper in self.papers:
            paper.series = paper.series  # the id is known only now
        Paper.objects.bulk_create(self.papers, batch_size=200)
        Filing.objects.bulk_create(
            Filing(bloc_year=p.bloc_year, paper=p, label=str(Kind(p.kind).label)) for p in self.papers
        )
        Rendering.objects.bulk_create(self._rendering(p) for p in self.papers)
        self.papers, self.waiting = [], set()

    def _rendering(self, paper):
        if id(paper) in self.waiting:
            return Rendering(paper=paper)
        digest = hashlib.sha256(paper.code.encode()).hexdigest()
        name = f"papers/{paper.issued_at:%Y}/{digest}.pdf"
        return Rendering(
            paper=paper, stage=Stage.DONE, fence=1, attempts=1, progress=100, name=name, sha256=digest, size=80_000, pages=4,
            done_at=paper.issued_at,
        )  # fmt: skip
