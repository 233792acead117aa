"""Điều riêng của một phiếu: questions, rows beyond the scheme, lifted caps; what was said stays."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import emulation.ui.fields
from emulation.journal.guards import AppendOnly

GUARDED = ("scoring_question", "scoring_addedmark", "scoring_lift")


class Migration(migrations.Migration):
    dependencies = [
        ("scoring", "0007_classes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="sheet",
            name="has_extras",
            field=models.BooleanField(default=False, verbose_name="có dòng thêm hay trần được nới"),
        ),
        migrations.AddField(
            model_name="sheet",
            name="returns",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="số lần trả lại"),
        ),
        migrations.CreateModel(
            name="AddedRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="lúc")),
                ("name", emulation.ui.fields.LineField(max_length=500, verbose_name="tên dòng")),
                (
                    "sign",
                    models.CharField(
                        choices=[("base", "Điểm chuẩn"), ("bonus", "Điểm cộng"), ("penalty", "Điểm trừ")],
                        default="bonus",
                        max_length=7,
                        verbose_name="chuẩn, cộng hay trừ",
                    ),
                ),
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
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="added_rows", to="scoring.sheet"
                    ),
                ),
                (
                    "under",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="scoring.criterion",
                        verbose_name="trong nhóm",
                    ),
                ),
            ],
            options={
                "verbose_name": "dòng thêm",
                "ordering": ["sheet", "pk"],
            },
        ),
        migrations.CreateModel(
            name="AddedMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="lúc")),
                ("points", emulation.ui.fields.PointsField(decimal_places=4, max_digits=11, verbose_name="điểm")),
                ("reason", emulation.ui.fields.LineField(max_length=1000, verbose_name="lý do, minh chứng")),
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
                    "column",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="scoring.column"
                    ),
                ),
                (
                    "row",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="marks", to="scoring.addedrow"
                    ),
                ),
            ],
            options={
                "verbose_name": "điểm của dòng thêm",
                "ordering": ["row", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Lift",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="lúc")),
                (
                    "cap",
                    models.CharField(
                        choices=[
                            ("cap_bonus", "trần điểm cộng"),
                            ("cap_penalty", "trần điểm trừ"),
                            ("cap_total", "trần tổng điểm"),
                        ],
                        max_length=11,
                        verbose_name="mức trần",
                    ),
                ),
                (
                    "was",
                    emulation.ui.fields.PointsField(
                        decimal_places=4, max_digits=11, verbose_name="trần của bộ tiêu chí"
                    ),
                ),
                ("to", emulation.ui.fields.PointsField(decimal_places=4, max_digits=11, verbose_name="nới đến")),
                ("reason", emulation.ui.fields.LineField(max_length=1000, verbose_name="lý do")),
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
                    "criterion",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="scoring.criterion",
                        verbose_name="nhóm",
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lifts", to="scoring.sheet"
                    ),
                ),
            ],
            options={
                "verbose_name": "nới trần",
                "ordering": ["sheet", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="lúc")),
                ("nth", models.PositiveSmallIntegerField(verbose_name="lần trả lại")),
                ("text", emulation.ui.fields.LineField(max_length=500, verbose_name="hỏi")),
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
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="scoring.criterion"
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="questions", to="scoring.sheet"
                    ),
                ),
            ],
            options={
                "verbose_name": "câu hỏi",
                "ordering": ["sheet", "nth", "criterion__position", "pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="addedrow",
            constraint=models.UniqueConstraint(
                fields=("sheet", "name"),
                name="added_rows_of_a_sheet_have_their_own_names",
                violation_error_message="Phiếu đã có dòng thêm mang tên này.",
            ),
        ),
        migrations.AddConstraint(
            model_name="addedrow",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="an_added_row_has_a_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="addedmark",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="points_of_an_added_row_have_a_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="lift",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("reason", ""), _negated=True), ("to__gt", models.F("was"))),
                name="a_lifted_cap_is_higher_and_has_a_reason",
                violation_error_message="Mức nới phải cao hơn trần của bộ tiêu chí, và phải nêu lý do.",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.UniqueConstraint(
                fields=("sheet", "nth", "criterion"), name="a_row_is_asked_about_once_in_a_return"
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(("nth__gte", 1), models.Q(("text", ""), _negated=True)),
                name="a_question_says_what_it_asks",
            ),
        ),
        *(AppendOnly(table) for table in GUARDED),
    ]
