import django.db.models.deletion
from django.db import migrations, models

from emulation.journal.guards import NoOverlap


class Migration(migrations.Migration):
    dependencies = [
        ("papers", "0003_guards"),
        ("roster", "0003_unit_names_on_both_databases"),
    ]

    operations = [
        migrations.CreateModel(
            name="Delegation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "matter",
                    models.CharField(
                        choices=[("covenant", "Ký giao ước thi đua và phụ lục giao ước của khối")],
                        default="covenant",
                        max_length=12,
                        verbose_name="việc",
                    ),
                ),
                ("since", models.DateField(verbose_name="từ ngày")),
                ("until", models.DateField(verbose_name="đến hết ngày")),
                ("dated", models.DateField(verbose_name="ngày của giấy")),
                (
                    "state",
                    models.CharField(
                        choices=[("given", "Đã giao"), ("revoked", "Đã thu hồi")],
                        default="given",
                        max_length=8,
                        verbose_name="trạng thái",
                    ),
                ),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="thu hồi lúc")),
                (
                    "giver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="given_away",
                        to="roster.seat",
                        verbose_name="người giao",
                    ),
                ),
                (
                    "paper",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="delegation", to="papers.paper"
                    ),
                ),
                (
                    "receiver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delegations",
                        to="roster.seat",
                        verbose_name="người được giao",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delegations",
                        to="roster.unit",
                        verbose_name="đơn vị",
                    ),
                ),
            ],
            options={
                "verbose_name": "giao ký",
                "ordering": ["-since", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until__gte", models.F("since"))),
                        name="a_delegation_ends_after_it_begins",
                        violation_error_message="Ngày hết hạn phải từ ngày bắt đầu trở đi.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("since__gte", models.F("dated"))),
                        name="a_delegation_begins_no_earlier_than_its_paper",
                        violation_error_message="Giao ký không có hiệu lực trước ngày của giấy.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("revoked_at__isnull", False), ("state", "revoked")),
                            models.Q(("revoked_at", None), ("state", "given")),
                            _connector="OR",
                        ),
                        name="revoked_exactly_when_dated",
                    ),
                ],
            },
        ),
        NoOverlap(
            "one_delegate_per_matter_at_a_time", "roster_delegation", ["unit_id", "matter"], where="state = 'given'"
        ),
    ]
