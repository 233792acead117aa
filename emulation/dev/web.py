"""gunicorn under `./dev serve`. Preparing happens in the same process, so that Django is loaded once."""

import gc
import os
import sys

wsgi_app = "emulation.wsgi"
bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
workers, threads = 2, 4
preload_app = True
graceful_timeout = 2
worker_tmp_dir = "/dev/shm"  # noqa: S108 - heartbeats in memory, as gunicorn advises
control_socket_disable = True
loglevel = "warning"


def on_starting(server):
    """Before the port opens: migrations, and the demonstration on first use."""
    from django.core.management import CommandError, call_command
    from django.db import connections
    from django.urls import get_resolver

    try:
        call_command("prepare")
        _ = get_resolver().url_patterns  # read every view once, before the workers part
    except CommandError as error:
        sys.exit(str(error))
    finally:
        connections.close_all()
    _spare_the_collector()


def _spare_the_collector():
    """What is loaded once is never garbage: workers need not look through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)
