"""Tổ kiểm phiếu giữ khóa: mỗi người nhận mã một lần, đủ mã thì kiểm, thiếu thì không."""

import base64

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse

from emulation.ballots import keeping, workflow
from emulation.ballots.models import Ballot, Keeper, Share, State, Team
from emulation.ballots.reports import waiting
from emulation.ballots.tests.builders import NOON, codes_of, opened, people_of, prepared, team_of, votes, within
from emulation.ballots.tests.evidence import every_byte
from emulation.ballots.tests.test_preparing import refused
from emulation.journal.models import Entry
from emulation.testing import client_of, person


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.BALLOT_KEYS = tmp_path / "keys"
    return settings.BALLOT_KEYS


def named(needed=2):
    return team_of([person(f"Kiểm phiếu {n + 1}") for n in range(3)], needed)


def voted(team, voters=3):
    """A ballot of this team: the first voter says no, the others yes; closed. Out: Ballot."""
    ballot = opened(voters, ["Sở Nội vụ"], team=team)
    for n, user in enumerate(people_of(ballot)):
        votes(ballot, user, 0 if n else 1)
    return within(workflow.close, ballot)


def post(user, team, **body):
    return client_of(user, at=NOON).post(reverse("ballots:team", args=[team.pk]), body)


@pytest.mark.django_db(transaction=True)
def test_two_of_three_codes_count_a_lost_one_is_not_missed(folder):
    """Mất một mã: hai mã còn lại, gõ thế nào cũng được, vẫn kiểm; không có tệp khóa nào; kiểm xong phần khóa bị xóa."""
    team = named()
    first, _lost, third = codes_of(team)
    ballot = voted(team)
    assert (Share.objects.count(), list(folder.glob("*")) if folder.exists() else []) == (3, [])

    fresh = Ballot.objects.get(pk=ballot.pk)
    counted = within(workflow.count, fresh, codes=[third.lower().replace("-", " "), "", first])

    assert counted.lines.get().tally == {"Đồng ý": 2, "Không đồng ý": 1, "blank": 0, "invalid": 0}
    assert not Share.objects.exists()


@pytest.mark.django_db
def test_too_few_codes_open_nothing_and_the_sentence_says_what_to_do():
    """Thiếu mã, một mã gõ hai lần, gõ nhầm, mã của tổ khác: nói rõ, không đếm gì; phần khóa còn nguyên."""
    team, strangers = named(), codes_of(named())
    one, two, _three = codes_of(team)
    ballot = voted(team)

    assert "cần 2. Không còn đủ người giữ mã" in refused(within, workflow.count, ballot, codes=[one])
    assert "Mới có 1 mã khác nhau" in refused(within, workflow.count, ballot, codes=[one, one.lower()])
    assert "Mới có 0 mã" in refused(within, workflow.count, ballot)
    wrong = two[:-1] + ("A" if two[-1] != "A" else "B")
    assert "Mã ở ô 2 gõ nhầm" in refused(within, workflow.count, ballot, codes=[one, wrong])
    assert "Mã ở ô 1 không phải mã" in refused(within, workflow.count, ballot, codes=[strangers[0], two])
    ballot.refresh_from_db()
    assert (ballot.state, ballot.lines.get().returned, Share.objects.count()) == (State.CLOSED, None, 3)
    assert within(workflow.count, ballot, codes=[one, two]).lines.get().yes == 2


@pytest.mark.django_db
def test_a_ballot_does_not_open_before_everybody_holds_a_code():
    """Còn người chưa nhận mã thì chưa phát phiếu; nêu tên người ấy."""
    team = named()
    keeping.take_code(team, instead="", by=team.keepers.first().person, at=NOON)

    assert "Kiểm phiếu 2, Kiểm phiếu 3 chưa nhận mã" in refused(within, workflow.open_, prepared(2, team=team))


@pytest.mark.django_db
def test_a_team_is_named_sensibly():
    """Cần ít nhất hai mã, không quá số người; không có ai thì không thành tổ."""
    for needed in (1, 4):
        assert "từ 2 đến số người trong tổ (3)" in refused(named, needed)
    with pytest.raises(IntegrityError, match="codes_are_held_by_two_or_more"), transaction.atomic():
        Team.objects.create(title="T", stream="system", needed=1)


