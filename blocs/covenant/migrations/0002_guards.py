from django.db import migrations

from emulation.journal.guards import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("covenant", "0001_initial")]
    operations = [AppendOnly("covenant_remark")]
