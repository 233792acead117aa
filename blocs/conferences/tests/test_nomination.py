"""Bình xét, suy tôn: đề cử trong chỉ tiêu và theo hạng, phiếu theo quy chế, kết quả đóng băng."""

import pytest
from django.db import IntegrityError, transaction

from blocs.conferences import nomination, workflow
from blocs.conferences.models import Nomination, TieBreak
from blocs.conferences.ranking import settled_ranking
from blocs.scoring.tests import building as scores
from emulation.ballots.models import Slot
from emulation.journal.models import Entry
from emulation.journal.steps import Refused

from . import building as b

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return b.balloted(5)


@pytest.fixture
def conference(cast):
    return b.in_session(cast)


def refused(cast, conference, rows, words):
    with pytest.raises(Refused, match=words):
        nomination.put_forward(conference, rows, by=cast.lead, at=b.MEETING)
    assert not conference.candidates.exists()


# --- đề cử ------------------------------------------------------------------------------------------
def test_more_than_the_quota_is_refused(cast, conference):
    """Quy chế cho một cờ, một bằng khen: hai cờ hoặc hai bằng khen đều bị từ chối, cờ của Chính phủ cũng là cờ."""
    first, second = b.member(cast, 0).pk, b.member(cast, 1).pk
    refused(
        cast,
        conference,
        [(first, "CO_TINH"), (second, "CO_CP")],
        "1 cờ và 1 bằng khen; đề cử đang có 2 cờ và 0 bằng khen",
    )
    refused(cast, conference, [(first, "BK_TINH"), (second, "BK_TINH")], "đề cử đang có 0 cờ và 2 bằng khen")


def test_candidates_are_members_named_once(cast, conference):
    """Không đề cử đơn vị khối khác, đơn vị đã ra, hay một đơn vị hai hình thức."""
    other, mine = b.member(b.balloted(name="Khối khác"), 0), b.member(cast, 0)
    refused(cast, conference, [(other.pk, "CO_TINH")], "1 đơn vị đề cử không thuộc khối năm nay")
    refused(cast, conference, [(mine.pk, "CO_TINH"), (mine.pk, "BK_TINH")], "chỉ được đề cử một hình thức")
    cast.year.members.filter(pk=mine.pk).update(left_on="2026-11-01")
    refused(cast, conference, [(mine.pk, "CO_TINH")], "không thuộc khối năm nay")


def test_awards_are_those_of_the_catalogue_for_collectives(cast, conference):
    """Mã lạ hoặc danh hiệu cá nhân thì từ chối, nói mã."""
    unit = b.member(cast, 0).pk
    refused(cast, conference, [(unit, "CO_LA")], "không có hình thức cho tập thể: CO_LA")
    refused(cast, conference, [(unit, "CSTDCS")], "không có hình thức cho tập thể: CSTDCS")


def test_nothing_is_put_forward_outside_the_session_or_without_rules(cast):
    """Chưa khai mạc, hoặc khối chưa có quy chế, thì chưa đề cử."""
    refused(cast, b.planned(cast), [(b.member(cast, 0).pk, "CO_TINH")], "khi hội nghị đang họp")
    conference = b.in_session(cast)
    cast.year.rule_set = None
    cast.year.save()
    conference.refresh_from_db()
    refused(cast, conference, [(b.member(cast, 0).pk, "CO_TINH")], "chưa có quy chế")


def test_a_new_list_replaces_the_old_one(cast, conference):
    """Đề cử lại thì danh sách cũ bỏ đi."""
    b.put_forward(cast, conference, "CO_TINH", "BK_TINH")
    b.put_forward(cast, conference, "BK_TINH")
    assert [(c.member.position, c.award_type.code) for c in conference.candidates.all()] == [(1, "BK_TINH")]


