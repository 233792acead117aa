"""Sau khi kiểm phiếu: a key that outlived its ballot (the process died between commit and destruction) is destroyed."""

from pathlib import Path

from celery import shared_task
from django.conf import settings

from . import seals
from .models import Ballot, State


@shared_task(name="ballots.destroy_keys")
def destroy_keys():
    """Destroy what is left of the keys of counted and cancelled ballots. Calling it often changes nothing more."""
    if not any(Path(settings.BALLOT_KEYS).glob("*.key")):
        return
    over = Ballot.objects.filter(state__in=[State.COUNTED, State.CANCELLED], public_key__isnull=False)
    for public in over.values_list("public_key", flat=True):
        seals.destroy(bytes(public))
