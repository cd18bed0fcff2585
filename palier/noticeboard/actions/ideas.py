"""Ideas: left by visitors, read by a person before anything shows, supported."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from palier.audit.actor import Actor
from palier.core.ids import uuid7
from palier.noticeboard.actions.trail import record_board, visitor_of
from palier.noticeboard.enums import IdeaState
from palier.noticeboard.models import Idea, Support
from palier.noticeboard.secrets_of_visitors import code_hash, new_code
from palier.structures.models import Membership, Structure
from palier.territory.models import Place
from palier.voices.actions.reread import reread_word, take_reading_back
from palier.voices.actions.words import NewWord, withdraw_words, write_word
from palier.voices.enums import VoiceConsent, VoiceKind, VoiceSource


class AlreadyDecided(Exception):  # noqa: N818 (the name says what happened; its message is shown)
    """Somebody decided of this idea meanwhile. The message is French."""


@transaction.atomic
def leave_idea(
    *, structure: Structure, text: str, place: Place | None, language: str, batch: str, now: datetime
) -> tuple[Idea, str]:
    """Keep an idea to read, as words of the public board, and return it with the code that its author keeps.

    Who leaves an idea on a public board lets it be told, without a name: it is citable once reread.
    """
    word = NewWord(text, now, place, VoiceKind.PROPOSITION, (), VoiceConsent.CITABLE, language)
    voice = write_word(
        structure=structure,
        word=word,
        source=VoiceSource.PANNEAU,
        writer=None,
        by=visitor_of(structure),
        now=now,
    )
    code = new_code()
    idea = Idea.objects.create(
        structure=structure,
        voice=voice,
        code_hash=code_hash(structure.pk, code),
        batch=batch,
        created_at=now,
        updated_at=now,
    )
    return idea, code


@transaction.atomic
def publish_idea(
    *,
    idea: Idea,
    public_text: str,
    source: str,
    cleared: Collection[str],
    editor: Membership,
    by: Actor,
    now: datetime,
) -> None:
    """Show an idea: ``public_text`` was read beside the words ``source``. Raises what ``reread_word`` does.

    An idea taken off may be shown again, read again; one that its author took back may not (see AlreadyDecided).
    """
    held = _held(idea)
    if held.state == IdeaState.REPRISE:
        raise AlreadyDecided("La personne qui a laissé cette idée l'a reprise.")
    reread_word(
        voice=held.voice, public_text=public_text, source=source, cleared=cleared, editor=editor, by=by, now=now
    )
    _decide(held, IdeaState.PUBLIEE, "", editor, now)
    held.published_at = held.published_at or now
    held.save(update_fields=["published_at"])
    record_board(held, "publiée", by=by, now=now)


@transaction.atomic
def refuse_idea(*, idea: Idea, reason: str, editor: Membership, by: Actor, now: datetime) -> None:
    """Do not show an idea, with the reason that its author reads; its words stay with the team. See AlreadyDecided."""
    held = _held(idea)
    if held.state != IdeaState.A_LIRE:
        raise AlreadyDecided("Quelqu'un a déjà décidé de cette idée.")
    _decide(held, IdeaState.REFUSEE, reason, editor, now)
    record_board(held, f"non publiée. {reason}", by=by, now=now)


@transaction.atomic
def refuse_ideas(*, ideas: Sequence[Idea], reason: str, editor: Membership, by: Actor, now: datetime) -> int:
    """Refuse many ideas that say nothing, and take their words back from the inbox; return how many still waited."""
    keys = [idea.pk for idea in ideas]
    held = list(
        Idea.objects.select_for_update(of=("self",))
        .select_related("voice")
        .filter(pk__in=keys, state=IdeaState.A_LIRE)
        .order_by("pk")
    )
    if held:
        decided = _decision(IdeaState.REFUSEE, reason, editor, now)
        Idea.objects.filter(pk__in=[idea.pk for idea in held]).update(**decided)
        withdraw_words(voices=[idea.voice for idea in held], reason=reason, editor=editor, by=by, now=now)
        record_board(held[0], f"{len(held)} idée(s) refusées ensemble. {reason}", by=by, now=now)
    return len(held)


@transaction.atomic
def take_idea_off(*, idea: Idea, reason: str, editor: Membership, by: Actor, now: datetime) -> None:
    """Take an idea off the board, with the reason; its reading is void, so that it goes nowhere else either."""
    held = _held(idea)
    if held.state != IdeaState.PUBLIEE:
        raise AlreadyDecided("Cette idée n'est plus sur le panneau.")
    _decide(held, IdeaState.RETIREE, reason, editor, now)
    take_reading_back(voice=held.voice, by=by, now=now)
    record_board(held, f"retirée. {reason}", by=by, now=now)


@transaction.atomic
def take_idea_back(*, idea: Idea, structure: Structure, now: datetime) -> None:
    """Let who holds its code take an idea back: it shows no more, and its words are the team's no more. Twice is once.

    What relays already carried stays with those who received it.
    """
    held = _held(idea)
    if held.state == IdeaState.REPRISE:
        return
    by = visitor_of(structure)
    _decide(held, IdeaState.REPRISE, "", None, now)
    withdraw_words(voices=[held.voice], reason="Idée reprise par qui l'avait laissée", editor=None, by=by, now=now)
    record_board(held, "reprise", by=by, now=now)


def let_idea_go(voice: UUID, editor: Membership, now: datetime) -> None:
    """Take the idea of words that were erased for good off the board and off those to read, and forget its reasons."""
    for idea in Idea.objects.select_for_update(of=("self",)).filter(voice=voice):
        _decide(idea, IdeaState.REPRISE, "", editor, now)


@transaction.atomic
def change_support(*, idea: Idea, browser: str, supports: bool, now: datetime) -> None:
    """Write that a browser supports an idea, or does not any more. Twice is once."""
    if not supports:
        Support.objects.filter(idea=idea, browser=browser).delete()
        return
    row = Support(
        id=uuid7(), structure_id=idea.structure_id, idea=idea, browser=browser, created_at=now, updated_at=now
    )
    Support.objects.bulk_create([row], ignore_conflicts=True)


def _held(idea: Idea) -> Idea:
    held: Idea = Idea.objects.select_for_update(of=("self",)).select_related("voice").get(pk=idea.pk)
    return held


def _decide(idea: Idea, state: IdeaState, reason: str, editor: Membership | None, now: datetime) -> None:
    decided = _decision(state, reason, editor, now)
    for name, value in decided.items():
        setattr(idea, name, value)
    idea.save(update_fields=decided)


def _decision(state: IdeaState, reason: str, editor: Membership | None, now: datetime) -> dict[str, Any]:
    """Return what is written of a decision; the line that an idea came by is forgotten: it served to read a flood."""
    said = {"state": state, "reason": reason, "batch": ""}
    return {**said, "decided_at": now, "decided_by": editor, "updated_at": now}
