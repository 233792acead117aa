"""Thế giới của ma trận: a province with two blocs and another with one, made by the acts and held at every stage of a year."""

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from django.contrib.auth.hashers import make_password

from awards.council import workflow as councils
from awards.proposals import workflow as proposals
from blocs.conferences import workflow as conferences
from blocs.conferences.models import ConferenceKind, ItemKind
from blocs.covenant import workflow as covenants
from blocs.pledges import workflow as pledges
from blocs.roster import workflow as roster
from blocs.roster.models import Office, UnitKind
from blocs.years import drafts
from blocs.years.models import DraftKind
from emulation.accounts.models import User
from emulation.accounts.workflow import new_person
from emulation.demo import parts
from emulation.demo.casting import Cast
from emulation.demo.tale import begin
from emulation.testing import day

CORNERS = Path(__file__).parent / "corners.yaml"
FIRST, NOW = day(2026, 1, 5, 8), day(2026, 11, 20, 9)
ROLES = ("member", "neighbour", "lead", "deputy")
CODES = ["CO_TINH", "BK_TINH", "BK_TINH", "BK_TINH"]


class Hours:
    """Each call is one hour later, so that papers are numbered in the order of their days."""

    def __init__(self):
        self.passed = 0

    def __call__(self):
        self.passed += 1
        return FIRST + dt.timedelta(hours=self.passed)


@dataclass
class Corner:
    """A bloc with its people and its years: `done`, `asking`, `preparing`, `scoring`, `meeting` (Tales), and rows of them."""

    word: str
    cast: Cast
    people: dict = field(default_factory=dict)
    now: dt.datetime = NOW

    @property
    def bloc(self):
        return self.cast.bloc

    @property
    def root(self):
        return self.cast.province.root

    def unit(self, role):
        """The unit in that role (one of ROLES)."""
        return self.cast.units[self.name(role)]

    def name(self, role):
        return f"{role.capitalize()} {self.word}"

    def row(self, tale, role="member"):
        """The member row of a role's unit in a year."""
        return tale.bloc_year.members.select_related("unit", "bloc_year__bloc").get(unit=self.unit(role))

    def hand(self, kind):
        """by= and at= of an act done now by a kind of person of this corner."""
        return {"by": User.objects.get(pk=self.people[kind].pk), "at": self.now}


@dataclass
class World:
    """Three corners by scope ("own", "other", "far"), and the person of each kind (None: anonymous)."""

    corners: dict
    people: dict


def build():
    """Dựng cả thế giới, chỉ bằng các việc. Out: World."""
    told, hours = yaml.safe_load(CORNERS.read_text(encoding="utf-8")), Hours()
    own = _corner(told["own"], _found(told["own"], hours), hours)
    other = _corner(told["other"], _second(told["other"], own.cast.province, hours), hours)
    far = _corner(told["far"], _found(told["far"], hours), hours)
    people = {**own.people, "anonymous": None, "other_head": other.people["head"], "far_head": far.people["head"]}
    _the_rest(own, people, hours)
    password = make_password("matrix")
    for person in filter(None, people.values()):
        person.password = password
        person.save(update_fields=["password"])
    return World({"own": own, "other": other, "far": far}, people)


# --- who ------------------------------------------------------------------------------------------
def _found(told, hours):
    place = told["root"].split(maxsplit=1)[1]
    return roster.found(
        told["root"], place, at=hours(), secretariat=told["secretariat"], symbol="BTD", prefix=told["prefix"]
    )


def _second(told, province, hours):
    """A second secretariat and council below the same root, with an officer of their own."""
    common = {"by": province.officer, "at": hours()}
    secretariat = roster.create_unit(told["secretariat"], province.root, symbol="PNV", **common)
    council = roster.create_unit(told["council"], province.root, kind=UnitKind.COUNCIL, **common)
    officer = _seated("Officer", Office.SECRETARIAT, secretariat, told["prefix"], common)
    return roster.Province(province.root, secretariat, council, province.administrator, officer)


def _seated(name, office, unit, prefix, common, title=""):
    username = f"{prefix}.{name.lower().replace(' ', '.')}"
    seat = roster.seat_newcomer(
        f"{name} {unit}",
        office,
        unit=unit,
        username=username,
        since=common["at"].date(),
        decision="01/QD",
        title=title,
        **common,
    )
    return seat.person


