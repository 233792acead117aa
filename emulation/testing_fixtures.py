"""Fixtures of this house, and what a transactional test leaves behind. Registered by emulation.testing_plugin."""

import pytest

from . import testing_rows
from .testing_ground import ground
from .testing_plugin import WORKER, settings


def pytest_runtest_setup():
    ground.begin()


@pytest.fixture(scope="session")
def django_db_modify_db_settings_xdist_suffix():
    """On SQLite each process has its own folder already; on PostgreSQL its own database name."""
    database = settings.DATABASES["default"]
    if WORKER != "main" and "postgresql" in database["ENGINE"]:
        database.setdefault("TEST", {})["NAME"] = f"test_{database['NAME']}_{WORKER}"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        _keep_reference_rows()


@pytest.fixture
def client_of(db):
    """`client_of(user, at=None)`: see emulation.testing.client_of."""
    from emulation.testing import client_of

    return client_of


# --- a real browser -------------------------------------------------------------------------------
CHROMIUM_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]


@pytest.fixture(scope="session")
def chromium():
    """Debian's chromium, started once per process: two of Playwright's loops do not live in one thread."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def screen(chromium, live_server):
    """`screen(client, width=1280)`: a page of that width, signed in as the client is; `page.complaints`: what the console said."""
    contexts = []

    def open_(client, width=1280):
        context = chromium.new_context(viewport={"width": width, "height": 844}, base_url=live_server.url)
        contexts.append(context)
        context.add_cookies([{"name": k, "value": v.value, "url": live_server.url} for k, v in client.cookies.items()])
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda said: page.complaints.append(said.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        return page

    yield open_
    for context in contexts:
        context.close()


# --- transactional tests: what they leave behind --------------------------------------------------
def _keep_reference_rows():
    """Teach the flush after a transactional test to step over append-only triggers and to bring reference rows back."""
    from django.db import connection

    testing_rows.migrated.update(testing_rows.everything())
    connection.execute_wrappers.append(ground)
    flush = type(connection.ops).execute_sql_flush

    def flush_and_restore(operations, statements):
        from django.db import connection, transaction

        with transaction.atomic(), connection.cursor() as cursor:
            guards = _drop_guards(connection, cursor)
            flush(operations, statements)
            for guard in guards:
                cursor.execute(guard)
            testing_rows.write(connection, cursor, {t: ((), rows) for t, rows in testing_rows.migrated.items()})

    type(connection.ops).execute_sql_flush = flush_and_restore


def _drop_guards(connection, cursor):
    """Drop the triggers that abort DELETE on SQLite (PostgreSQL truncates past them). Out: statements that bring them back."""
    if connection.vendor != "sqlite":
        return []
    cursor.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%\\_is\\_append\\_only%' ESCAPE '\\'"
    )
    guards = cursor.fetchall()
    for name, _ in guards:
        cursor.execute(f'DROP TRIGGER "{name}"')
    return [sql for _, sql in guards]
