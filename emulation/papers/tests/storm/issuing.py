"""Văn thư giữa bão: papers issued one after the other, whatever breaks, until so many are committed."""

import random
import sys
import time

from django.db import Error, connection
from django.utils import timezone

from emulation.accounts.models import User
from emulation.journal.steps import Record
from emulation.papers.models import Issuer, Kind
from emulation.papers.tests import samples
from emulation.papers.workflow import issue

ACT = Record("Việc để thử", "papers.retry")
ISSUER = Issuer("bloc:1", "Khối thi đua các cơ quan tham mưu", "Sở Nội vụ", "KTĐ", "Kon Tum")


class Subject:
    """What the outer act is about: nothing stored, one stream."""

    pk, stream = 0, "system"

    class _meta:
        label_lower = "papers.nothing"


def issued(by, paragraphs):
    """One report of some pages, in one transaction. Out: its number."""
    at, sample = timezone.now(), samples.report(paragraphs=paragraphs)
    with ACT.on(Subject(), by=by, at=at):
        paper = issue(kind=Kind.REPORT, title=sample.title, template=sample.template, data=sample.data, issuer=ISSUER, stream="system", by=by, at=at)  # fmt: skip
    return paper.number


def issue_papers(wanted, seed):
    """Issue until `wanted` papers are known to be committed; each number is written out on a line of its own."""
    rng = random.Random(seed)  # noqa: S311 - a repeatable storm
    by = None
    while wanted:
        try:
            by = (
                by
                or User.objects.get_or_create(
                    username="storm", defaults={"full_name": "Người thử", "joined_at": timezone.now()}
                )[0]
            )
            sys.stdout.write(f"{issued(by, rng.randint(4, 24))}\n")
            sys.stdout.flush()
            wanted -= 1
            time.sleep(rng.random() * 0.4)
        except Error:  # the database is down: what was not committed is not counted
            connection.close()
            time.sleep(0.2)
