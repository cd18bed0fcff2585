"""Write what residents said, on a phone or at a desk."""

from collections.abc import Mapping, Sequence
from typing import Any

from palier.fieldlog.actions.puts import Put, put_lines
from palier.fieldlog.actions.writing import Writing
from palier.voices.enums import VoiceSource
from palier.voices.models import Voice


def put_voices(*, puts: Sequence[Put], into: Writing | None = None) -> list[Put]:
    """Write words (see ``put_lines``), and return the puts that wait for their line: those without any words."""
    return put_lines(model=Voice, puts=puts, into=into, made_with=_columns)


def _columns(put: Put) -> Mapping[str, Any] | None:
    if not put.fields.get("text"):
        return None
    return {"source": VoiceSource.WEB if put.origin.device is None else VoiceSource.TERRAIN}
