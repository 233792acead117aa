from django.db import migrations

from emulation.journal.guards import NoOverlap
from emulation.law.loading import load


class Migration(migrations.Migration):
    dependencies = [("law", "0001_initial")]
    operations = [
        NoOverlap("a_key_has_one_answer_at_a_time", "law_fact", ["key"], columns=("valid_from", "valid_to")),
        migrations.RunPython(lambda apps, editor: load(apps), migrations.RunPython.noop, elidable=False),
    ]
