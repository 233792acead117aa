"""Đính chính: corrections are only added, like the rankings they stand beside."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import emulation.ui.fields
from emulation.journal.guards import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("papers", "0003_guards"),
        ("scoring", "0002_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveSmallIntegerField(verbose_name="bản")),
                ("decision", emulation.ui.fields.LineField(max_length=255, verbose_name="theo văn bản")),
                ("reason", emulation.ui.fields.LineField(max_length=1000, verbose_name="lý do")),
                ("changes", models.JSONField(verbose_name="những chỗ đã sửa")),
                ("at", models.DateTimeField(verbose_name="lúc")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người ghi",
                    ),
                ),
                (
                    "paper",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="papers.paper"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="corrections", to="scoring.round"
                    ),
                ),
            ],
            options={
                "verbose_name": "đính chính",
                "ordering": ["round", "version"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("round", "version"), name="corrections_of_a_round_are_numbered_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("version__gte", 2),
                            models.Q(("decision", ""), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                        ),
                        name="a_correction_has_a_decision_and_a_reason",
                        violation_error_message="Đính chính thì phải ghi văn bản và lý do.",
                    ),
                ],
            },
        ),
        AppendOnly("scoring_correction"),
    ]
