"""What both databases enforce of the counting team: a code that holds a share of an open ballot is never exchanged."""

from django.db import migrations

from emulation.journal.guards import AppendOnly, RefuseWhen


class Migration(migrations.Migration):
    dependencies = [("ballots", "0003_teams"), ("journal", "0002_guards")]
    operations = [
        AppendOnly("ballots_team"),
        AppendOnly("ballots_keeper", but_columns=["public_key"]),
        RefuseWhen(
            "a_code_in_use_is_never_exchanged", "ballots_keeper", "UPDATE OF public_key",
            "EXISTS (SELECT 1 FROM ballots_share s WHERE s.keeper_id = NEW.id)",
        ),
        RefuseWhen("a_share_never_changes", "ballots_share", "UPDATE", "NEW.id IS NOT NULL"),
        RefuseWhen(
            "shares_are_written_when_the_ballot_opens", "ballots_share", "INSERT",
            "NOT EXISTS (SELECT 1 FROM ballots_ballot b JOIN ballots_keeper k ON k.team_id = b.team_id "
            "WHERE b.id = NEW.ballot_id AND k.id = NEW.keeper_id AND b.state = 'draft')",
        ),
        RefuseWhen(
            "the_team_freezes_when_the_ballot_opens", "ballots_ballot", "UPDATE OF team_id",
            "OLD.state <> 'draft' AND COALESCE(OLD.team_id, 0) <> COALESCE(NEW.team_id, 0)",
        ),
    ]  # fmt: skip
