"""Say in the audit what was done with words. The words themselves are not repeated there."""

from collections.abc import Sequence
from datetime import datetime

from palier.audit.actions import record
from palier.audit.actor import Actor
from palier.audit.enums import AuditKind
from palier.voices.models import Voice


def record_words(
    voices: Sequence[Voice],
    detail: str,
    *,
    by: Actor,
    now: datetime,
    kind: AuditKind = AuditKind.VOICES_CHANGED,
) -> None:
    """Write once what was done with one word or several; nothing when there are none."""
    if not voices:
        return
    alone = len(voices) == 1
    record(
        kind=kind,
        by=by,
        now=now,
        target_kind="voice",
        target_id=str(voices[0].pk) if alone else "",
        target_label=f"Parole du {voices[0].made_at:%d/%m/%Y}" if alone else f"{len(voices)} paroles",
        detail=detail,
        structure_id=voices[0].structure_id,
    )
