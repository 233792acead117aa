import django.db.models.deletion
from django.db import migrations, models

from emulation.journal.guards import Guard, NoOverlap

KINDS = [("GU", "Giao ước"), ("KH", "Kế hoạch"), ("QC", "Quy chế"), ("BC", "Báo cáo"), ("BB", "Biên bản"), ("TTr", "Tờ trình"), ("QĐ", "Quyết định"), ("BBBG", "Biên bản bàn giao"), ("BĐ", "Bảng điểm"), ("TB", "Thông báo"), ("CV", "Công văn"), ("GM", "Giấy mời")]  # fmt: skip
NAME = "an_issued_paper_is_frozen"


def drop(editor):
    if editor.connection.vendor == "postgresql":
        editor.execute(f"DROP FUNCTION {NAME}() CASCADE")
    else:
        editor.execute(f"DROP TRIGGER {NAME}")


class Migration(migrations.Migration):
    dependencies = [("papers", "0003_guards")]
    operations = [
        Guard(drop, lambda editor: None),
        migrations.CreateModel(
            name="Numbering",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("issuer_key", models.CharField(max_length=60)),
                ("since", models.DateField(verbose_name="từ ngày")),
                ("until", models.DateField(verbose_name="đến hết ngày")),
                ("together", models.JSONField(blank=True, default=list, verbose_name="loại văn bản chung một dãy")),
                ("kept", models.CharField(choices=[("here", "Hệ thống cấp số"), ("registry", "Văn thư cấp số ở sổ của cơ quan")], default="here", max_length=8, verbose_name="sổ do ai giữ")),
            ],
            options={"verbose_name": "kỳ đánh số", "ordering": ["issuer_key", "-since", "pk"]},
        ),
        migrations.CreateModel(
            name="Style",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("issuer_key", models.CharField(max_length=60)),
                ("kind", models.CharField(choices=KINDS, max_length=4, verbose_name="loại văn bản")),
                ("letterhead", models.CharField(choices=[("state", "nhà nước"), ("party", "của Đảng")], max_length=8, verbose_name="thể thức")),
            ],
            options={"verbose_name": "thể thức riêng", "ordering": ["issuer_key", "kind", "pk"]},
        ),
        migrations.AddField("series", "numbering", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="series", to="papers.numbering")),
        migrations.AddField("paper", "numbered", models.BooleanField(default=True, verbose_name="có lấy số")),
        migrations.AddField("paper", "law_days", models.JSONField(blank=True, default=list)),
        migrations.AddConstraint("numbering", models.UniqueConstraint(fields=("issuer_key", "since"), name="one_numbering_begins_on_a_day")),
        migrations.AddConstraint("numbering", models.CheckConstraint(condition=models.Q(("until__gte", models.F("since"))), name="a_numbering_ends_after_it_begins", violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.")),
        migrations.AddConstraint("style", models.UniqueConstraint(fields=("issuer_key", "kind"), name="one_style_per_issuer_and_kind")),
        NoOverlap("one_numbering_of_an_issuer_at_a_time", "papers_numbering", ["issuer_key"]),
    ]  # fmt: skip
