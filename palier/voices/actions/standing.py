"""Where a shared need stands: written here alone, from its relays, their last answers and what was told of them."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from django.db import transaction

from palier.residents.models import Resident
from palier.voices.enums import UNANSWERED, NeedState, ReplyKind, RestitutionState, VoiceConsent
from palier.voices.models import Attachment, Relay, Reply, Restitution, SharedNeed
from palier.voices.queries.threads import threads_of

# Where an answer is told: at a place, or to a person.
Target = tuple[UUID | None, UUID | None]


@transaction.atomic
def settle_need(*, need: SharedNeed, now: datetime) -> SharedNeed:
    """Write what the last answers owe to residents, then ``state`` and ``outcome``; return the need, locked.

    Relays that were forwarded are one thread with those they came from. A thread is live unless residents contested
    its last answer. In this order:

    - ``fusionne``: merged with another; ``sans_relais``: closed with a reason;
    - ``ouvert``: no live thread;
    - ``repondu``: something is still to be told of the last answer of a live thread;
    - ``relaye``: a live thread has no answer yet (« bien reçu » is none);
    - ``rapporte``: all was told, or could not be with a reason. An answer that had nowhere to be told, because no
      words of the need have a place nor somebody to call back, is « rapporte » at once.

    ``outcome`` is the state of the last answer of a live thread. Call it at the end of each action on a need, on its
    relays, words or restitutions, inside the scope of its structure.
    """
    kept: SharedNeed = SharedNeed.objects.select_for_update().get(pk=need.pk)
    threads = threads_of(kept)
    answers = last_answers(kept, threads)
    owe_answers(need=kept, answers=[answer for answer in answers if answer is not None], now=now)
    contested, due = _contested(kept), _due(kept)
    live = [answer for answer in answers if answer is None or answer.pk not in contested]
    standing = [answer for answer in live if answer is not None]
    last = max(standing, key=lambda answer: (answer.at, answer.pk), default=None)
    state = _state_of(kept, live=live, due=due)
    outcome = last.state if last is not None else ""
    if (kept.state, kept.outcome) != (state, outcome):
        kept.state, kept.outcome, kept.settled_at, kept.updated_at = state, outcome, now, now
        kept.save(update_fields=["state", "outcome", "settled_at", "updated_at"])
    need.state, need.outcome, need.settled_at = kept.state, kept.outcome, kept.settled_at
    return kept


def last_answers(need: SharedNeed, threads: list[list[Relay]]) -> list[Reply | None]:
    """Return the last answer of each thread, None where nobody answered; « bien reçu » is no answer."""
    thread_of = {relay.pk: place for place, thread in enumerate(threads) for relay in thread}
    found: list[Reply | None] = [None] * len(threads)
    answers = Reply.objects.filter(relay__need=need, kind=ReplyKind.REPONSE).exclude(state__in=UNANSWERED)
    for answer in answers.order_by("at", "pk"):
        found[thread_of[answer.relay_id]] = answer
    return found


def owe_answers(*, need: SharedNeed, answers: list[Reply], now: datetime) -> int:
    """Write a restitution of each answer where it lacks: a place of the words, a person to call back. Return how many.

    Words attached after an answer are owed it too. An answer that residents contested is told nowhere any more.
    """
    if need.merged_into_id is not None or not answers:
        return 0
    contested = _contested(need)
    held = defaultdict(set)
    for answer, place, resident in Restitution.objects.filter(need=need).values_list("reply", "place", "resident_id"):
        held[answer].add((place, resident))
    targets = _targets(need)
    rows = [
        Restitution(
            structure_id=need.structure_id,
            need=need,
            reply=answer,
            place_id=place,
            resident_id=resident,
            due_at=now,
            created_at=now,
            updated_at=now,
        )
        for answer in answers
        if answer.pk not in contested
        for place, resident in targets
        if (place, resident) not in held[answer.pk]
    ]
    Restitution.objects.bulk_create(rows)
    return len(rows)


def _targets(need: SharedNeed) -> list[Target]:
    """Return where the answers of ``need`` are told: (place, None) and (None, resident), each once."""
    words = Attachment.objects.filter(need=need, voice__withdrawn_at=None).order_by("at", "pk")
    rows = words.values_list("voice__place", "voice__outing__place", "voice__consent", "voice__resident_id")
    places: dict[UUID, None] = {}
    residents: dict[UUID, None] = {}
    for own, of_outing, consent, resident in rows:
        place = of_outing or own
        if place is not None:
            places[place] = None
        if consent == VoiceConsent.RECONTACT and resident is not None:
            residents[resident] = None
    # Who took their name back is not called; who has not arrived yet may still come.
    known = Resident.objects.filter(pk__in=residents).only("pk", "withdrawn_at", "sealed")
    gone = {resident.pk for resident in known if not resident.stands or not resident.is_named}
    return [*((place, None) for place in places), *((None, person) for person in residents if person not in gone)]


def _contested(need: SharedNeed) -> set[UUID]:
    return set(Restitution.objects.filter(need=need, contested=True).values_list("reply", flat=True))


def _due(need: SharedNeed) -> set[UUID]:
    return set(
        Restitution.objects.filter(need=need, state=RestitutionState.A_RAPPORTER).values_list("reply", flat=True)
    )


def _state_of(need: SharedNeed, *, live: list[Reply | None], due: set[UUID]) -> NeedState:
    if need.merged_into_id is not None:
        return NeedState.FUSIONNE
    if need.closed_at is not None:
        return NeedState.SANS_RELAIS
    if not live:
        return NeedState.OUVERT
    if any(answer is not None and answer.pk in due for answer in live):
        return NeedState.REPONDU
    return NeedState.RELAYE if None in live else NeedState.RAPPORTE
