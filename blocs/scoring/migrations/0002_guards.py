"""Bộ tiêu chí đã thông qua không sửa; lịch sử điểm và xếp hạng chỉ thêm: both databases enforce it themselves."""

from django.db import migrations

from emulation.journal.guards import AppendOnly, Guard

ADOPTED = "scoring_scheme_adopted_is_append_only"
ROWS = "scoring_criterion_adopted_is_append_only"


def guard(editor):
    """Refuse any change of an adopted scheme, and any row added to, changed in or taken from one."""
    if editor.connection.vendor == "postgresql":
        _guard_postgresql(editor)
        return
    for event in ("UPDATE", "DELETE"):
        editor.execute(
            f"CREATE TRIGGER {ADOPTED}_{event.lower()} BEFORE {event} ON scoring_scheme "
            f"WHEN OLD.state = 'adopted' BEGIN SELECT RAISE(ABORT, '{ADOPTED}'); END"
        )
    for event, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")):
        editor.execute(
            f"CREATE TRIGGER {ROWS}_{event.lower()} BEFORE {event} ON scoring_criterion "  # noqa: S608 - fixed names
            f"WHEN EXISTS (SELECT 1 FROM scoring_scheme WHERE id = {row}.scheme_id AND state = 'adopted') "  # noqa: S608 - fixed names
            f"BEGIN SELECT RAISE(ABORT, '{ROWS}'); END"
        )


def _guard_postgresql(editor):
    editor.execute(
        f"CREATE FUNCTION {ADOPTED}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF OLD.state = 'adopted' THEN RAISE EXCEPTION '{ADOPTED}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
    )
    editor.execute(
        f"CREATE TRIGGER {ADOPTED} BEFORE UPDATE OR DELETE ON scoring_scheme FOR EACH ROW EXECUTE FUNCTION {ADOPTED}()"
    )
    editor.execute(
        f"CREATE FUNCTION {ROWS}() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE row record; BEGIN "  # noqa: S608
        "IF TG_OP = 'INSERT' THEN row := NEW; ELSE row := OLD; END IF; "
        "IF EXISTS (SELECT 1 FROM scoring_scheme WHERE id = row.scheme_id AND state = 'adopted') THEN "
        f"RAISE EXCEPTION '{ROWS}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
    )
    editor.execute(
        f"CREATE TRIGGER {ROWS} BEFORE INSERT OR UPDATE OR DELETE ON scoring_criterion FOR EACH ROW EXECUTE FUNCTION {ROWS}()"
    )


def unguard(editor):
    if editor.connection.vendor == "postgresql":
        for name in (ADOPTED, ROWS):
            editor.execute(f"DROP FUNCTION {name}() CASCADE")
        return
    for name in [f"{ADOPTED}_{e}" for e in ("update", "delete")] + [
        f"{ROWS}_{e}" for e in ("insert", "update", "delete")
    ]:
        editor.execute(f"DROP TRIGGER {name}")


class Migration(migrations.Migration):
    dependencies = [("scoring", "0001_initial")]
    operations = [
        AppendOnly("scoring_markhistory"),
        AppendOnly("scoring_rankrow"),
        Guard(guard, unguard),
    ]