def test_by_points_means_a_published_ranking():
    """Quy chế xét theo điểm mà điểm chưa công bố thì chưa đề cử."""
    cast = b.balloted(basis="score_then_ballot")
    refused(cast, b.in_session(cast), [(b.member(cast, 0).pk, "CO_TINH")], "Chưa công bố xếp hạng")


def test_a_unit_that_is_not_ranked_is_not_put_forward():
    """Đơn vị không được xếp hạng thì không đề cử theo điểm."""
    cast = b.ranked(3)
    newcomer = b.scores.unit("Sở mới", cast.units[0].parent)
    member = cast.year.members.create(
        unit=newcomer, name="Sở mới", short_name="Mới", position=9, joined_on="2026-12-01"
    )
    conference = b.in_session(cast, newcomer)
    refused(cast, conference, [(member.pk, "BK_TINH")], "Không đề cử được Sở mới: đơn vị không được xếp hạng")


# --- đồng hạng --------------------------------------------------------------------------------------
@pytest.fixture
def tied():
    return b.ranked(4, tied=2)


def test_an_award_does_not_cut_through_a_shared_rank(tied):
    """Hai đơn vị đồng hạng 1, một cờ: phải phân định trước."""
    conference = b.in_session(tied)
    refused(tied, conference, [(b.member(tied, 0).pk, "CO_TINH")], "đồng hạng 1: phân định đồng hạng rồi")
    first, second = b.member(tied, 0).pk, b.member(tied, 1).pk
    nomination.break_tie(conference, [second, first], reason="Nhiều sáng kiến hơn", by=tied.lead, at=b.MEETING)
    nomination.put_forward(conference, [(second, "CO_TINH"), (first, "BK_TINH")], by=tied.lead, at=b.MEETING)
    nomination.open_vote(conference, by=tied.lead, at=b.VOTED)
    for elector in conference.ballot.electors.all():
        b.vote(conference.ballot, elector.person)
    nomination.count_vote(conference, by=tied.lead, at=b.VOTED)
    assert list(conference.nominations.order_by("rank").values_list("member", "rank")) == [(second, 1), (first, 2)]


def test_equals_may_get_the_same_award(tied):
    """Đồng hạng mà cùng một hình thức thì không cần phân định."""
    tied.year.rule_set.certificates = 2
    tied.year.rule_set.save()
    b.put_forward(tied, b.in_session(tied), "BK_TINH", "BK_TINH")


@pytest.mark.parametrize("places", [[0], [0, 2], [0, 1, 2], [0, 0], [2, 3], []])
def test_a_tie_is_broken_among_exactly_the_equals(tied, places):
    """Phân định phải đủ và chỉ gồm các đơn vị đồng hạng."""
    conference = b.in_session(tied)
    with pytest.raises(Refused, match="phải gồm đủ các đơn vị đồng một hạng"):
        nomination.break_tie(conference, [b.member(tied, n).pk for n in places], reason="x", by=tied.lead, at=b.MEETING)
    assert not conference.tie_breaks.exists()


def test_a_tie_is_broken_with_a_reason_and_before_the_vote(tied):
    """Phân định có lý do; phát phiếu rồi thì thôi."""
    conference = b.in_session(tied)
    equals = [b.member(tied, 0).pk, b.member(tied, 1).pk]
    with pytest.raises(Refused, match="phải nêu lý do"):
        nomination.break_tie(conference, equals, reason="", by=tied.lead, at=b.MEETING)
    nomination.break_tie(conference, equals, reason="Lần một", by=tied.lead, at=b.MEETING)
    nomination.break_tie(conference, equals[::-1], reason="Lần hai", by=tied.lead, at=b.MEETING)
    assert list(conference.tie_breaks.values_list("member", "reason")) == [
        (equals[1], "Lần hai"),
        (equals[0], "Lần hai"),
    ]
    b.put_forward(tied, conference, "BK_TINH", "CO_TINH")
    nomination.open_vote(conference, by=tied.lead, at=b.VOTED)
    with pytest.raises(Refused, match="Đã phát phiếu suy tôn"):
        nomination.break_tie(conference, equals, reason="Lần ba", by=tied.lead, at=b.VOTED)


