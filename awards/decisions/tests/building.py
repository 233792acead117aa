"""Builder words for tests of decisions: a concluded session, a draft, an issued decision."""

from awards.council.tests import building as council
from awards.decisions import workflow
from emulation.testing import day
from emulation.testing_ground import laid_once

DRAFTED, SIGNED, RECORDED = day(2027, 1, 25), day(2027, 2, 3), day(2027, 2, 5)
CHAIRMAN = "Chủ tịch Ủy ban nhân dân tỉnh"


@laid_once
def concluded(*codes, against=0, **facts):
    """A concluded session and its people. Out: (scoring's Cast, council, session)."""
    cast, room, proposals = council.eligible(*codes, **facts)
    return cast, room, council.concluded(room, proposals, against)


@laid_once
def drafted(room, session, authority=CHAIRMAN):
    return workflow.draft(session, title="Về việc khen thưởng", authority=authority, by=room.secretary, at=DRAFTED)


@laid_once
def issued(room, decision, number="15/QĐ-UBND", dated=SIGNED):
    workflow.issue_decision(decision, number=number, dated=dated.date(), by=room.secretary, at=RECORDED)
    return decision
