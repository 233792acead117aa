import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from emulation.journal.guards import Guard

FROZEN = (
    "kind", "title", "template", "data", "letterhead", "issuer_key", "issuer", "series_id", "numbered", "number", "symbol",
    "dated", "law_days", "watermark", "revision", "replaces_id", "correction", "code", "stream", "issued_by_id", "issued_at",
)  # fmt: skip
# Rebuilding a table drops its triggers on SQLite: both are made again. A prepared paper is not frozen yet.
GUARDS = {
    "an_issued_paper_is_frozen": ("papers_paper", "OLD.state <> 'prepared' AND (" + " OR ".join(f"OLD.{c} {{differs}} NEW.{c}" for c in FROZEN) + ")"),
    "stored_bytes_are_final": ("papers_rendering", "OLD.stage = 'done'"),
}  # fmt: skip


def create(editor):
    postgres = editor.connection.vendor == "postgresql"
    for name, (table, when) in GUARDS.items():
        when = when.format(differs="IS DISTINCT FROM" if postgres else "IS NOT")
        if postgres:
            editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            editor.execute(
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"RAISE EXCEPTION '{name}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
            )
            editor.execute(
                f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION {name}()"
            )
        else:
            editor.execute(f"DROP TRIGGER IF EXISTS {name}")
            editor.execute(
                f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} WHEN {when} BEGIN SELECT RAISE(ABORT, '{name}'); END"
            )


class Migration(migrations.Migration):
    dependencies = [("papers", "0005_years_become_periods")]
    operations = [
        migrations.RemoveConstraint("series", "one_series_per_issuer_group_and_year"),
        migrations.RemoveField("series", "issuer_key"),
        migrations.RemoveField("series", "year"),
        migrations.AlterField("series", "group", models.CharField(blank=True, max_length=4, verbose_name="nhóm")),
        migrations.AlterField("series", "numbering", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="series", to="papers.numbering")),
        migrations.AddConstraint("series", models.UniqueConstraint(fields=("numbering", "group"), name="one_series_per_group_and_period")),
        migrations.AlterModelOptions("series", {"ordering": ["numbering", "group", "pk"], "verbose_name": "dãy số"}),
        migrations.RemoveConstraint("paper", "a_numbered_paper_is_dated"),
        migrations.RemoveField("paper", "year"),
        migrations.AlterField("paper", "state", models.CharField(choices=[("prepared", "Chờ văn thư hoàn tất"), ("issued", "Đã phát hành"), ("replaced", "Đã được thay thế"), ("recalled", "Đã thu hồi"), ("voided", "Đã hủy số")], default="issued", max_length=10, verbose_name="trạng thái")),
        migrations.AlterField("rendering", "stage", models.CharField(choices=[("held", "Chờ phát hành"), ("waiting", "Chờ tạo"), ("leased", "Đang tạo"), ("done", "Đã tạo"), ("failed", "Chưa tạo được")], default="waiting", max_length=8, verbose_name="chặng")),
        migrations.AddConstraint("paper", models.CheckConstraint(condition=Q(("number", None), ("series", None)) | Q(("dated__isnull", False), ("number__gt", 0), ("series__isnull", False)), name="a_numbered_paper_is_dated")),
        migrations.AddConstraint("paper", models.CheckConstraint(condition=Q(("number", None), ("state", "prepared")) | Q(~Q(("state", "prepared")), Q(("numbered", False)) | Q(("number__isnull", False))), name="a_paper_has_its_number_when_it_is_issued", violation_error_message="Văn bản phát hành phải có số.")),
        Guard(create, lambda editor: None),
    ]  # fmt: skip