# --- phát phiếu -------------------------------------------------------------------------------------
def test_no_vote_without_a_quorum(cast):
    """Có mặt 3 trong 5 đơn vị, quy chế đòi 67%: không phát phiếu, không có phiếu nào."""
    conference = b.put_forward(cast, b.in_session(cast, *cast.units[3:]), "CO_TINH")
    with pytest.raises(Refused, match="Có mặt 3 trong 5 đơn vị, chưa đủ 67%"):
        nomination.open_vote(conference, by=cast.lead, at=b.VOTED)
    assert conference.ballot is None
    assert not Slot.objects.exists()


def test_no_vote_without_candidates_and_none_twice(cast, conference):
    """Chưa đề cử thì không phát phiếu; phát rồi thì không phát lần nữa."""
    with pytest.raises(Refused, match="Chưa có đề cử"):
        nomination.open_vote(conference, by=cast.lead, at=b.VOTED)
    b.put_forward(cast, conference, "CO_TINH")
    nomination.open_vote(conference, by=cast.lead, at=b.VOTED)
    with pytest.raises(Refused, match="Đã phát phiếu"):
        nomination.open_vote(conference, by=cast.lead, at=b.VOTED)
    with pytest.raises(Refused, match="Đã phát phiếu"):
        b.put_forward(cast, conference, "BK_TINH")


def test_a_vote_follows_the_rules_of_the_year():
    """Ngưỡng, tỷ lệ, kín hay ghi tên lấy từ quy chế; mỗi đơn vị có mặt một phiếu."""
    cast = b.balloted(5, quorum_percent=60, threshold_percent=75, base="valid", secret=False)
    ballot = b.voting(cast, cast.units[4]).ballot
    assert (ballot.quorum_percent, ballot.threshold_percent, ballot.base, ballot.secret) == (60, 75, "valid", False)
    assert [e.label for e in ballot.electors.order_by("position")] == [u.name for u in cast.units[:4]]


def test_nobody_votes_for_the_own_unit_when_the_rules_bar_it():
    """Quy chế không cho bầu cho đơn vị mình: người của đơn vị không có ô phiếu ở dòng của mình, có ở dòng khác."""
    cast = b.balloted(3, self_vote=False)
    ballot = b.voting(cast).ballot
    own, other = ballot.lines.order_by("position")
    mine = {"elector__person": cast.head(cast.units[0])}
    assert not own.slots.filter(**mine).exists()
    assert other.slots.filter(**mine).count() == 1
    assert own.slots.count() == 2


def test_everybody_votes_on_every_line_otherwise(cast):
    """Quy chế cho phép thì ai cũng có ô ở mọi dòng."""
    ballot = b.voting(cast).ballot
    assert [line.slots.count() for line in ballot.lines.all()] == [5, 5]


# --- kiểm phiếu -------------------------------------------------------------------------------------
def test_nothing_is_counted_before_enough_have_voted(cast):
    """Ba trong năm đơn vị đã bỏ, cần 67%: chưa kiểm; thêm một phiếu thì được."""
    conference = b.voting(cast)
    voters = [e.person for e in conference.ballot.electors.order_by("position")]
    for person in voters[:3]:
        b.vote(conference.ballot, person)
    with pytest.raises(Refused, match="Mới có 3 trong 5 đơn vị bỏ phiếu, chưa đủ 67%"):
        nomination.count_vote(conference, by=cast.lead, at=b.VOTED)
    assert not Nomination.objects.exists()
    b.vote(conference.ballot, voters[3])
    nomination.count_vote(conference, by=cast.lead, at=b.VOTED)
    assert conference.nominations.count() == 2


