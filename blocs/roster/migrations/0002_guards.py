from django.db import migrations

from emulation.journal.guards import NoOverlap


class Migration(migrations.Migration):
    dependencies = [("roster", "0001_initial")]
    operations = [
        NoOverlap("a_unit_is_in_a_bloc_once_at_a_time", "roster_membership", ["bloc_id", "unit_id"]),
        NoOverlap("one_head_of_a_unit_at_a_time", "roster_seat", ["unit_id"], where="office = 'head'"),
    ]
