import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import emulation.ui.fields
from emulation.journal.guards import AppendOnly, Guard

REMARKS = AppendOnly("covenant_remark")


class Migration(migrations.Migration):
    dependencies = [
        ("covenant", "0002_guards"),
        ("papers", "0003_guards"),
        ("roster", "0004_delegations"),
        ("years", "0004_women"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Guard(REMARKS.drop, REMARKS.create),
        migrations.AlterModelOptions(
            name="covenant",
            options={"ordering": ["-bloc_year__year", "bloc_year", "position"], "verbose_name": "giao ước"},
        ),
        migrations.RemoveConstraint(
            model_name="covenant",
            name="a_covenant_is_frozen_exactly_when_hashed",
        ),
        migrations.RemoveConstraint(
            model_name="remark",
            name="a_remark_says_something",
        ),
        migrations.RemoveConstraint(
            model_name="signature",
            name="signed_exactly_when_stamped",
        ),
        migrations.RemoveConstraint(
            model_name="signature",
            name="signing_for_names_the_office_signed_for",
        ),
        migrations.AddField(
            model_name="covenant",
            name="amends",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="amended_by",
                to="covenant.covenant",
            ),
        ),
        migrations.AddField(
            model_name="covenant",
            name="frozen_paper",
            field=models.OneToOneField(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="papers.paper"
            ),
        ),
        migrations.AddField(
            model_name="covenant",
            name="grounds",
            field=emulation.ui.fields.TextField(blank=True, verbose_name="căn cứ do trưởng khối ghi"),
        ),
        migrations.AddField(
            model_name="covenant",
            name="position",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="phụ lục số"),
        ),
        migrations.AddField(
            model_name="covenant",
            name="reason",
            field=emulation.ui.fields.LineField(blank=True, max_length=300, verbose_name="lý do bổ sung"),
        ),
        migrations.AddField(
            model_name="remark",
            name="agrees",
            field=models.BooleanField(default=False, verbose_name="nhất trí"),
        ),
        migrations.AddField(
            model_name="remark",
            name="answer",
            field=emulation.ui.fields.TextField(blank=True, verbose_name="trả lời"),
        ),
        migrations.AddField(
            model_name="remark",
            name="answered_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="trả lời lúc"),
        ),
        migrations.AddField(
            model_name="signature",
            name="delegation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="roster.delegation",
                verbose_name="theo giấy ủy quyền",
            ),
        ),
        migrations.AddField(
            model_name="signature",
            name="factor",
            field=models.CharField(blank=True, max_length=20, verbose_name="bước thứ hai"),
        ),
        migrations.AddField(
            model_name="signature",
            name="pdf_sha256",
            field=models.CharField(blank=True, max_length=64, verbose_name="mã tệp PDF của bản chốt"),
        ),
        migrations.AlterField(
            model_name="covenant",
            name="bloc_year",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="covenants", to="years.blocyear"
            ),
        ),
        migrations.AlterField(
            model_name="remark",
            name="text",
            field=emulation.ui.fields.TextField(blank=True, verbose_name="ý kiến"),
        ),
        migrations.AlterField(
            model_name="signature",
            name="authority",
            field=models.CharField(
                blank=True,
                choices=[
                    ("self", "Thủ trưởng tự ký"),
                    ("kt", "Cấp phó ký thay (KT.)"),
                    ("tuq", "Ký thừa ủy quyền (TUQ.)"),
                ],
                max_length=4,
                verbose_name="thẩm quyền",
            ),
        ),
        migrations.AddConstraint(
            model_name="covenant",
            constraint=models.UniqueConstraint(
                fields=("bloc_year", "position"), name="covenant_and_annexes_are_numbered_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="covenant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amends", None), ("position", 0), ("reason", "")),
                    models.Q(("amends__isnull", False), ("position__gt", 0), models.Q(("reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="an_annex_says_what_it_amends_and_why",
                violation_error_message="Phụ lục phải ghi bổ sung văn bản nào và vì sao.",
            ),
        ),
        migrations.AddConstraint(
            model_name="covenant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("frozen_at", None),
                        ("frozen_by", None),
                        ("frozen_paper", None),
                        ("sha256", ""),
                        ("state", "draft"),
                    ),
                    models.Q(
                        models.Q(("state", "draft"), _negated=True),
                        models.Q(("sha256", ""), _negated=True),
                        ("frozen_at__isnull", False),
                        ("frozen_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="a_covenant_is_frozen_exactly_when_hashed",
                violation_error_message="Đã chốt thì phải có mã, người chốt và giờ chốt.",
            ),
        ),
        migrations.AddConstraint(
            model_name="remark",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("agrees", True), ("declines", False)),
                    models.Q(("agrees", False), models.Q(("text", ""), _negated=True)),
                    _connector="OR",
                ),
                name="a_remark_says_something",
                violation_error_message="Ghi ý kiến trước khi gửi.",
            ),
        ),
        migrations.AddConstraint(
            model_name="remark",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", ""), ("answered_at", None)),
                    models.Q(models.Q(("answer", ""), _negated=True), ("answered_at__isnull", False)),
                    _connector="OR",
                ),
                name="a_remark_is_answered_exactly_when_dated",
            ),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("seat__isnull", False),
                        ("signed_at__isnull", False),
                        ("signed_by__isnull", False),
                        ("state", "signed"),
                        models.Q(("office_title", ""), _negated=True),
                        models.Q(("authority", ""), _negated=True),
                        models.Q(("consent", ""), _negated=True),
                        models.Q(("text_sha256", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("state", "signed"), _negated=True),
                        ("authority", ""),
                        ("consent", ""),
                        ("delegation", None),
                        ("office_title", ""),
                        ("pdf_sha256", ""),
                        ("seat", None),
                        ("signed_at", None),
                        ("signed_by", None),
                        ("text_sha256", ""),
                    ),
                    _connector="OR",
                ),
                name="signed_exactly_when_stamped",
                violation_error_message="Đã xác nhận thì phải ghi đủ người, chức vụ, thẩm quyền, giờ và mã văn bản.",
            ),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("authority__in", ["kt", "tuq"]),
                        # what was signed before delegations were recorded names none
                        models.Q(("delegation__isnull", False), ("pdf_sha256", ""), _connector="OR"),
                        models.Q(("on_behalf_of", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("authority__in", ["kt", "tuq"]), _negated=True),
                        ("delegation", None),
                        ("on_behalf_of", ""),
                    ),
                    _connector="OR",
                ),
                name="signing_for_names_the_office_signed_for",
                violation_error_message="Ký thay, ký thừa ủy quyền thì phải ghi thay chức vụ nào, theo giấy nào.",
            ),
        ),
        AppendOnly("covenant_remark", but_columns=("answer", "answered_at")),
    ]