@pytest.mark.parametrize(("against", "passed"), [(0, True), (2, True), (3, False), (5, False)])
def test_a_candidate_passes_at_the_threshold_of_all(against, passed):
    """Cần 60% của 5 phiếu: ba phiếu là đạt, hai phiếu là chưa."""
    cast = b.balloted(5, threshold_percent=60)
    conference = b.nominated(cast, against=cast.units[:against], codes=("CO_TINH",))
    row = conference.nominations.get()
    assert (row.yes, row.base_number, row.passed) == (5 - against, 5, passed)


def test_what_was_found_is_frozen_in_words():
    """Hạng, điểm, phiếu được ghi lại như lúc ấy, kể cả dòng chưa đạt."""
    cast = b.ranked(3, threshold_percent=100)
    conference = b.nominated(cast, against=cast.units[2:])
    facts = list(conference.nominations.order_by("rank").values_list("rank", "yes", "base_number", "passed", "why"))
    assert facts == [
        (1, 2, 3, False, "hạng 1, 20,25 điểm; 2 trong 3 phiếu đồng ý"),
        (2, 2, 3, False, "hạng 2, 20,00 điểm; 2 trong 3 phiếu đồng ý"),
    ]


def test_a_year_nominates_once(cast):
    """Hội nghị thứ hai trong năm không suy tôn thêm, nên chỉ tiêu không bị nhân đôi."""
    b.nominated(cast)
    again = b.in_session(cast, title="Hội nghị bất thường")
    refused(cast, again, [(b.member(cast, 3).pk, "CO_TINH")], "Năm này đã suy tôn tại «Hội nghị tổng kết»")


def test_a_vote_called_off_is_never_opened(cast):
    """Hủy cuộc bỏ phiếu: có lý do, phiếu không mở, rồi điểm danh và phát phiếu lại được."""
    conference = b.voting(cast)
    ballot = conference.ballot
    b.vote(ballot, cast.head(cast.units[1]))
    with pytest.raises(Refused, match="phải nêu lý do"):
        nomination.call_off_vote(conference, reason="", by=cast.lead, at=b.VOTED)
    nomination.call_off_vote(conference, reason="Đề cử thiếu một đơn vị", by=cast.lead, at=b.VOTED)
    ballot.refresh_from_db()
    assert (ballot.state, conference.ballot) == ("cancelled", None)
    workflow.attend(conference, b.rows(cast, conference), by=cast.lead, at=b.VOTED)
    nomination.open_vote(conference, by=cast.lead, at=b.VOTED)
    assert conference.ballot != ballot


def test_a_counted_vote_is_not_called_off_nor_counted_twice(cast):
    """Đã kiểm thì không hủy, không kiểm lại, không hẹn ngày khác."""
    conference = b.nominated(cast)
    with pytest.raises(Refused, match="Không có cuộc bỏ phiếu nào đang mở"):
        nomination.call_off_vote(conference, reason="x", by=cast.lead, at=b.VOTED)
    with pytest.raises(Refused, match="Không thể «Đóng bỏ phiếu»"):
        nomination.count_vote(conference, by=cast.lead, at=b.VOTED)
    with pytest.raises(Refused, match="Phiếu suy tôn đã phát"):
        workflow.postpone(conference, held_at=b.day(2026, 12, 30), reason="x", by=cast.lead, at=b.VOTED)


def test_nothing_to_count_or_call_off_before_a_vote(cast, conference):
    """Chưa phát phiếu thì không có gì để kiểm hay hủy."""
    with pytest.raises(Refused, match="Chưa phát phiếu"):
        nomination.count_vote(conference, by=cast.lead, at=b.VOTED)
    with pytest.raises(Refused, match="Không có cuộc bỏ phiếu"):
        nomination.call_off_vote(conference, reason="x", by=cast.lead, at=b.VOTED)


