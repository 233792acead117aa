"""The Celery application. Tasks carry ids only; what is true stands in the database."""

import os

from celery import Celery
from kombu.transport import TRANSPORT_ALIASES

TRANSPORT_ALIASES["letterbox"] = "emulation.letterbox:Transport"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "emulation.settings")
app = Celery("emulation")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
