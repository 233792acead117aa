from django.db import migrations

import emulation.ui.fields
from emulation.ui.text import fold


def fill(apps, editor):
    for filing in apps.get_model("years", "Filing").objects.select_related("paper", "bloc_year__bloc"):
        year = filing.bloc_year
        words = fold(f"{filing.label} {filing.paper.title} {year.bloc.name} năm {year.year}")
        type(filing).objects.filter(pk=filing.pk).update(search=words)


class Migration(migrations.Migration):
    dependencies = [("years", "0001_initial"), ("roster", "0001_initial"), ("papers", "0001_initial")]

    operations = [
        migrations.AddField("filing", "search", emulation.ui.fields.KeyField(make="fold", of="words")),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
