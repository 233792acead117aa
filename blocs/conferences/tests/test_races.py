"""Nhiều người bấm một lúc ở hội nghị: real threads, real database — one vote, one count, one paper, one hand-over; no words lost."""

import threading

import pytest
from django.db import connection

from blocs.conferences import handover, nomination, papers, report_text, reporting
from blocs.conferences.models import Conference, ConferencePaper, Handover, Nomination
from blocs.years.models import BlocYear
from emulation.accounts.models import User
from emulation.ballots.models import Ballot
from emulation.journal.steps import DoneBefore, Refused
from emulation.papers.models import Paper, Series

from . import building as b

THREADS = 5


def together(work):
    """Run `work(n)` in THREADS threads that start at the same moment. Out: the exceptions they raised."""
    start, broken = threading.Barrier(THREADS), []

    def run(n):
        try:
            start.wait()
            work(n)
        except Exception as error:
            broken.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[n]) for n in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return broken


def fresh(conference):
    return Conference.objects.get(pk=conference.pk)


def hand(person):
    """The same person as another browser would load them."""
    return User.objects.get(pk=person.pk)


def one_of_many(broken):
    """Everybody but one was refused with a sentence."""
    return len(broken) == THREADS - 1 and all(isinstance(error, Refused) for error in broken)


@pytest.fixture(autouse=True)
def nobody_is_woken(monkeypatch):
    monkeypatch.setattr("emulation.papers.tasks.take.apply_async", lambda *args, **options: None)


@pytest.mark.django_db(transaction=True)
def test_the_ballot_goes_out_and_is_counted_once():
    """Năm người cùng phát phiếu: một cuộc bỏ phiếu; năm người cùng kiểm: một kết quả."""
    cast = b.balloted()
    conference = b.put_forward(cast, b.in_session(cast), "CO_TINH", "BK_TINH")
    assert one_of_many(together(lambda n: nomination.open_vote(fresh(conference), by=cast.lead, at=b.VOTED)))
    ballot = Ballot.objects.get()
    for elector in ballot.electors.all():
        b.vote(ballot, elector.person)
    assert one_of_many(together(lambda n: nomination.count_vote(fresh(conference), by=cast.lead, at=b.VOTED)))
    assert Nomination.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_lead_is_handed_over_once_from_two_meetings():
    """Hai hội nghị, năm người cùng trao quyền: một lần bàn giao, một năm sau."""
    cast = b.balloted(4)
    meetings = [b.in_session(cast), b.in_session(cast, title="Hội nghị khác")]
    head = cast.head(cast.lead_unit)
    broken = together(lambda n: handover.hand_over(fresh(meetings[n % 2]), lead=cast.units[1], by=head, at=b.VOTED))
    assert one_of_many(broken)
    assert Handover.objects.count() == BlocYear.objects.filter(year=2027).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_paper_of_the_conference_is_issued_once_and_takes_one_number():
    """Năm người cùng phát hành biên bản bình xét: một văn bản, một số; bốn người kia nghe rằng đã phát hành."""
    cast = b.balloted()
    conference, head = b.nominated(cast), cast.head(cast.lead_unit)
    rows, hands = ([make() for _n in range(THREADS)] for make in (lambda: fresh(conference), lambda: hand(head)))
    before = {row.pk: row.last_number for row in Series.objects.all()}

    broken = together(lambda n: papers.issue_nomination(rows[n], secretary=f"Thư ký {n}", by=hands[n], at=b.VOTED))

    assert [type(error) for error in broken] == [DoneBefore] * (THREADS - 1)
    paper = ConferencePaper.objects.get(what="nomination").paper
    assert Paper.objects.filter(title=paper.title).get() == paper
    assert paper.series.last_number == before.get(paper.series_id, 0) + 1 == paper.number


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("edited", [False, True], ids=["as drafted", "edited before"])
def test_of_those_who_save_one_section_of_the_report_one_is_kept_and_the_others_are_told(edited):
    """Năm người cùng lưu một mục báo cáo từ cùng một trang: lời của một người được giữ, bốn người kia được báo ai đã sửa."""
    cast = b.balloted()
    conference = b.in_session(cast)
    if edited:
        report_text.edit(conference, "limits", "Lời cũ.", seen=standing(conference).seen, by=cast.lead, at=b.MEETING)
    seen, rows, hands = standing(conference).seen, [fresh(conference) for _n in range(THREADS)], [hand(cast.lead) for _n in range(THREADS)]  # fmt: skip

    def save(n):
        report_text.edit(rows[n], "limits", f"Lời của người {n}.", seen=seen, by=hands[n], at=b.MEETING)
        kept.append(f"Lời của người {n}.")

    kept = []
    broken = together(save)

    assert one_of_many(broken)
    assert all(f"{cast.lead} đã sửa mục này" in str(error) for error in broken)
    assert [standing(conference).text] == kept
    assert standing(conference).edited.version == 1 + edited


def standing(conference):
    """The section «limits» of the report as it stands now."""
    return next(one for one in reporting.sections(fresh(conference)) if one.section.key == "limits")
