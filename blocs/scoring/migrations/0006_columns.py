"""Cột là dòng của vòng chấm: as many as the office has, each with its own code."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import emulation.ui.fields

PLACES = {"self": 0, "team": 3000, "final": 9000}


def name_the_columns(apps, schema_editor):
    """Every round so far has the usual three columns: their codes are their kinds."""
    columns = apps.get_model("scoring", "Column").objects
    for kind, place in PLACES.items():
        seen = "agreed" if kind == "final" else "checked"
        columns.filter(kind=kind).update(code=kind, position=place, unit_sees_from=seen)


class Migration(migrations.Migration):
    dependencies = [
        ("roster", "0003_unit_names_on_both_databases"),
        ("scoring", "0005_since"),
        ("years", "0003_reviewed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="column",
            name="a_round_has_one_column_of_each_kind",
        ),
        migrations.AddField(
            model_name="column",
            name="code",
            field=models.SlugField(default="", max_length=20, verbose_name="mã"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="column",
            name="done_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="nộp lúc"),
        ),
        migrations.AddField(
            model_name="column",
            name="done_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="column",
            name="due",
            field=models.DateField(blank=True, null=True, verbose_name="hạn"),
        ),
        migrations.AddField(
            model_name="column",
            name="join",
            field=models.CharField(
                blank=True,
                choices=[("mean", "bình quân"), ("trimmed", "bỏ một điểm cao nhất, một điểm thấp nhất rồi bình quân")],
                max_length=7,
                verbose_name="cách gộp",
            ),
        ),
        migrations.AddField(
            model_name="column",
            name="member",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="years.member",
                verbose_name="đơn vị chấm",
            ),
        ),
        migrations.AddField(
            model_name="column",
            name="scorer",
            field=emulation.ui.fields.LineField(blank=True, max_length=1000, verbose_name="chấm các dòng của"),
        ),
        migrations.AddField(
            model_name="column",
            name="state",
            field=models.CharField(
                choices=[("open", "Đang điền"), ("done", "Đã nộp"), ("closed", "Đã khóa sớm")],
                default="open",
                max_length=6,
                verbose_name="trạng thái",
            ),
        ),
        migrations.AddField(
            model_name="column",
            name="unit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="roster.unit",
                verbose_name="cơ quan chấm",
            ),
        ),
        migrations.AddField(
            model_name="column",
            name="unit_sees_from",
            field=models.CharField(
                choices=[
                    ("checked", "khi kiểm tra xong phiếu"),
                    ("agreed", "khi chốt điểm"),
                    ("published", "khi công bố"),
                ],
                default="checked",
                max_length=9,
                verbose_name="đơn vị được chấm thấy",
            ),
        ),
        migrations.AddField(
            model_name="round",
            name="members_see_from",
            field=models.CharField(
                choices=[("agreed", "khi chốt điểm"), ("published", "khi công bố")],
                default="agreed",
                max_length=9,
                verbose_name="các đơn vị thấy điểm của nhau",
            ),
        ),
        migrations.RunPython(name_the_columns, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="column",
            name="kind",
            field=models.CharField(
                choices=[
                    ("self", "Đơn vị tự chấm"),
                    ("peer", "Một đơn vị chấm chéo"),
                    ("peers", "Bình quân chấm chéo"),
                    ("team", "Trưởng khối và tổ kiểm tra"),
                    ("answer", "Đơn vị giải trình"),
                    ("second", "Trưởng khối và tổ kiểm tra, sau giải trình"),
                    ("agency", "Cơ quan chuyên môn"),
                    ("secretariat", "Cơ quan thường trực"),
                    ("council", "Hội đồng"),
                    ("final", "Trưởng khối và phó khối chốt"),
                ],
                max_length=11,
                verbose_name="ai điền",
            ),
        ),
        migrations.AlterField(
            model_name="column",
            name="label",
            field=emulation.ui.fields.LineField(max_length=255, verbose_name="tên cột"),
        ),
        migrations.AddConstraint(
            model_name="column",
            constraint=models.UniqueConstraint(
                fields=("round", "code"), name="columns_of_a_round_have_their_own_codes"
            ),
        ),
        migrations.AddConstraint(
            model_name="column",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "peer"), ("member__isnull", False)),
                    models.Q(models.Q(("kind", "peer"), _negated=True), ("member", None)),
                    _connector="OR",
                ),
                name="a_peer_column_names_who_assesses",
            ),
        ),
        migrations.AddConstraint(
            model_name="column",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "agency"), ("unit__isnull", False)),
                    models.Q(models.Q(("kind", "agency"), _negated=True), ("unit", None)),
                    _connector="OR",
                ),
                name="an_agency_column_names_the_agency",
            ),
        ),
        migrations.AddConstraint(
            model_name="column",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", "peers"), ("join", ""), _connector="XOR"),
                name="exactly_the_mean_says_how_it_joins",
            ),
        ),
        migrations.AddConstraint(
            model_name="column",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("done_at", None), ("done_by", None), ("state", "open")),
                    models.Q(
                        models.Q(("state", "open"), _negated=True),
                        ("done_at__isnull", False),
                        ("done_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="a_column_handed_in_is_stamped",
            ),
        ),
    ]
