"""Không xét phải có căn cứ; chưa xét là một dòng riêng."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import emulation.ui.fields


def ground_what_was_excluded(apps, schema_editor):
    """Before this, an exclusion had a reason only; the rule set of the bloc is what it rested on."""
    apps.get_model("scoring", "Sheet").objects.filter(state="excluded").update(excluded_ground="Quy chế của khối")


class Migration(migrations.Migration):
    dependencies = [
        ("scoring", "0008_exceptions"),
        ("years", "0004_women"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Hold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="lúc")),
                (
                    "state",
                    models.CharField(
                        choices=[("held", "Chưa xét"), ("released", "Xét tiếp")],
                        default="held",
                        max_length=8,
                        verbose_name="trạng thái",
                    ),
                ),
                ("ground", emulation.ui.fields.LineField(max_length=500, verbose_name="căn cứ")),
                ("reason", emulation.ui.fields.LineField(max_length=1000, verbose_name="lý do")),
                ("released_at", models.DateTimeField(blank=True, null=True, verbose_name="xét tiếp lúc")),
                ("release_reason", emulation.ui.fields.LineField(blank=True, max_length=1000, verbose_name="kết luận")),
            ],
            options={
                "verbose_name": "tạm hoãn",
                "ordering": ["sheet", "pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="sheet",
            name="a_sheet_is_excluded_exactly_with_a_reason",
        ),
        migrations.AddField(
            model_name="sheet",
            name="excluded_ground",
            field=emulation.ui.fields.LineField(blank=True, max_length=500, verbose_name="căn cứ không xét"),
        ),
        migrations.RunPython(ground_what_was_excluded, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="sheet",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state", "excluded"),
                        models.Q(("excluded_reason", ""), _negated=True),
                        models.Q(("excluded_ground", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("state", "excluded"), _negated=True), ("excluded_ground", ""), ("excluded_reason", "")
                    ),
                    _connector="OR",
                ),
                name="a_sheet_is_excluded_exactly_with_a_reason",
                violation_error_message="Không xét thì phải nêu căn cứ và lý do.",
            ),
        ),
        migrations.AddField(
            model_name="hold",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người ghi",
            ),
        ),
        migrations.AddField(
            model_name="hold",
            name="released_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="hold",
            name="sheet",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="holds", to="scoring.sheet"
            ),
        ),
        migrations.AddConstraint(
            model_name="hold",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "held")),
                fields=("sheet",),
                name="a_sheet_is_held_once_at_a_time",
                violation_error_message="Đơn vị đang chưa xét rồi.",
            ),
        ),
        migrations.AddConstraint(
            model_name="hold",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("ground", ""), _negated=True), models.Q(("reason", ""), _negated=True)),
                name="a_hold_has_a_ground_and_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="hold",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("release_reason", ""), ("released_at", None), ("released_by", None), ("state", "held")),
                    models.Q(
                        ("released_at__isnull", False),
                        ("released_by__isnull", False),
                        ("state", "released"),
                        models.Q(("release_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="a_hold_is_released_exactly_with_a_conclusion",
            ),
        ),
    ]
