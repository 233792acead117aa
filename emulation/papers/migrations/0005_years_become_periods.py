from datetime import date

from django.db import migrations


def periods(apps, editor):
    """One numbering per issuer and year that had series; papers that took no number say so."""
    Numbering, Series, Paper = (apps.get_model("papers", name) for name in ("Numbering", "Series", "Paper"))
    for series in Series.objects.all():
        period = {"issuer_key": series.issuer_key, "since": date(series.year, 1, 1)}
        series.numbering = Numbering.objects.get_or_create(**period, defaults={"until": date(series.year, 12, 31)})[0]
        series.save()
    Paper.objects.filter(number=None).update(numbered=False)


class Migration(migrations.Migration):
    dependencies = [("papers", "0004_numbering")]
    operations = [migrations.RunPython(periods, migrations.RunPython.noop, elidable=True)]
