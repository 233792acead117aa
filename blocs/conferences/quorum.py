"""Số đơn vị có mặt: enough or not, the sentence that says so, and who may stand for a unit."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from blocs.roster.models import Seat
from blocs.roster.rules import STAFF
from emulation.ballots.arithmetic import needed
from emulation.journal import clock


@dataclass(frozen=True)
class Quorum:
    """present of members, against percent (of all members)."""

    present: int
    members: int
    percent: int

    @property
    def reached(self):
        """Integers are compared: present × 100 ≥ percent × members."""
        return self.members > 0 and self.present * 100 >= self.percent * self.members

    @property
    def needed(self):
        """The smallest number of units that is enough."""
        return needed(self.percent, self.members)

    @property
    def sentence(self):
        facts = {"present": self.present, "members": self.members, "percent": self.percent}
        if self.reached:
            return _("Có mặt %(present)d trong %(members)d đơn vị, đủ (quy chế cần từ %(percent)d%%).") % facts
        return (
            _("Có mặt %(present)d trong %(members)d đơn vị, chưa đủ %(percent)d%% theo quy chế: hẹn ngày họp khác.")
            % facts
        )


def quorum(conference):
    """Quorum of a conference by the rule set of its year (two thirds of nothing known: 67 %). Out: Quorum."""
    rows = list(conference.attendances.values_list("present", flat=True))
    rule_set = conference.bloc_year.rule_set
    return Quorum(sum(rows), len(rows), rule_set.quorum_percent if rule_set else 67)


def seated_people(units):
    """Who stands for each unit without a delegation: {unit id: {person id}}, from the seats of the day. One query."""
    seats = Seat.objects.on(clock.today()).filter(unit__in=units, office__in=STAFF)
    found = {unit: set() for unit in units}
    for unit, person in seats.values_list("unit", "person"):
        found[unit].add(person)
    return found
