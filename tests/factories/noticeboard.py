"""Invented boards, ideas, needs that they tell."""

from datetime import datetime, timedelta
from itertools import count
from uuid import UUID

from django.utils import timezone

from palier.core.tenancy import structure_scope
from palier.noticeboard.enums import IdeaState
from palier.noticeboard.models import Board, Idea, ShownNeed
from palier.noticeboard.secrets_of_visitors import code_hash, new_token
from palier.structures.models import Structure
from palier.voices.enums import VoiceKind, VoiceSource
from palier.voices.models import SharedNeed
from tests.factories.voices import HEARD, make_citable, make_words

CODE = "7KQ2-MX4D"
_numbers = count(1)


def make_board(structure: Structure, slug: str = "", **fields: object) -> Board:
    """Return a saved board, open."""
    values = {"is_open": True, **fields}
    return Board.objects.create(structure=structure, slug=slug or f"panneau-{next(_numbers):05d}", **values)


def make_idea(structure: Structure, text: str = "Un banc à l'ombre", *, code: str = "", **fields: object) -> Idea:
    """Return a saved idea; published and reread unless ``state`` says another."""
    state = fields.setdefault("state", IdeaState.PUBLIEE)
    place = fields.pop("place", None)
    words = {"text": text, "source": VoiceSource.PANNEAU, "kind": VoiceKind.PROPOSITION, "place": place}
    shown = state == IdeaState.PUBLIEE
    voice = make_citable(structure, **words) if shown else make_words(structure, consent="citable", **words)
    dated = {"created_at": HEARD, "published_at": HEARD if shown else None, **fields}
    mark = code_hash(structure.pk, code or f"CODE{next(_numbers):04d}")
    return Idea.objects.create(structure=structure, voice=voice, code_hash=mark, **dated)


def tell_need(need: SharedNeed, sentence: str = "", answer: str = "") -> ShownNeed:
    """Return what the board says of ``need``, shown."""
    with structure_scope(need.structure_id):
        SharedNeed.objects.filter(pk=need.pk).update(is_public=True)
    return ShownNeed.objects.create(
        structure_id=need.structure_id, need=need, sentence=sentence or need.title, answer=answer, reread_at=HEARD
    )


def aged_token(board: UUID, *, now: datetime | None = None, seconds: float = 60) -> str:
    """Return the token of a form that was opened a minute ago."""
    return new_token(board, (now or timezone.now()) - timedelta(seconds=seconds))