# --- suy tôn theo điểm ------------------------------------------------------------------------------
def test_by_points_alone_there_is_no_vote():
    """Quy chế chỉ căn cứ vào điểm: suy tôn ghi hạng và điểm, không có phiếu."""
    cast = b.ranked(3, basis="score")
    conference = b.put_forward(cast, b.in_session(cast), "CO_TINH")
    with pytest.raises(Refused, match="suy tôn theo điểm, không bỏ phiếu"):
        nomination.open_vote(conference, by=cast.lead, at=b.VOTED)
    nomination.acclaim_by_score(conference, by=cast.head(cast.lead_unit), at=b.VOTED)
    row = conference.nominations.get()
    assert (row.rank, row.yes, row.passed, row.why) == (1, None, True, "hạng 1, 20,25 điểm")


def test_acclamation_needs_the_rule_a_quorum_and_candidates():
    """Quy chế đòi phiếu, chưa đủ đơn vị, hoặc chưa đề cử thì không suy tôn theo điểm được."""
    cast = b.ranked(3, basis="score")
    head = cast.head(cast.lead_unit)
    with pytest.raises(Refused, match="Chưa có đề cử nào để suy tôn"):
        nomination.acclaim_by_score(b.in_session(cast), by=head, at=b.VOTED)
    few = b.put_forward(cast, b.in_session(cast, *cast.units[1:]), "CO_TINH")
    with pytest.raises(Refused, match="chưa đủ 67%"):
        nomination.acclaim_by_score(few, by=head, at=b.VOTED)
    voting = b.balloted(name="Khối bỏ phiếu")
    conference = b.put_forward(voting, b.in_session(voting), "CO_TINH")
    with pytest.raises(Refused, match="đòi bỏ phiếu suy tôn"):
        nomination.acclaim_by_score(conference, by=voting.head(voting.lead_unit), at=b.VOTED)


# --- bỏ phiếu lại, quyết định -----------------------------------------------------------------------
HELD = "Bỏ phiếu kín, biên bản kiểm phiếu số 2"


def settled(conference):
    return [(r.member.short_name, r.rank, r.decided_by, r.tie_note) for r in settled_ranking(conference)]


def test_a_revote_settles_a_tie_and_a_decision_what_it_leaves():
    """Ba đơn vị đồng hạng: 4, 4, 1 phiếu; hai đơn vị bằng phiếu do trưởng khối, phó khối quyết định, có lý do."""
    cast = b.ranked(4, tied=3)
    conference = b.in_session(cast)
    first, second, third = (b.member(cast, n).pk for n in range(3))
    hand = {"by": cast.lead, "at": b.MEETING}
    nomination.revote(conference, {first: 4, second: 4, third: 1}, base=9, reason=HELD, **hand)
    assert [(name, rank, by) for name, rank, by, _n in settled(conference)] == [
        ("Sở 1", 1, "shared"), ("Sở 2", 1, "shared"), ("Sở 3", 3, "revote"), ("Sở 4", 4, ""),
    ]  # fmt: skip
    facts = {"who": "Trưởng khối, phó khối", "reason": "Thành tích nổi trội hơn"}
    nomination.break_tie(conference, [second, first], **facts, **hand)
    assert settled(conference)[:3] == [
        ("Sở 2", 1, "decision", "Trưởng khối, phó khối; Thành tích nổi trội hơn"),
        ("Sở 1", 2, "decision", "Trưởng khối, phó khối; Thành tích nổi trội hơn"),
        ("Sở 3", 3, "revote", f"1/9 phiếu; {HELD}"),
    ]


def test_a_new_revote_replaces_what_was_settled_before(tied):
    """Bỏ phiếu lại lần nữa: lần trước và quyết định theo nó không còn tính; nhật ký giữ cả."""
    conference = b.in_session(tied)
    one, two = b.member(tied, 0).pk, b.member(tied, 1).pk
    hand = {"by": tied.lead, "at": b.MEETING}
    nomination.revote(conference, {one: 2, two: 2}, base=4, reason=HELD, **hand)
    nomination.break_tie(conference, [two, one], reason="Tạm", **hand)
    nomination.revote(conference, {one: 3, two: 1}, base=4, reason=HELD, **hand)
    assert [(name, rank) for name, rank, *_rest in settled(conference)][:2] == [("Sở 1", 1), ("Sở 2", 2)]
    assert Entry.objects.filter(label="Bỏ phiếu lại giữa các đơn vị đồng hạng").count() == 2