def _corner(told, province, hours):
    common = {"by": province.officer, "at": hours()}
    corner = Corner(told["word"], Cast({}, province))
    cast, prefix = corner.cast, told["prefix"]
    cast.told = {
        "lead": corner.name("lead"), "deputy": corner.name("deputy"), "theme": f"Theme {corner.word}",
        "order": [corner.name(role) for role in ROLES], "movements": [{"name": f"Movement {corner.word}"}],
    }  # fmt: skip
    cast.bloc = roster.create_bloc(
        f"Bloc {corner.word}",
        secretariat=province.secretariat,
        council=province.council,
        symbol=prefix.upper(),
        **common,
    )
    for role in ROLES:
        unit = roster.create_unit(
            corner.name(role), province.root, symbol=f"{prefix}{role[:2]}".upper(), place=corner.word, **common
        )
        roster.join_bloc(cast.bloc, unit, **common)
        cast.units[unit.name] = unit
        for office in (Office.HEAD, Office.CLERK):
            corner.people[role, office] = _seated(
                f"{office} {role}", office, unit, prefix, common, title=str(office.label)
            )
    for n, (kind, office) in enumerate(COUNCIL_SEATS.items()):
        corner.people[kind] = _seated(
            f"{office} {n}", office, province.council, prefix, common, title=f"{office.label} {n}"
        )
    cast.secretary = corner.people["council_secretary"]
    corner.people |= {kind: corner.people[key] for kind, key in BY_ROLE.items()} | {"officer": province.officer}
    _years(corner, hours)
    return corner


COUNCIL_SEATS = {
    "chair": Office.COUNCIL_CHAIR, "councillor": Office.COUNCIL_MEMBER, "second_councillor": Office.COUNCIL_MEMBER,
    "council_secretary": Office.COUNCIL_SECRETARY,
}  # fmt: skip
BLOC_SEATS = {
    "checker": Office.CHECKING_TEAM, "counter": Office.COUNTING_TEAM, "conference_secretary": Office.CONFERENCE_SECRETARY,
    "follower": Office.FOLLOWER, "guest": Office.GUEST,
}  # fmt: skip
BY_ROLE = {
    "head": ("member", Office.HEAD), "clerk": ("member", Office.CLERK), "neighbour": ("neighbour", Office.HEAD),
    "lead_head": ("lead", Office.HEAD), "lead_clerk": ("lead", Office.CLERK), "deputy_clerk": ("deputy", Office.CLERK),
}  # fmt: skip


def _the_rest(own, people, hours):
    """Kinds that only the own corner needs."""
    province = own.cast.province
    common = {"by": province.officer, "at": hours()}
    member = own.unit("member")
    people["vice"] = _seated("Vice", Office.VICE_HEAD, member, "mv", common)
    people["registry"] = _seated("Registry", Office.REGISTRY, member, "mv", common)
    people["admin"] = province.administrator
    people["admin_on_shift"] = _seated("On shift", Office.ADMINISTRATOR, province.secretariat, "mv", common)
    roster.open_shift("Matrix", by=people["admin_on_shift"], at=NOW)
    people["former"] = roster.register_person("Former", member, username="mv.former", **common)
    left = roster.seat(
        people["former"], Office.CLERK, unit=member, since=common["at"].date(), decision="01/QD", **common
    )
    roster.leave_seat(left, common["at"].date(), decision="02/QD", **common)
    consulted = roster.create_unit("Consulted", province.root, **common)
    people["consulted"] = _seated("Adviser", Office.CONSULTED, consulted, "mv", common)
    for kind, office in BLOC_SEATS.items():
        people[kind] = roster.register_person(kind, province.secretariat, username=f"mv.{kind}", **common)
        roster.seat(people[kind], office, bloc=own.bloc, since=common["at"].date(), decision="01/QD", **common)
    people["seatless"] = new_person(full_name="Seatless", username="mv.seatless", at=common["at"])


# --- when -----------------------------------------------------------------------------------------
def _years(corner, hours):
    corner.done = _done(corner, hours)
    corner.asking = _asking(corner, hours)
    corner.preparing = _preparing(corner, hours)
    corner.scoring = _scoring(corner, hours)
    corner.meeting = _meeting(corner, hours)


def _begin(corner, year, hours):
    return begin(corner.cast, year, at=hours(), when=None)


def _conference(tale, corner, hours):
    items, title = [(ItemKind.REPORT, "Report", tale.bloc_year)], f"Conference {corner.word} {tale.bloc_year.year}"
    return tale.hold_conference(ConferenceKind.YEAR_END, title, at=hours(), items=items)


def _nominated(tale, corner, hours):
    conference = _conference(tale, corner, hours)
    tale.put_forward(conference, CODES, at=hours())
    tale.open_ballot(conference, at=hours(), votes=len(ROLES))
    tale.count_ballot(conference, at=hours())
    return conference


