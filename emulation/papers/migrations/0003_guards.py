from django.db import migrations

from emulation.journal.guards import Guard

FROZEN = (
    "kind", "title", "template", "data", "letterhead", "issuer_key", "issuer", "series_id", "number", "year", "symbol",
    "dated", "watermark", "revision", "replaces_id", "correction", "code", "stream", "issued_by_id", "issued_at",
)  # fmt: skip
GUARDS = {
    "an_issued_paper_is_frozen": ("papers_paper", " OR ".join(f"OLD.{c} {{differs}} NEW.{c}" for c in FROZEN)),
    "stored_bytes_are_final": ("papers_rendering", "OLD.stage = 'done'"),
}


def create(editor):
    postgres = editor.connection.vendor == "postgresql"
    for name, (table, when) in GUARDS.items():
        when = when.format(differs="IS DISTINCT FROM" if postgres else "IS NOT")
        if postgres:
            editor.execute(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"RAISE EXCEPTION '{name}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
            )
            editor.execute(
                f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION {name}()"
            )
        else:
            editor.execute(
                f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} WHEN {when} BEGIN SELECT RAISE(ABORT, '{name}'); END"
            )


def drop(editor):
    for name, (_table, _when) in GUARDS.items():
        if editor.connection.vendor == "postgresql":
            editor.execute(f"DROP FUNCTION {name}() CASCADE")
        else:
            editor.execute(f"DROP TRIGGER {name}")


class Migration(migrations.Migration):
    dependencies = [("papers", "0002_queue_and_series")]
    operations = [Guard(create, drop)]
