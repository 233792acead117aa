"""Tình huống của năm thi đua: pledges, covenants, delegations, drafts."""

import datetime as dt
from decimal import Decimal

from blocs.covenant import signing
from blocs.covenant import workflow as covenants
from blocs.covenant.models import Covenant
from blocs.pledges import workflow as pledges
from blocs.pledges.models import Pledge
from blocs.roster import workflow as roster
from blocs.roster.models import Office
from blocs.years import drafts, letters, listing
from blocs.years.models import Draft
from emulation.papers import tasks

from . import REASON

REPORTED = Decimal("87.65")


# --- pledges --------------------------------------------------------------------------------------
def pledge(corner):
    return Pledge.objects.select_related("member__bloc_year__bloc").get(member=corner.row(corner.preparing))


def submitted_pledge(corner):
    pledges.submit(found := pledge(corner), **corner.hand("head"))
    return found


def received_pledge(corner):
    pledges.receive(found := submitted_pledge(corner), **corner.hand("lead_clerk"))
    return found


def reported_pledge(corner):
    found = received_pledge(corner)
    results = dict.fromkeys(found.targets.all(), (REPORTED, ""))
    pledges.report_results(found, period="year_end", results=results, **corner.hand("clerk"))
    return found


def confirmed_pledge(corner):
    pledges.confirm_results(found := reported_pledge(corner), period="year_end", **corner.hand("head"))
    return found


# --- covenant -------------------------------------------------------------------------------------
def covenant(corner):
    return Covenant.objects.select_related("bloc_year__bloc").get(bloc_year=corner.preparing.bloc_year, position=0)


def circulated_covenant(corner):
    covenants.circulate(found := covenant(corner), **corner.hand("lead_clerk"))
    return found


def remark(corner):
    """What the member said of the draft, waiting for an answer."""
    found = circulated_covenant(corner)
    member = corner.row(corner.preparing)
    return covenants.remark(found, member=member, text="Add.", **corner.hand("clerk"))


def frozen_covenant(corner):
    covenants.freeze(found := circulated_covenant(corner), missing_reason=REASON, **corner.hand("lead_head"))
    tasks.render(found.frozen_paper.rendering.pk)
    return found


def annex(corner):
    """An annex in draft, to the covenant that is signed."""
    return covenants.amend(
        corner.done.bloc_year, text=f"I. More {corner.word}", reason=REASON, **corner.hand("lead_clerk")
    )


def frozen_annex(corner):
    covenants.circulate(found := annex(corner), **corner.hand("lead_clerk"))
    covenants.freeze(found, **corner.hand("lead_head"))
    return found


def delegate(corner):
    """The seat in the member's unit that may be given the signing: the vice head's, where there is one. Out: Seat."""
    seats = corner.unit("member").seats.exclude(office=Office.HEAD)
    return min(seats, key=lambda s: (s.office != Office.VICE_HEAD, s.pk))


def delegation(corner):
    """The head has given the signing of the covenant away."""
    receiver = delegate(corner)
    until = corner.now.date() + dt.timedelta(days=30)
    paper = {"number": 7, "dated": corner.now.date()}
    return roster.delegate(receiver, since=corner.now.date(), until=until, **paper, **corner.hand("head"))


def signature(corner):
    return (
        frozen_covenant(corner).signatures.select_related("covenant", "member").get(member=corner.row(corner.preparing))
    )


def signed_signature(corner):
    signing.sign(found := signature(corner), **corner.hand("head"))
    return found


# --- drafts ---------------------------------------------------------------------------------------
def written_draft(corner):
    return Draft.objects.get(pk=corner.preparing.written.pk)


def consulted_draft(corner):
    return Draft.objects.get(pk=corner.preparing.consulted.pk)


def answered_draft(corner):
    found = consulted_draft(corner)
    drafts.answer(found.comments.get(), text="Done.", **corner.hand("lead_clerk"))
    return found


def written_letter(corner):
    texts = {"subject": "Letter", "addressees": "Office", "text": "Text"}
    return letters.write(corner.preparing.bloc_year, **texts, **corner.hand("lead_clerk"))


def arrangement(corner):
    secretariat, year = corner.bloc.secretariat, corner.preparing.bloc_year.year
    return listing.arrange(secretariat, year=year, **corner.hand("officer"))
