"""Phần việc của các đơn vị: what units, checkers and voters do in their turn, each by their own hand, through the acts.

Used to lay out the demonstration, and by the demonstration's button «Để các đơn vị khác làm phần của họ».
"""

from decimal import Decimal

from django.db.models import Exists, OuterRef

from awards.catalogue.reports import award_type
from blocs.covenant import signing
from blocs.pledges import workflow as pledges
from blocs.pledges.models import Pledge, Result
from blocs.roster.models import Office, Seat
from blocs.scoring import workflow as scoring
from blocs.years.models import Duty
from emulation.ballots import reports as ballot_reports
from emulation.ballots import workflow as ballots

# Made-up results, best first, for a scheme of emulation/demo/scheme.yaml; marked so on every page.
CLAIMS = {
    "1.1": "28,5",
    "1.2": "98/100",
    "1.3": "9,5",
    "2.1": "11,5",
    "2.2": "đ",
    "3.1": "đ",
    "3.2": "11",
    "4.1": "3",
    "5.1": "0",
}
STEP = Decimal("0.75")


def person(unit, *offices, at):
    """Who holds one of `offices` in a unit that day (the first office named that is held). Out: User."""
    seats = list(Seat.objects.on(at.date()).filter(unit=unit, office__in=offices).select_related("person"))
    return min(seats, key=lambda s: offices.index(s.office)).person


def head(member, at):
    return person(member.unit, Office.HEAD, Office.VICE_HEAD, at=at)


def clerk(member, at):
    return person(member.unit, Office.CLERK, Office.HEAD, at=at)


def lead(bloc_year):
    """The leading member of a year."""
    return bloc_year.members.select_related("unit").get(duty=Duty.LEAD)


def register(member, *, at, award="TTLDXS"):
    """Đăng ký: two targets and a title, written by the clerk, submitted by the head, received by the lead unit."""
    targets = [
        pledges.Promise(name="Hoàn thành chương trình công tác năm", value=Decimal(100), measure="%"),
        pledges.Promise(name="Giải quyết hồ sơ, văn bản đúng hạn", value=Decimal("98.5"), measure="%"),
    ]
    titles = [pledges.Aim(award_type=award_type(code, at.date())) for code in dict.fromkeys(("TTLDTT", award))]
    pledge = pledges.write(member, targets=targets, titles=titles, by=clerk(member, at), at=at)
    pledges.submit(pledge, by=head(member, at), at=at)
    return receive(pledge, at=at)


def receive(pledge, *, at):
    """The lead unit takes the registration."""
    pledges.receive(pledge, by=clerk(lead(pledge.member.bloc_year), at), at=at)
    return pledge


def report(member, period, *, at, short=0):
    """Kết quả: what is not yet written is written by the clerk; the head confirms. `short`: points below the promise."""
    pledge = Pledge.objects.get(member=member)
    blank = pledge.targets.filter(~Exists(Result.objects.filter(target=OuterRef("pk"), period=period)))
    results = {t: (None, t.level) if t.value is None else (max(t.value - short, 0), "") for t in blank}
    pledges.report_results(pledge, period=period, results=results, by=clerk(member, at), at=at)
    pledges.confirm_results(pledge, period=period, by=head(member, at), at=at)


def sign(signature, *, at):
    """One head confirms the covenant."""
    signing.sign(signature, by=head(signature.member, at), at=at)


def score_itself(sheet, place, *, at, submit=True):
    """Tự chấm: a sheet filled with made-up results for the unit in this place of the report's order (from 0)."""
    criteria = {c.code: c for c in sheet.round.scheme.criteria.all()}
    cells = {(sheet.pk, criteria[code].pk): text for code, text in claims(place).items() if code in criteria}
    scoring.save_marks(sheet.round, "self", cells, by=clerk(sheet.member, at), at=at)
    if submit:
        scoring.submit(sheet, by=head(sheet.member, at), at=at)


def claims(place):
    """Made-up cells: the better the place, the more points; every place has other points, so that ranks are plain."""
    first = Decimal(CLAIMS["1.1"].replace(",", ".")) - STEP * place
    return CLAIMS | {
        "1.1": f"{first:f}".replace(".", ","),
        "4.1": str(max(0, 3 - place)),
        "5.1": str(min(2, place // 4)),
    }


def check(sheet, *, at):
    """Thẩm định: the claimed points are accepted by whoever checks this sheet, and the check is closed."""
    hand = checker(sheet, at)
    scoring.accept_claims(sheet.round, [sheet], by=hand, at=at)
    scoring.check_done(sheet, by=hand, at=at)


def checker(sheet, at):
    """The lead unit's clerk; for the lead unit's own sheet the deputy's, or the member named by the secretariat."""
    bloc_year = sheet.round.bloc_year
    leading = lead(bloc_year)
    if sheet.member_id != leading.pk:
        return clerk(leading, at)
    deputy = bloc_year.members.filter(duty=Duty.DEPUTY).select_related("unit").first()
    return clerk(deputy or sheet.round.lead_checker, at)


def vote(ballot, elector, *, at, yes=True):
    """One elector casts the same choice on every line they may vote on."""
    if not ballot_reports.has_voted(ballot, elector.person):
        lines = ballot.lines.filter(slots__elector=elector)
        ballots.cast(ballot, by=elector.person, choices={line.pk: 0 if yes else 1 for line in lines}, at=at)
