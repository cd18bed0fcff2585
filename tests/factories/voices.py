"""Invented words, shared needs, relays and answers; the times are those of the caller, or a fixed spring day."""

from datetime import date, datetime, timedelta
from itertools import count

from palier.agenda.models import Outing
from palier.core.ids import uuid7
from palier.core.tenancy import structure_scope
from palier.structures.models import Partner, Structure
from palier.territory.models import Place
from palier.voices.enums import ReplyKind, VoiceConsent, VoiceSource
from palier.voices.models import Attachment, Relay, Reply, SharedNeed, Voice
from tests.factories.outings import THURSDAY, paris
from tests.factories.partners import make_partner

HEARD = paris(THURSDAY, 10)
WORDS = "L'ascenseur est en panne depuis dix jours."
_numbers = count(1)


def make_words(
    structure: Structure,
    *,
    place: Place | None = None,
    outing: Outing | None = None,
    at: datetime = HEARD,
    **fields: object,
) -> Voice:
    """Return saved words, on paper unless ``outing`` says where they were heard."""
    values = {
        "text": WORDS,
        "source": VoiceSource.PAPIER if outing is None else VoiceSource.TERRAIN,
        "made_at": at,
        "received_at": at,
        "created_at": at,
        **fields,
    }
    return Voice.objects.create(structure=structure, place=place, outing=outing, id=uuid7(), **values)


def make_citable(structure: Structure, public_text: str = "", **fields: object) -> Voice:
    """Return saved words that may leave: agreed, reread as ``public_text`` (the words themselves unless told)."""
    text = str(fields.pop("text", WORDS))
    reread = {"public_text": public_text or text, "reread_source": text, "reread_at": HEARD + timedelta(days=1)}
    return make_words(structure, text=text, **{"consent": VoiceConsent.CITABLE, **reread, **fields})


def make_need(
    structure: Structure, *voices: Voice, title: str = "", at: datetime = HEARD, **fields: object
) -> SharedNeed:
    """Return a saved need that holds ``voices``."""
    need = SharedNeed.objects.create(
        structure=structure, title=title or f"Un ascenseur qui marche, numéro {next(_numbers):05d}", **fields
    )
    for voice in voices:
        Attachment.objects.create(structure=structure, need=need, voice=voice, at=at)
    return need


def make_relay(need: SharedNeed, partner: Partner | None = None, *, at: datetime = HEARD, **fields: object) -> Relay:
    """Return a saved relay of ``need``, to a new partner unless told; without any link."""
    values = {
        "title": need.title,
        "email": "bureau@partenaire.example",
        "recipient": "Zoé Albrac",
        "sent_at": at,
        "due_on": (at + timedelta(days=30)).date(),
        **fields,
    }
    if "actor" not in values:
        values["partner"] = partner or make_partner(need.structure)
    return Relay.objects.create(structure_id=need.structure_id, need=need, **values)


def make_reply(relay: Relay, state: str = "en_cours", *, at: datetime = HEARD, **fields: object) -> Reply:
    """Return a saved answer, without what follows from it (see actions.answers.note_reply)."""
    with structure_scope(relay.structure_id):
        Relay.objects.filter(pk=relay.pk).update(state=state)
    return Reply.objects.create(
        structure_id=relay.structure_id, relay=relay, kind=ReplyKind.REPONSE, state=state, at=at, **fields
    )


def due_date(days: int, *, after: date = THURSDAY) -> date:
    """Return the day ``days`` after that of the outing of the tests."""
    return after + timedelta(days=days)
