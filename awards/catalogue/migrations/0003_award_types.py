from django.db import migrations

from awards.catalogue.loading import load


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0002_levels")]
    operations = [migrations.RunPython(lambda apps, editor: load(apps), migrations.RunPython.noop, elidable=False)]
