"""What somebody who holds the whole machine but the ballot keys can lay on the table: every row with the database's own columns."""

from django.db import connection

OWN = {
    "postgresql": "ctid::text, xmin::text::bigint, xmax::text::bigint, cmin::text::bigint,",
    "sqlite": "rowid AS place,",
}


def is_postgres():
    return connection.vendor == "postgresql"


def every_table(*, without=(), own_columns=True):
    """{table: [{column: value}]} in the order in which the database keeps them, its own columns among them; bytes as bytes."""
    own = OWN[connection.vendor] if own_columns else ""
    kept = [table for table in sorted(connection.introspection.table_names()) if table not in without]
    return {table: _rows(f'SELECT {own} * FROM "{table}"') for table in kept}  # noqa: S608


def _rows(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        columns = [c[0] for c in cursor.description]
        return [dict(zip(columns, map(_plain, row), strict=True)) for row in cursor.fetchall()]


def _plain(value):
    return bytes(value) if isinstance(value, memoryview) else value


def every_byte():
    """All of it as bytes: rows as text and raw values; on SQLite the database file and its write-ahead log too."""
    values = [v for rows in every_table().values() for row in rows for v in row.values()]
    raw = b"\n".join(v if isinstance(v, bytes) else repr(v).encode() for v in values)
    return raw + b"".join(_files())


def _files():
    if is_postgres():
        return
    for tail in ("", "-wal", "-journal"):
        try:
            with open(f"{connection.settings_dict['NAME']}{tail}", "rb") as file:
                yield file.read()
        except FileNotFoundError:
            continue
