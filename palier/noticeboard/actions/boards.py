"""Open the board, and say on it what becomes of needs."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from palier.audit.actor import Actor
from palier.core.models import differences
from palier.noticeboard.actions.trail import record_board
from palier.noticeboard.models import Board, ShownNeed
from palier.structures.models import Membership, Structure
from palier.voices.actions.reread import StillPersonal
from palier.voices.models import SharedNeed
from palier.voices.queries.personal import findings_in


@transaction.atomic
def save_board(*, structure: Structure, fields: Mapping[str, Any], by: Actor, now: datetime) -> Board:
    """Write what the board shows and where, made when missing, and return it. ``fields`` were checked by the form."""
    board = Board.objects.select_for_update().filter(structure=structure).first()
    if board is None:
        board = Board.objects.create(structure=structure, **fields, created_at=now, updated_at=now)
        record_board(board, "créé", by=by, now=now)
        return board
    changed = differences(board, fields)
    for name, value in fields.items():
        setattr(board, name, value)
    board.updated_at = now
    board.save(update_fields=[*fields, "updated_at"])
    if changed:
        record_board(board, f"changé : {', '.join(changed)}", by=by, now=now)
    return board


@transaction.atomic
def show_need(
    *,
    need: SharedNeed,
    sentence: str,
    answer: str,
    cleared: Collection[str],
    editor: Membership,
    by: Actor,
    now: datetime,
) -> ShownNeed:
    """Show a need on the board in words that ``editor`` just reread. Raises StillPersonal.

    ``cleared`` are the fragments that the finder sees and that name nobody, as this person said.
    """
    for text in (sentence, answer):
        left = [found for found in findings_in(text) if text[found.start : found.end] not in cleared]
        if left:
            raise StillPersonal(text, left)
    values = {"sentence": sentence, "answer": answer, "reread_at": now, "reread_by": editor, "updated_at": now}
    shown, _ = ShownNeed.objects.update_or_create(structure_id=need.structure_id, need=need, defaults=values)
    SharedNeed.objects.filter(pk=need.pk).update(is_public=True, updated_at=now)
    record_board(shown, f"montré, relu ({len(cleared)} mot(s) dits sans personne)", by=by, now=now)
    return shown


@transaction.atomic
def hide_need(*, need: SharedNeed, by: Actor, now: datetime) -> None:
    """Take a need off the board; its words stay, for the day when it is shown again."""
    SharedNeed.objects.filter(pk=need.pk).update(is_public=False, updated_at=now)
    record_board(need, "retiré du panneau", by=by, now=now)