@pytest.mark.parametrize(
    ("places", "votes", "words"),
    [([0], [3], "phải gồm đủ"), ([0, 1, 2], [1, 1, 1], "phải gồm đủ"), ([0, 1], [5, 0], "5 phiếu là quá 4 phiếu đã bỏ")],
)  # fmt: skip
def test_a_revote_is_among_exactly_the_equals_and_within_its_votes(tied, places, votes, words):
    """Bỏ phiếu lại gồm đúng các đơn vị đồng hạng, không quá số phiếu đã bỏ; sai thì không ghi gì."""
    conference = b.in_session(tied)
    counted = {b.member(tied, place).pk: n for place, n in zip(places, votes, strict=True)}
    with pytest.raises(Refused, match=words):
        nomination.revote(conference, counted, base=4, reason=HELD, by=tied.lead, at=b.MEETING)
    assert not conference.tie_breaks.exists()


@pytest.mark.parametrize(
    ("rules", "words"),
    [("[revote]", "không cho phân định bằng cách «Quyết định»"), ("[revote, decision]", "định bỏ phiếu lại trước")],
)
def test_the_scheme_says_which_way_a_tie_is_broken(rules, words):
    """Bộ tiêu chí ghi revote trước decision thì phải bỏ phiếu lại rồi mới quyết định; chỉ ghi revote thì không quyết định được."""
    cast = b.ranked(4, tied=2, scheme=f"tie_rules: {rules}\n{scores.SCHEME}")
    conference, hand = b.in_session(cast), {"by": cast.lead, "at": b.MEETING}
    one, two = b.member(cast, 0).pk, b.member(cast, 1).pk
    with pytest.raises(Refused, match=words):
        nomination.break_tie(conference, [two, one], reason="x", **hand)
    nomination.revote(conference, {one: 2, two: 2}, base=4, reason=HELD, **hand)
    if "decision" in rules:
        nomination.break_tie(conference, [two, one], reason="x", **hand)
        assert settled(conference)[0][0] == "Sở 2"


def test_a_revote_has_votes_and_a_decision_says_who_by_the_database(tied):
    """Cơ sở dữ liệu cũng giữ: bỏ phiếu lại có số phiếu, quyết định có người quyết định."""
    conference, member = b.in_session(tied), b.member(tied, 0)
    for facts in (
        {"kind": "revote"},
        {"kind": "decision", "order": 1},
        {"kind": "revote", "votes": 5, "base_number": 4},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            TieBreak.objects.create(conference=conference, member=member, reason="x", **facts)


@pytest.mark.parametrize(("base", "number", "passed"), [("all", 5, False), ("present", 3, True)])
def test_the_share_is_taken_of_all_member_units_or_of_those_present(base, number, passed):
    """Năm đơn vị, ba có mặt, hai đồng ý: hai phần ba số có mặt thì đạt, hai phần năm số thành viên thì không."""
    cast = b.balloted(5, quorum_percent=60, base=base)
    conference = b.put_forward(cast, b.in_session(cast, *cast.units[3:]), "CO_TINH")
    nomination.open_vote(conference, by=cast.lead, at=b.VOTED)
    for n, elector in enumerate(conference.ballot.electors.select_related("person")):
        b.vote(conference.ballot, elector.person, yes=n > 0)
    nomination.count_vote(conference, by=cast.lead, at=b.VOTED)

    found = conference.nominations.get()
    assert (found.yes, found.base_number, found.passed) == (2, number, passed)
