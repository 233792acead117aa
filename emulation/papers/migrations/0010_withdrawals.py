import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import emulation.ui.fields
from emulation.journal.guards import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("papers", "0009_turn"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Withdrawal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", emulation.ui.fields.LineField(max_length=300, verbose_name="lý do rút")),
                ("withdrawn_at", models.DateTimeField(verbose_name="rút lúc")),
                (
                    "copy",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="withdrawal", to="papers.copy"
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "bản quét đã rút",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="a_withdrawal_has_a_reason"
                    )
                ],
            },
        ),
        AppendOnly("papers_withdrawal"),
    ]
