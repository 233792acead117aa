"""Kẻ dò phiếu có cả cơ sở dữ liệu, nhật ký, log và bản sao lưu vẫn đoán không hơn ngẫu nhiên; cách làm thông thường thì lộ hết."""

import hashlib
import json
import logging
import secrets
import sys

import pytest
from django.db import connection, transaction
from django.urls import reverse

from emulation.ballots.tests.attacker import LEAK, Attacker, Score, evidence_in_tables, seeded
from emulation.ballots.tests.builders import NOON, codes_of, counted, opened, team_of
from emulation.ballots.tests.evidence import every_table
from emulation.testing import client_of, person

pytestmark = pytest.mark.django_db(transaction=True)
LINES = ("Sở Nội vụ", "Sở Tài chính")
ELECTORS = 6
CHOICES = (0, 1, None)
FRESH = 20  # elections that one sign-in lasts


class Log(logging.Handler):
    """Every record of every logger, SQL statements with their values included."""

    def __init__(self):
        super().__init__(level=1)
        self.text = ""

    def emit(self, record):
        self.text += self.format(record) + "\n"


@pytest.fixture
def log(monkeypatch):
    handler = Log()
    monkeypatch.setattr(logging.getLogger(), "handlers", [handler])
    for name in ("", "django.db.backends"):
        monkeypatch.setattr(logging.getLogger(name), "level", 1)
    logging.getLogger("django.db.backends").manager._clear_cache()
    connection.force_debug_cursor = True
    yield handler
    connection.force_debug_cursor = False
    logging.getLogger().manager._clear_cache()


def minds(luck, lines):
    """What each person thinks of each line; never all the same, or the tally itself would tell. Out: {line: [choice]}."""
    while True:
        thought = {line: [luck.choice(CHOICES) for _i in range(ELECTORS)] for line in lines}
        if all(len(set(choices)) > 1 for choices in thought.values()):
            return thought


def value(choice):
    return "--" if choice is None else f"{choice:02}"


def vote_in_the_browser(client, ballot, choices, log):
    """Read back, then cast, as on a phone. Out: what a web server's log and the program's logs say of it: {what: value}."""
    address, trace = reverse("ballots:vote", args=[ballot.pk]), {}
    answers = {f"line_{line}": value(choice) for line, choice in choices.items()}
    client.get(address)
    for step in ("check", "cast"):
        log.text = ""
        response = client.post(address, answers | {"step": step})
        trace |= {
            f"{step} status": response.status_code,
            f"{step} request length": int(response.wsgi_request.META["CONTENT_LENGTH"]),
            f"{step} response length": len(response.content),
            f"{step} headers": len(repr(sorted(response.items()))),
            f"{step} log length": len(log.text),
            f"{step} log": log.text,
        }
        for word in ("Đồng ý", "Không đồng ý", "Phiếu trắng", "'00'", "'01'", "'--'"):
            trace[f"{step} log says {word}"] = log.text.count(word)
    return trace


def run(seed, elections, log):
    """Hold elections; the attacker attacks each. Out: (attacker, [(hits of the row order, hits of the hash, guesses)])."""
    luck, attacker, control = seeded(seed), Attacker(seeded(seed + 1), CHOICES), []
    people = [person(f"Người thứ {n + 1}") for n in range(ELECTORS)]
    team = team_of(people[:3])
    codes = codes_of(team)
    for n in range(elections):
        if n % FRESH == 0:  # a proof of the person grows old
            clients = [client_of(user, at=NOON) for user in people]
        ballot = opened(people, LINES, team=team if n % 2 else None)  # every second key is held as codes, by voters
        lines = list(ballot.lines.values_list("pk", flat=True))
        thought = minds(luck, lines)
        before = every_table(without=naive_tables())
        traces = [None] * ELECTORS
        for turn, voter in enumerate(luck.sample(range(ELECTORS), ELECTORS)):
            choices = {line: thought[line][voter] for line in lines}
            traces[voter] = vote_in_the_browser(clients[voter], ballot, choices, log) | {"turn": turn}
            vote_naively(n, people[voter], choices)
        attack(attacker, ballot, codes[1:], thought, traces, before)
        control.append(break_naive(n, people, thought))
    return attacker, control


def attack(attacker, ballot, codes, thought, traces, before):
    """He waits for the count and the published tally, then takes everything together."""
    voted = every_table(without=naive_tables())
    counted(ballot, codes=codes)
    tables = {"before": before, "voted": voted, "counted": every_table(without=naive_tables())}
    electors = list(ballot.electors.order_by("position").values_list("pk", "person"))
    people = [{"elector_id": e, "person_id": p, "user_id": p, "by_id": p} for e, p in electors]
    for line, truth in thought.items():
        assert ballot.lines.get(pk=line).tally["Đồng ý"] == truth.count(0)
        evidence = {f"web: {what}": [trace[what] for trace in traces] for what in traces[0]}
        for when, dump in tables.items():
            found = evidence_in_tables(dump, people, line)
            evidence |= {f"{when}: {what}": values for what, values in found.items()}
        attacker.attack(evidence, truth)


