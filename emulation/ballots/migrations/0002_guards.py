"""What both databases enforce themselves, whoever writes: the electorate freezes, a slot is filled once and only while it may be."""

from django.db import migrations

from emulation.journal.guards import AppendOnly, RefuseWhen

THE_BALLOT = (
    "(SELECT 1 FROM ballots_ballot b JOIN ballots_line l ON l.ballot_id = b.id "
    "JOIN ballots_slot s ON s.line_id = l.id WHERE "
)
TAKES_PAPERS = THE_BALLOT + "s.id = NEW.id AND b.secret AND b.state = 'open')"
TAKES_NAMED_VOTES = THE_BALLOT + (
    "s.id = NEW.slot_id AND ((NEW.written AND b.state IN ('open', 'closed')) "
    "OR (NOT NEW.written AND NOT b.secret AND b.state = 'open')))"
)
IS_NAMED = "EXISTS (SELECT 1 FROM ballots_namedvote v WHERE v.slot_id = NEW.id)"
IS_SEALED = "EXISTS (SELECT 1 FROM ballots_slot s WHERE s.id = NEW.slot_id AND s.sealed IS NOT NULL)"
FROZEN = ["secret", "choices", "quorum_percent", "threshold_percent", "more_than", "base", "add_written"]
IN_DRAFT = "(SELECT 1 FROM ballots_ballot b WHERE b.id = NEW.ballot_id AND b.state = 'draft')"


class Migration(migrations.Migration):
    dependencies = [("ballots", "0001_initial"), ("journal", "0002_guards")]
    operations = [
        AppendOnly("ballots_elector", but_columns=["label"]),
        AppendOnly(
            "ballots_line",
            but_columns=[
                "issued", "returned", "valid", "invalid", "blank", "tally", "written_tally", "yes", "base_number",
                "passed",
            ],
        ),
        AppendOnly("ballots_slot", but_columns=["sealed"]),
        AppendOnly("ballots_namedvote"),
        RefuseWhen(
            "the_rules_freeze_when_the_ballot_opens", "ballots_ballot", "UPDATE",
            "OLD.state <> 'draft' AND (COALESCE(OLD.public_key, '') <> COALESCE(NEW.public_key, '') "
            + "".join(f"OR OLD.{c} <> NEW.{c} " for c in FROZEN) + ")",
        ),
        RefuseWhen(
            "a_ballot_is_never_opened_again", "ballots_ballot", "UPDATE",
            "OLD.state <> NEW.state AND (OLD.state IN ('counted', 'cancelled') "
            "OR (OLD.state = 'closed' AND NEW.state IN ('draft', 'open')) OR (OLD.state = 'open' AND NEW.state = 'draft'))",
        ),
        RefuseWhen(
            "a_line_is_counted_once", "ballots_line", "UPDATE", "OLD.returned IS NOT NULL",
        ),
        RefuseWhen(
            "electors_are_listed_before_the_ballot_opens", "ballots_elector", "INSERT",
            f"NOT EXISTS {IN_DRAFT}",
        ),
        RefuseWhen(
            "lines_are_listed_before_the_ballot_opens", "ballots_line", "INSERT",
            f"NOT EXISTS {IN_DRAFT}",
        ),
        RefuseWhen(
            "slots_are_written_when_the_ballot_opens", "ballots_slot", "INSERT",
            "NEW.sealed IS NOT NULL OR NOT EXISTS (SELECT 1 FROM ballots_ballot b "
            "JOIN ballots_line l ON l.ballot_id = b.id JOIN ballots_elector e ON e.ballot_id = b.id "
            "WHERE l.id = NEW.line_id AND e.id = NEW.elector_id AND b.state = 'draft')",
        ),
        RefuseWhen(
            "a_paper_is_sealed_once_while_the_ballot_is_open", "ballots_slot", "UPDATE OF sealed",
            f"OLD.sealed IS NOT NULL OR NEW.sealed IS NULL OR {IS_NAMED} OR NOT EXISTS {TAKES_PAPERS}",
        ),
        RefuseWhen(
            "a_named_vote_takes_an_empty_slot", "ballots_namedvote", "INSERT",
            f"{IS_SEALED} OR NOT EXISTS {TAKES_NAMED_VOTES}",
        ),
    ]  # fmt: skip
