"""Migration operations for what both databases must enforce themselves: append-only tables, periods that do not overlap."""

from django.db.migrations.operations.base import Operation


class Guard(Operation):
    """What only the database's own language says. `create` and `drop` take the schema editor.

    Unlike RunPython it asks for no models, and so spares every migration the rendering of all of them.
    """

    reduces_to_sql = False

    def __init__(self, create, drop):
        self.create, self.drop = create, drop

    def state_forwards(self, app_label, state):
        """Models do not change."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        self.create(schema_editor)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        self.drop(schema_editor)

    def describe(self):
        return "Guards the database itself"


class AppendOnly(Guard):
    """Rows of `table` are neither changed nor deleted; `but_columns` may still be changed (e.g. a blanked note)."""

    def __init__(self, table, but_columns=()):
        self.table, self.but = table, tuple(but_columns)
        super().__init__(self._create, self._drop)

    def deconstruct(self):
        return type(self).__name__, [self.table], {"but_columns": self.but}

    def _create(self, editor):
        name = f"{self.table}_is_append_only"
        with editor.connection.cursor() as cursor:
            kept = [
                c.name
                for c in editor.connection.introspection.get_table_description(cursor, self.table)
                if c.name not in self.but
            ]
        if editor.connection.vendor == "postgresql":
            columns = ", ".join(f'"{c}"' for c in kept)
            editor.execute(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"RAISE EXCEPTION '{name}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
            )
            editor.execute(
                f"CREATE TRIGGER {name} BEFORE DELETE OR UPDATE OF {columns} ON {self.table} "
                f"FOR EACH ROW EXECUTE FUNCTION {name}()"
            )
        else:
            columns = ", ".join(f'"{c}"' for c in kept)
            editor.execute(
                f"CREATE TRIGGER {name} BEFORE UPDATE OF {columns} ON {self.table} "
                f"BEGIN SELECT RAISE(ABORT, '{name}'); END"
            )
            editor.execute(
                f"CREATE TRIGGER {name}_delete BEFORE DELETE ON {self.table} BEGIN SELECT RAISE(ABORT, '{name}'); END"
            )

    def _drop(self, editor):
        name = f"{self.table}_is_append_only"
        if editor.connection.vendor == "postgresql":
            editor.execute(f"DROP FUNCTION {name}() CASCADE")
        else:
            editor.execute(f"DROP TRIGGER {name}")
            editor.execute(f"DROP TRIGGER {name}_delete")


class NoOverlap(Guard):
    """Within equal `keys`, the closed day ranges since..until (until empty: still) do not overlap. `where`: SQL condition."""

    def __init__(self, name, table, keys, where="true", columns=("since", "until")):
        self.name, self.table, self.keys, self.where, self.columns = name, table, tuple(keys), where, tuple(columns)
        super().__init__(self._create, self._drop)

    def deconstruct(self):
        return type(self).__name__, [self.name, self.table, self.keys], {"where": self.where, "columns": self.columns}

    def _create(self, editor):
        since, until = self.columns
        if editor.connection.vendor == "postgresql":
            editor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
            equal = ", ".join(f"{k} WITH =" for k in self.keys)
            editor.execute(
                f"ALTER TABLE {self.table} ADD CONSTRAINT {self.name} EXCLUDE USING gist "
                f"({equal}, daterange({since}, {until}, '[]') WITH &&) WHERE ({self.where})"
            )
            return
        same = " AND ".join(f"o.{k} = NEW.{k}" for k in self.keys)
        where = self.where.replace("true", "1")
        for event in ("INSERT", "UPDATE"):
            editor.execute(
                f"CREATE TRIGGER {self.name}_{event.lower()} AFTER {event} ON {self.table} "
                f"WHEN EXISTS (SELECT 1 FROM {self.table} WHERE id = NEW.id AND ({where})) AND EXISTS ("
                f"SELECT 1 FROM (SELECT * FROM {self.table} WHERE {where}) o WHERE o.id <> NEW.id AND {same} "
                f"AND o.{since} <= COALESCE(NEW.{until}, '9999-12-31') AND NEW.{since} <= COALESCE(o.{until}, '9999-12-31')) "
                f"BEGIN SELECT RAISE(ABORT, '{self.name}'); END"
            )

    def _drop(self, editor):
        if editor.connection.vendor == "postgresql":
            editor.execute(f"ALTER TABLE {self.table} DROP CONSTRAINT {self.name}")
        else:
            for event in ("insert", "update"):
                editor.execute(f"DROP TRIGGER {self.name}_{event}")


class RefuseWhen(Guard):
    """A trigger `name` that refuses `event` (INSERT, UPDATE OF column) on `table` when `condition` over NEW and OLD holds."""

    def __init__(self, name, table, event, condition):
        self.name, self.table, self.event, self.condition = name, table, event, condition
        super().__init__(self._create, self._drop)

    def deconstruct(self):
        return type(self).__name__, [self.name, self.table, self.event, self.condition], {}

    def _create(self, editor):
        if editor.connection.vendor != "postgresql":
            editor.execute(
                f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} WHEN {self.condition} "
                f"BEGIN SELECT RAISE(ABORT, '{self.name}'); END"
            )
            return
        editor.execute(
            f"CREATE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {self.condition} THEN "
            f"RAISE EXCEPTION '{self.name}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
        )
        editor.execute(
            f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} FOR EACH ROW EXECUTE FUNCTION {self.name}()"
        )

    def _drop(self, editor):
        if editor.connection.vendor == "postgresql":
            editor.execute(f"DROP FUNCTION {self.name}() CASCADE")
        else:
            editor.execute(f"DROP TRIGGER {self.name}")