@pytest.mark.django_db
def test_a_code_is_shown_once_to_its_holder_alone():
    """Mã hiện một lần; tải lại trang thì không hiện nữa và mã cũ còn nguyên; người ngoài tổ không thấy trang."""
    team = named()
    keeper = team.keepers.first()
    assert [t.url for t in waiting(keeper.person, NOON)] == [reverse("ballots:team", args=[team.pk])]
    first = post(keeper.person, team, instead="")
    keeper.refresh_from_db()
    held = bytes(keeper.public_key)

    assert "no-store" in first["Cache-Control"]
    again = post(keeper.person, team, instead="")
    page = client_of(keeper.person, at=NOON).get(reverse("ballots:team", args=[team.pk])).content.decode()
    keeper.refresh_from_db()
    assert "không hiện lại" in again.content.decode()
    assert bytes(keeper.public_key) == held
    assert waiting(keeper.person, NOON) == []
    assert page.count("chưa nhận mã") == 2
    assert post(person(), team, instead="").status_code == 404


@pytest.mark.django_db
def test_a_code_may_be_replaced_until_a_ballot_is_opened_with_it():
    """Chép hỏng thì nhận mã mới, mã cũ thôi dùng; phát phiếu rồi thì không, kể cả bằng câu lệnh SQL."""
    team = named()
    old, two, _three = codes_of(team)
    keeper = team.keepers.first()
    new = keeping.take_code(team, instead=keeping.mark(keeper), by=keeper.person, at=NOON)
    ballot = voted(team)

    assert "Mã ở ô 1 không phải mã" in refused(within, workflow.count, ballot, codes=[old, two])
    keeper.refresh_from_db()
    assert "không đổi mã được nữa" in refused(
        keeping.take_code, team, instead=keeping.mark(keeper), by=keeper.person, at=NOON
    )
    with pytest.raises(IntegrityError, match="a_code_in_use_is_never_exchanged"), transaction.atomic():
        Keeper.objects.filter(pk=keeper.pk).update(public_key=b"x" * 32)
    with pytest.raises(IntegrityError, match="a_share_never_changes"), transaction.atomic():
        Share.objects.update(sealed=b"x")
    with pytest.raises(IntegrityError, match="shares_are_written_when"), transaction.atomic():
        Share.objects.create(ballot=ballot, keeper=keeper, sealed=b"x")
    assert within(workflow.count, ballot, codes=[new, two]).lines.get().yes == 2


@pytest.mark.django_db(transaction=True)
def test_neither_codes_nor_key_are_anywhere(monkeypatch, caplog):
    """Mã và khóa, dưới mọi dạng, không có trong bảng, tệp cơ sở dữ liệu, phiên, nhật ký, log, thư mục khóa, trước và sau khi kiểm."""
    caplog.set_level(1)
    made, make = [], keeping.PrivateKey.generate
    monkeypatch.setattr(keeping.PrivateKey, "generate", lambda: made.append(make()) or made[-1])
    team = named()
    shown = [post(k.person, team, instead="").content.decode() for k in team.keepers.all()]
    codes = [page.split('code fs-5">')[1].split("<")[0] for page in shown]
    ballot = voted(team)
    evidence = every_byte()
    within(workflow.count, ballot, codes=codes[:2])
    evidence += every_byte() + caplog.text.encode() + _redis()
    journal = "".join(repr(e.__dict__) for e in Entry.objects.all()).encode()

    secrets = [form for code in codes for form in _forms(code.replace("-", "").encode(), code.encode())]
    secrets += [
        form for key in made if key.public_key.encode() == bytes(ballot.public_key) for form in _forms(bytes(key))
    ]
    assert len(secrets) == 3 * 10 + 5
    assert bytes(ballot.public_key) in evidence
    assert "Nhận mã giữ khóa".encode() in journal + evidence
    assert not [secret for secret in secrets if secret in evidence + journal]


def _forms(*plain):
    return [
        form
        for text in plain
        for form in (text, text.lower(), text.hex().encode(), base64.b64encode(text), repr(text).encode())
    ]


def _redis():
    """Every key and value of the broker and the cache, where there is one."""
    if not getattr(settings, "REDIS_URL", ""):
        return b""
    import redis

    held = redis.Redis.from_url(settings.REDIS_URL)
    return b"".join(key + (held.dump(key) or b"") for key in held.scan_iter())
