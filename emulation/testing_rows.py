"""Every row of the test database: read, compared, laid again."""

from functools import cache

PEOPLE_AND_PLACES = ("accounts_user", "roster_unit", "journal_entry")
# What migrations wrote, as `everything` gives it; filled once the database of the tests stands.
migrated = {}


@cache
def tables():
    """{table: (key column, columns)}"""
    from django.apps import apps

    models = apps.get_models(include_auto_created=True)
    return {
        m._meta.db_table: (m._meta.pk.column, [f.column for f in m._meta.local_concrete_fields])
        for m in models
        if m._meta.managed and not m._meta.proxy
    }


def everything():
    """Every row of every table: {table: {row: None}}, in the order of `tables`' columns. Empty tables are left out."""
    from django.db import connection

    found = {}
    with connection.cursor() as cursor:
        for table, (_key, columns) in tables().items():
            cursor.execute(f'SELECT {_listed(columns)} FROM "{table}"')
            if rows := cursor.fetchall():
                found[table] = dict.fromkeys(rows if connection.vendor == "sqlite" else map(_hashable, rows))
    return found


def nobody_is_there():
    """Whether there are neither people nor places nor a journal yet."""
    from django.db import connection

    some = " UNION ALL ".join(f'SELECT 1 FROM "{table}"' for table in PEOPLE_AND_PLACES)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS ({some})")
        return not cursor.fetchone()[0]


def changes(before, after):
    """What is taken and laid to come from one state to the other: {table: (keys to take, rows to lay)}."""
    found, known = {}, tables()
    for table in before | after:
        old, new = before.get(table, {}), after.get(table, {})
        place = known[table][1].index(known[table][0])
        gone, come = [(row[place],) for row in old if row not in new], [row for row in new if row not in old]
        if gone or come:
            found[table] = (gone, come)
    return found


def lay(changes):
    """Take and lay rows. They come in their last state, which no act could write at once: the guards look away meanwhile."""
    from django.db import connection

    with connection.cursor() as cursor:
        guards = _lift_guards(connection, cursor, changes)
        write(connection, cursor, changes)
        for guard in guards:
            cursor.execute(guard)


def write(connection, cursor, changes):
    """Take and lay rows; numbers given afterwards go on behind the last one."""
    from django.apps import apps
    from django.core.management.color import no_style

    known = tables()
    for table, (gone, come) in changes.items():
        key, columns = known[table]
        if gone:
            cursor.executemany(f'DELETE FROM "{table}" WHERE "{key}" = %s', gone)
        marks = ", ".join("%s" for _ in columns)
        cursor.executemany(f'INSERT INTO "{table}" ({_listed(columns)}) VALUES ({marks})', list(come))
    models = [m for m in apps.get_models(include_auto_created=True) if m._meta.db_table in changes]
    for statement in connection.ops.sequence_reset_sql(no_style(), models):
        cursor.execute(statement)


def _lift_guards(connection, cursor, changes):
    """Let these tables be written whatever their triggers say. Out: statements that bring the triggers back."""
    if connection.vendor == "postgresql":
        cursor.execute("SET LOCAL session_replication_role = replica")
        return ["SET LOCAL session_replication_role = origin"]
    cursor.execute("SELECT name, sql, tbl_name FROM sqlite_master WHERE type = 'trigger'")
    guards = [(name, sql) for name, sql, table in cursor.fetchall() if _minds(sql, *changes.get(table, ((), ())))]
    for name, _sql in guards:
        cursor.execute(f'DROP TRIGGER "{name}"')
    return [sql for _name, sql in guards]


def _minds(trigger, gone, come):
    return (gone and " DELETE " in trigger) or (come and " BEFORE INSERT " in trigger)


def _listed(columns):
    return ", ".join(f'"{column}"' for column in columns)


def _hashable(row):
    return tuple(bytes(value) if isinstance(value, memoryview) else value for value in row)
