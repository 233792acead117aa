from django.db import migrations

from emulation.journal.guards import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [
        AppendOnly("journal_entry"),
        AppendOnly("journal_particulars", but_columns=["name", "note", "blanked_at"]),
        AppendOnly("journal_anchor"),
    ]
