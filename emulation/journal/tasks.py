"""Việc theo lịch: the daily anchor."""

import logging

from celery import shared_task

from . import clock
from .chain import anchor

log = logging.getLogger(__name__)


@shared_task(name="journal.anchor")
def anchor_today():
    """Neo nhật ký mỗi ngày một lần; the line also goes to the log, which is kept elsewhere."""
    mark = anchor(clock.today())
    log.warning("journal anchor %s %s", mark.day.isoformat(), mark.digest)