# --- the control: votes in a table of their own without a name, beside a list of who has voted ----------------------
def naive_tables():
    return ("naive_vote", "naive_voted")


@pytest.fixture(autouse=True)
def _naive_design():
    number = "bigserial" if connection.vendor == "postgresql" else "integer"
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE naive_vote (id {number} PRIMARY KEY, election int, line int, who text, choice int)"
        )
        cursor.execute(f"CREATE TABLE naive_voted (id {number} PRIMARY KEY, election int, person int)")
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE naive_vote")
        cursor.execute("DROP TABLE naive_voted")


def hashed(election, user):
    return hashlib.sha256(f"{election}:{user.pk}".encode()).hexdigest()


def vote_naively(election, user, choices):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO naive_voted (election, person) VALUES (%s, %s)", [election, user.pk])
        for line, choice in choices.items():
            cursor.execute(
                "INSERT INTO naive_vote (election, line, who, choice) VALUES (%s, %s, %s, %s)",
                [election, line, hashed(election, user), choice],
            )


def break_naive(election, people, thought):
    """Two ways in: the n-th row of the votes belongs to the n-th of the list; and every hash can be tried."""
    by_order, by_hash = Score(), Score()
    with connection.cursor() as cursor:
        cursor.execute("SELECT person FROM naive_voted WHERE election = %s", [election])
        turn = [row[0] for row in cursor.fetchall()]
        for line, truth in thought.items():
            cursor.execute("SELECT who, choice FROM naive_vote WHERE election = %s AND line = %s", [election, line])
            rows = cursor.fetchall()
            by_order.add([rows[turn.index(user.pk)][1] for user in people], truth)
            by_hash.add([dict(rows)[hashed(election, user)] for user in people], truth)
    return by_order, by_hash


# --- the tests --------------------------------------------------------------------------------------------------
def attack_many(elections, log, capsys):
    seed = secrets.randbelow(2**32)
    attacker, control = run(seed, elections, log)
    strategy, best = attacker.best()
    naive = [sum(values) for values in zip(*((o.hits, o.guesses) for o, _h in control), strict=True)]
    with capsys.disabled():
        sys.stdout.write(
            f"\n{connection.vendor}, hạt giống {seed}, {elections} cuộc, {len(attacker.scores)} cách dò\n"
            f"  niêm phong, cách dò tốt nhất: {best} {strategy[0]}\n"
            f"  bảng phiếu thông thường: {naive[0]} trúng trong {naive[1]}\n"
        )
    assert len(attacker.scores) > 500
    assert best.sigmas < LEAK, (seed, strategy, str(best))
    assert all(score.hits == score.guesses for pair in control for score in pair)


def test_the_attacker_guesses_no_better_than_chance_and_breaks_the_naive_design_every_time(log, capsys):
    """Hai mươi cuộc: với phiếu niêm phong, mọi cách dò không hơn ngẫu nhiên; với bảng phiếu thông thường, lộ hết cả hai mươi."""
    attack_many(20, log, capsys)


@pytest.mark.soak
def test_the_attacker_guesses_no_better_than_chance_over_three_hundred_elections(log, capsys):
    """Ba trăm cuộc."""
    attack_many(300, log, capsys)


@pytest.mark.parametrize(
    "paper",
    [
        lambda choice: json.dumps({"choice": choice}).encode() + secrets.token_bytes(16),
        lambda choice: hashlib.sha256(f"muối chung {choice}".encode()).digest(),
        lambda choice: secrets.token_bytes(60) + bytes([9 if choice is None else choice]),
    ],
    ids=["not padded", "no salt", "last byte"],
)
def test_the_attacker_sees_through_a_paper_that_is_sealed_badly(paper):
    """Đối chứng cho chính kẻ dò: phiếu không độn cho bằng nhau, không có muối, hay hở một byte thì hắn nhận ra ngay."""
    luck, attacker = seeded(5), Attacker(seeded(6), CHOICES)
    people = [{"elector_id": n} for n in range(ELECTORS)]
    for line in range(30):
        truth = minds(luck, [line])[line]
        rows = [{"elector_id": n, "line_id": line, "sealed": paper(truth[n])} for n in range(ELECTORS)]
        attacker.attack(evidence_in_tables({"slot": rows}, people, line), truth)

    assert attacker.best()[1].sigmas > LEAK


def test_a_page_with_choices_has_one_length(log):
    """Trang đọc lại phiếu dài bằng nhau dù chọn gì."""
    people = [person(f"Người thứ {n + 1}") for n in range(9)]
    ballot = opened(people, LINES)
    first, second = ballot.lines.values_list("pk", flat=True)
    sizes = set()
    for n, user in enumerate(people):
        trace = vote_in_the_browser(
            client_of(user, at=NOON), ballot, {first: CHOICES[n % 3], second: CHOICES[n // 3]}, log
        )
        sizes.add(tuple(v for what, v in trace.items() if what.endswith(("request length", "response length"))))

    assert len(sizes) == 1
