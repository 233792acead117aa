from django.db import migrations
from django.db.models import OuterRef, Subquery

import emulation.ui.fields


def name_the_years(apps, _editor):
    """Years that are there already keep the name that their bloc has today: nothing tells of an older one."""
    bloc = apps.get_model("roster", "Bloc").objects.filter(pk=OuterRef("bloc"))
    apps.get_model("years", "BlocYear").objects.filter(bloc_name=None).update(
        bloc_name=Subquery(bloc.values("name")[:1])
    )


class Migration(migrations.Migration):
    dependencies = [("roster", "0006_decisions"), ("years", "0011_past_results")]
    operations = [
        migrations.AddField(
            model_name="blocyear",
            name="bloc_name",
            field=emulation.ui.fields.LineField(blank=True, max_length=255, null=True, verbose_name="tên khối khi ấy"),
        ),
        migrations.RunPython(name_the_years, migrations.RunPython.noop, elidable=True),
    ]
