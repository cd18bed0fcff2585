"""Write what the team made of words, with its history: for a triage, and for words that join a need."""

from collections.abc import Sequence
from datetime import datetime

from palier.fieldlog.actions.puts import edit_of
from palier.structures.models import Membership
from palier.voices.actions.words import after_all, keep_edits
from palier.voices.enums import VoiceState
from palier.voices.models import Voice

# The columns that a triage writes besides the themes.
COLUMNS = ("state", "nothing_reason", "triaged_at", "triaged_by", "updated_at")


def write_state(held: Sequence[Voice], state: VoiceState, reason: str, editor: Membership, now: datetime) -> None:
    """Write the state; the history keeps it only where it changed."""
    if not held:
        return
    origin = after_all(held, editor, now)
    moved = [voice for voice in held if (voice.state, voice.nothing_reason) != (state, reason)]
    keep_edits([edit_of(voice, "state", voice.state, state, origin, reason=reason) for voice in moved])
    for voice in held:
        voice.state, voice.nothing_reason = state, reason
        voice.triaged_at = now
        voice.triaged_by, voice.updated_at = editor, now
    Voice.objects.bulk_update(held, COLUMNS)
