"""Empty what was set aside of words that somebody erased for good."""

from datetime import datetime
from uuid import UUID

from django.db.models import TextField
from django.db.models.functions import Cast

from palier.mobile.models import SetAside
from palier.structures.models import Membership


def empty_asides(voice: UUID, editor: Membership, now: datetime) -> None:
    """Take the words out of the operations set aside that write them; what they did besides stays readable."""
    # As text, the key of the words stands in what was received, on both databases.
    asides = SetAside.objects.alias(received=Cast("raw", TextField())).filter(received__contains=str(voice))
    for aside in asides.select_for_update(of=("self",)):
        payload = aside.raw.get("payload")
        if isinstance(payload, dict) and payload.get("text"):
            aside.raw = {**aside.raw, "payload": {**payload, "text": ""}}
            aside.updated_at = now
            aside.save(update_fields=["raw", "updated_at"])
