"""What the tests of the journal share: a subject with a state, acts on it, and hands that reach past the guards."""

import rules
from django.db import connection

from emulation.journal.steps import Record, Step
from emulation.papers.models import Paper, PaperState
from emulation.testing import day, person

AT = day(2026, 2, 10)
ISSUED, REPLACED, RECALLED = PaperState.ISSUED, PaperState.REPLACED, PaperState.RECALLED
RECALL = Step("Thu hồi thử", [ISSUED], RECALLED, "journal_test.act")
RESTORE = Step("Khôi phục thử", [RECALLED], ISSUED, "journal_test.act", reason=True)
FOLLOW = Step("Thay thế thử", [RECALLED], REPLACED, None)
NOTE = Record("Ghi chú thử", "journal_test.act")
NEVER = Record("Việc cấm thử", "journal_test.never")


@rules.predicate
def is_a_tester(user, subject):
    """Người thử"""
    return user.full_name.startswith("Người thử")


rules.set_perm("journal_test.act", is_a_tester)
rules.set_perm("journal_test.never", rules.always_false)


def paper(stream="year:1", by=None):
    """An issued paper: something with a state and a stream. Out: Paper."""
    return Paper.objects.create(
        kind="BC", title="Báo cáo thử", template="none.html", data={}, letterhead="state", issuer_key="unit:1", issuer={},
        stream=stream, numbered=False, issued_by=by or person(), issued_at=AT,
    )  # fmt: skip


def notes(subject, count, by, at=AT):
    """`count` entries about a subject."""
    for number in range(1, count + 1):
        with NOTE.on(subject, by=by, at=at, note=f"lần {number}"):
            pass


def past_the_guards(sql, *values, tables=("journal_entry", "journal_particulars", "journal_anchor")):
    """Run SQL as somebody would who owns the database: the append-only guards are off inside this test's transaction."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_is_append_only")
        else:
            for table in tables:
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_is_append_only")
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_is_append_only_delete")
        cursor.execute(sql, values)
