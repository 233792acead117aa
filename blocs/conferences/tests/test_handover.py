"""Trao quyền trưởng khối: một lần, cho đơn vị trong khối, khi đủ đơn vị; năm sau được lập với đúng người đứng đầu."""

import pytest

from blocs.conferences import handover
from blocs.conferences.models import Handover
from blocs.roster.models import Rotation
from blocs.years import workflow as years
from blocs.years.models import BlocYear
from emulation.journal.steps import Refused

from . import building as b
from .test_papers import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return b.balloted(4)


@pytest.fixture
def conference(cast):
    return b.in_session(cast)


def hand_over(cast, conference, lead, deputy=None, **more):
    return handover.hand_over(conference, lead=lead, deputy=deputy, by=cast.head(cast.lead_unit), at=b.VOTED, **more)


def test_the_next_year_opens_under_the_new_lead(cast, conference):
    """Năm sau có đủ đơn vị, trưởng và phó khối mới, chủ đề mới; biên bản bàn giao vào hồ sơ năm cũ."""
    made = hand_over(
        cast, conference, cast.units[1], cast.units[2], items="Sổ theo dõi;\n\nHồ sơ năm 2026", theme="Đoàn kết"
    )
    coming = BlocYear.objects.get(year=2027)
    duties = dict(coming.members.exclude(duty="").values_list("duty", "unit"))
    assert (made.to_year, made.from_year, coming.theme) == (coming, cast.year, "Đoàn kết")
    assert duties == {"lead": cast.units[1].pk, "deputy": cast.units[2].pk}
    assert coming.members.count() == 4
    paper = cast.year.filings.get(label="Biên bản bàn giao").paper
    assert paper.data["handed"] == ["Sổ theo dõi", "Hồ sơ năm 2026"]


def test_the_lead_is_handed_over_once(cast, conference):
    """Trao lần thứ hai bị từ chối, ở hội nghị này hay hội nghị khác."""
    hand_over(cast, conference, cast.units[1])
    for meeting in (conference, b.in_session(cast)):
        with pytest.raises(Refused, match="đã trao quyền trưởng khối cho năm sau"):
            hand_over(cast, meeting, cast.units[2])
    assert Handover.objects.count() == 1


def test_a_unit_outside_the_bloc_does_not_lead_it(cast, conference):
    """Đơn vị khối khác, hoặc đã ra khỏi khối, không nhận được; không có gì được lập."""
    stranger = b.balloted(name="Khối khác").units[0]
    with pytest.raises(Refused, match="hiện không thuộc khối"):
        hand_over(cast, conference, stranger)
    with pytest.raises(Refused, match="hiện không thuộc khối"):
        hand_over(cast, conference, cast.units[1], stranger)
    cast.year.bloc.memberships.filter(unit=cast.units[3]).update(until="2026-12-01")
    with pytest.raises(Refused, match="hiện không thuộc khối"):
        hand_over(cast, conference, cast.units[3])
    assert not Handover.objects.exists()
    assert not BlocYear.objects.filter(bloc=cast.year.bloc, year=2027).exists()


def test_lead_and_deputy_are_two_units(cast, conference):
    """Một đơn vị không vừa làm trưởng vừa làm phó."""
    with pytest.raises(Refused, match="phải là các đơn vị khác nhau"):
        hand_over(cast, conference, cast.units[1], cast.units[1])


def test_it_is_handed_over_in_session_with_a_quorum(cast):
    """Chưa khai mạc, hoặc chưa đủ đơn vị, thì chưa trao quyền."""
    with pytest.raises(Refused, match="khi hội nghị đang họp"):
        hand_over(cast, b.planned(cast), cast.units[1])
    with pytest.raises(Refused, match="chưa đủ 67%"):
        hand_over(cast, b.in_session(cast, *cast.units[2:]), cast.units[1])


def test_a_year_opened_before_keeps_its_lead(cast, conference):
    """Cơ quan thường trực đã lập năm sau: trao đúng trưởng khối ấy thì được, đơn vị khác thì không."""
    opened = years.open_year(cast.year.bloc, year=2027, lead=cast.units[1], by=cast.secretary, at=b.PLANNED)
    with pytest.raises(Refused, match="Năm 2027 đã lập với trưởng khối Sở số 02"):
        hand_over(cast, conference, cast.units[2])
    assert hand_over(cast, conference, cast.units[1]).to_year == opened


@pytest.mark.parametrize(
    ("rotation", "place", "how"),
    [
        (Rotation.ROUND_ROBIN, 1, "Luân phiên vòng tròn"),
        (
            Rotation.ROUND_ROBIN,
            2,
            "Hội nghị thống nhất, khác thứ tự luân phiên (đến lượt Sở số 02 của Khối thi đua thử nghiệm)",
        ),
        (Rotation.DEPUTY, 1, "Phó khối kế nhiệm"),
        (Rotation.ELECTION, 3, "Bầu tại hội nghị"),
        (Rotation.APPOINTED, 3, "Theo quyết định phân công"),
    ],
)
def test_the_minutes_say_how_the_lead_was_found(cast, conference, rotation, place, how):
    """Theo cách của khối, hoặc khác thứ tự thì nói khác và đến lượt ai."""
    type(cast.year.bloc).objects.update(rotation=rotation)
    conference.refresh_from_db()
    assert hand_over(cast, conference, cast.units[place]).how == how


def test_a_unit_that_goes_on_leading_hands_nothing_over(cast, conference):
    """Trưởng khối được giữ lại: năm sau vẫn lập, không có biên bản bàn giao của một đơn vị cho chính nó."""
    made = hand_over(cast, conference, cast.lead_unit)
    assert made.to_year.year == 2027
    assert not cast.year.filings.filter(label="Biên bản bàn giao").exists()


def test_the_handover_names_its_years_and_keeps_names_as_they_are(cast, conference):
    """Biên bản bàn giao ghi rõ năm của bên giao, bên nhận; tên đơn vị trong ngoặc giữ chữ hoa."""
    hand_over(cast, conference, cast.units[2])
    text = text_of(cast.year.filings.get(label="Biên bản bàn giao").paper)
    assert "Trưởng khối năm 2026." in text
    assert "Trưởng khối năm 2027; hội nghị thống nhất" in text
    assert f"(đến lượt {cast.units[1].name})" in text
    assert "các việc còn lại của năm 2026" in text
