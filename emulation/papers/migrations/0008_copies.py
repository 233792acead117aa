import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import emulation.ui.fields
from emulation.journal.guards import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("papers", "0007_kinds"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Copy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "level",
                    models.CharField(
                        choices=[("signed", "Bản đã ký số"), ("scan", "Bản quét văn bản ký tay")],
                        max_length=6,
                        verbose_name="cách ký",
                    ),
                ),
                ("signers", emulation.ui.fields.LineField(blank=True, max_length=300, verbose_name="ai đã ký")),
                ("kind", models.CharField(max_length=4)),
                ("name", models.CharField(max_length=120)),
                ("sha256", models.CharField(db_index=True, max_length=64)),
                ("size", models.PositiveIntegerField()),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("valid", "Hợp lệ"),
                            ("invalid", "Không hợp lệ"),
                            ("unknown", "Chưa xác định được độ tin cậy"),
                        ],
                        max_length=8,
                        verbose_name="kết quả kiểm tra",
                    ),
                ),
                ("findings", models.JSONField(blank=True, default=list)),
                ("checked_at", models.DateTimeField(blank=True, null=True, verbose_name="kiểm tra lúc")),
                ("added_at", models.DateTimeField(verbose_name="tải lên lúc")),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "extends",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="extended_by",
                        to="papers.copy",
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="copies", to="papers.paper"
                    ),
                ),
            ],
            options={
                "verbose_name": "bản đã ký",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("paper", "sha256"),
                        name="a_copy_is_kept_once",
                        violation_error_message="Tệp này đã có ở văn bản rồi.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("extends", None), ("level", "signed")),
                        fields=("paper",),
                        name="signed_copies_form_one_sequence",
                        violation_error_message="Vừa có người khác tải bản đã ký lên. Tải bản ấy về, ký tiếp vào đó rồi tải lên lại.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("checked_at__isnull", False),
                                ("level", "signed"),
                                ("signers", ""),
                                models.Q(("verdict", ""), _negated=True),
                            ),
                            models.Q(
                                ("checked_at", None),
                                ("extends", None),
                                ("level", "scan"),
                                ("verdict", ""),
                                models.Q(("signers", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="digital_signatures_are_checked_and_hands_are_named",
                        violation_error_message="Bản quét thì phải ghi ai đã ký; bản ký số thì phải kiểm tra chữ ký.",
                    ),
                ],
            },
        ),
        AppendOnly("papers_copy", but_columns=("verdict", "findings", "checked_at")),
    ]
