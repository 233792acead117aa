"""Loại được giữ cùng dòng xếp hạng: the class of what is published already is stored too, and the guard covers every column again."""

import json
from decimal import Decimal
from types import SimpleNamespace

from django.db import migrations, models
from django.utils.translation import override

import emulation.ui.fields
from blocs.scoring.classes import Classes
from emulation.journal.guards import AppendOnly, Guard

RANKS = AppendOnly("scoring_rankrow")
PUBLISHED = (
    "SELECT r.id, CAST(r.total AS TEXT), CAST(r.percent AS TEXT), CAST(s.settings AS TEXT), s.decimals "
    "FROM scoring_rankrow r JOIN scoring_round t ON t.id = r.round_id JOIN scoring_scheme s ON s.id = t.scheme_id "
    "WHERE s.settings IS NOT NULL"
)


def fill(editor):
    """Published rows of schemes with classes; such schemes had no floors yet, so that total and percent are enough."""
    with editor.connection.cursor() as cursor, override("vi"):
        cursor.execute(PUBLISHED)
        for pk, total, percent, settings, decimals in cursor.fetchall():
            tree = SimpleNamespace(settings=json.loads(settings), decimals=decimals)
            found = Classes(tree).place(Decimal(total), None if percent is None else Decimal(percent))
            values = [found.name, found.why, pk]
            cursor.execute("UPDATE scoring_rankrow SET grade = %s, grade_why = %s WHERE id = %s", values)


class Migration(migrations.Migration):
    dependencies = [("scoring", "0006_columns")]
    operations = [
        Guard(RANKS.drop, RANKS.create),
        migrations.AddField(
            model_name="rankrow",
            name="grade",
            field=emulation.ui.fields.LineField(blank=True, max_length=200, null=True, verbose_name="xếp loại"),
        ),
        migrations.AddField(
            model_name="rankrow",
            name="grade_why",
            field=emulation.ui.fields.LineField(
                blank=True, max_length=1000, null=True, verbose_name="vì sao xếp loại ấy"
            ),
        ),
        migrations.AddField(
            model_name="rankrow",
            name="tie_facts",
            field=models.JSONField(blank=True, null=True, verbose_name="số liệu đã dùng khi phân định"),
        ),
        Guard(fill, lambda editor: None),
        AppendOnly("scoring_rankrow"),
    ]