def _done(corner, hours):
    """A whole year up to the concluded session of the council."""
    tale = _begin(corner, 2022, hours)
    tale.adopt_rules(at=hours(), basis="ballot")
    tale.adopt_scheme(at=hours(), title=f"Scheme {corner.word}")
    tale.launch_movements(at=hours())
    tale.register(at=hours())
    tale.sign(tale.freeze_covenant(at=hours()), at=hours())
    tale.report_results("year_end", at=hours())
    tale.round = tale.open_round(at=hours())
    tale.score_themselves(tale.round, at=hours())
    tale.check_and_publish(tale.round, at=hours())
    tale.conference = _nominated(tale, corner, hours)
    tale.finish_items(tale.conference, at=hours())
    tale.conclude(tale.conference, at=hours())
    chosen = tale.appraise(tale.propose(at=hours()), at=hours())
    tale.session = tale.convene(chosen, at=hours(), title=f"Session {corner.word}")
    vote_on(tale.session, at=hours())
    councils.close_vote(tale.session, by=corner.people["chair"], at=hours())
    councils.conclude(tale.session, conclusions=f"Agreed {corner.word}", by=corner.people["chair"], at=hours())
    return tale


def vote_on(session, *, at):
    """Every councillor votes yes on every line of a session."""
    for line in session.lines.select_related("ballot"):
        for elector in line.ballot.electors.select_related("person"):
            parts.vote(line.ballot, elector, at=at)


def _asking(corner, hours):
    """Nominated; the files of proposals are made and not sent yet."""
    tale = _begin(corner, 2023, hours)
    _nominated(tale, corner, hours)
    tale.submission = proposals.prepare(tale.bloc_year, by=corner.people["lead_clerk"], at=hours())
    return tale


def _preparing(corner, hours):
    """The member's pledge in draft, the neighbour's received; a covenant in draft; one draft being written, one consulted on."""
    tale = _begin(corner, 2024, hours)
    tale.launch_movements(at=hours())
    parts.register(corner.row(tale, "neighbour"), at=hours())
    promise = pledges.Promise(name=f"Target {corner.word}", value=90, measure="%")
    aim = pledges.Aim(award_type=parts.award_type("TTLDTT", NOW.date()))
    pledges.write(corner.row(tale), targets=[promise], titles=[aim], by=corner.people["clerk"], at=hours())
    common = {"by": corner.people["lead_clerk"], "at": hours()}
    covenants.draft(tale.bloc_year, theme=f"Covenant {corner.word}", text=f"I. Text {corner.word}", **common)
    tale.written, tale.consulted = (
        drafts.write(tale.bloc_year, kind=DraftKind.PLAN, title=f"Plan {n} {corner.word}", text="I. Text", **common)
        for n in (1, 2)
    )
    drafts.consult(tale.consulted, respond_by=NOW.date(), **common)
    neighbour = corner.row(tale, "neighbour")
    drafts.comment(tale.consulted, neighbour, agrees=False, text="Add.", by=corner.people["neighbour"], at=hours())
    return tale


def _scoring(corner, hours):
    """A round open; the member's sheet is filled and not handed in."""
    tale = _begin(corner, 2025, hours)
    tale.round = tale.open_round(at=hours(), self_days=400, check_days=420)
    parts.score_itself(sheet_of(corner, tale), 0, at=hours(), submit=False)
    return tale


def sheet_of(corner, tale, role="member"):
    """The sheet of a role's unit in a year's only round."""
    related = ("member__unit", "round__scheme", "round__bloc_year__bloc", "round__lead_checker")
    return tale.round.sheets.select_related(*related).get(member__unit=corner.unit(role))


def _meeting(corner, hours):
    """Two units share a published rank; a conference in session with candidates, another one planned."""
    tale = _begin(corner, 2026, hours)
    tale.round = tale.open_round(at=hours())
    for role, place in zip(ROLES, (0, 1, 2, 1), strict=True):
        parts.score_itself(sheet_of(corner, tale, role), place, at=hours())
    tale.check_and_publish(tale.round, at=hours())
    tale.conference = _conference(tale, corner, hours)
    tale.put_forward(tale.conference, CODES, at=hours())
    tale.planned = conferences.plan(
        tale.bloc_year, kind=ConferenceKind.BRIEFING, title=f"Briefing {corner.word}", held_at=NOW, place="Hall", chairs="Head",
        by=corner.people["lead_clerk"], at=hours(),
    )  # fmt: skip
    return tale
