"""Keep track of the words that leave in a file."""

from datetime import datetime

from django.db import transaction

from palier.audit.actions import record
from palier.audit.actor import Actor
from palier.audit.enums import AuditKind


@transaction.atomic
def note_word_export(*, count: int, outside: bool, file_format: str, by: Actor, now: datetime) -> None:
    """Write who took how many words away, and whether for outside the centre."""
    where = "pour l'extérieur, relues" if outside else "pour le centre, sans les données personnelles trouvées"
    record(
        kind=AuditKind.WORDS_EXPORTED,
        by=by,
        now=now,
        target_kind="voice",
        target_label="Paroles",
        detail=f"{count} paroles {where} ({file_format})",
    )
