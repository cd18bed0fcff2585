"""Read relays: by their secret, in a list, with their conversation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from palier.core.tenancy import across_structures
from palier.structures.models import Partner, PartnerContact
from palier.voices.enums import UNANSWERED, RelayState, ReplyKind
from palier.voices.models import Relay, Reply
from palier.voices.relay_tokens import token_hash

PAGE_SIZE = 30
# What the list shows: its words, and the states.
WAITING, IN_HAND, DONE, CLOSED = "sans_reponse", "en_route", "realise", "autres"
STATES: dict[str, tuple[str, frozenset[RelayState]]] = {
    WAITING: ("Sans réponse", UNANSWERED),
    IN_HAND: ("En route", frozenset({RelayState.A_ETUDE, RelayState.EN_COURS, RelayState.PROGRAMME})),
    DONE: ("Réalisé", frozenset({RelayState.REALISE})),
    CLOSED: (
        "Autre réponse",
        frozenset(RelayState)
        - UNANSWERED
        - {RelayState.A_ETUDE, RelayState.EN_COURS, RelayState.PROGRAMME, RelayState.REALISE},
    ),
}


@dataclass(frozen=True, slots=True)
class RelaySearch:
    """What the list shows: a key of STATES, a partner's key, a Theme ("" for any); ``late`` keeps what is past due."""

    state: str = ""
    partner: str = ""
    theme: str = ""
    late: bool = False

    @property
    def is_narrowed(self) -> bool:
        """Whether some relays may be left out."""
        return bool(self.state or self.partner or self.theme or self.late)


def relays_found(search: RelaySearch, *, today: date) -> QuerySet[Relay]:
    """Return the relays that answer: those without answer first, the oldest in front; then the last answered.

    A relay that was forwarded is shown once, by the first one.
    """
    found = Relay.objects.filter(forwarded_from=None).select_related("partner", "need")
    if search.state:
        found = found.filter(state__in=STATES[search.state][1])
    if search.partner:
        found = found.filter(partner=UUID(search.partner))
    if search.theme:
        found = found.filter(need__theme=search.theme)
    if search.late:
        found = found.filter(state__in=UNANSWERED, due_on__lt=today)
    waits = Q(state__in=UNANSWERED)
    return found.annotate(waits=waits).order_by(F("waits").desc(), "due_on", "sent_at", "pk")


def relay_of_token(token: str, *, now: datetime) -> tuple[Relay | None, bool]:
    """Return the relay that a secret was given for, with its structure, and whether its link is open.

    (None, False) is a secret that nobody gave; a relay and False, a link that ended or was taken back.
    """
    # The secret alone says in which structure: whoever holds it was written to by that one.
    with across_structures():
        found = Relay.objects.filter(token_hash=token_hash(token))
        relay = found.select_related("structure", "partner", "need").first()
    if relay is None:
        return None, False
    is_open = relay.revoked_at is None and relay.expires_at is not None and relay.expires_at > now
    return relay, is_open


def replies_of(thread: Sequence[Relay]) -> list[Reply]:
    """Return the conversation of a thread, in its order."""
    rows = Reply.objects.filter(relay__in=[relay.pk for relay in thread]).select_related("made_by")
    return list(rows.order_by("at", "pk"))


def last_answer(replies: Sequence[Reply]) -> Reply | None:
    """Return the last answer of a conversation; None before any."""
    answers = [reply for reply in replies if reply.kind == ReplyKind.REPONSE]
    return answers[-1] if answers else None


def waits_for_the_centre(replies: Sequence[Reply]) -> bool:
    """Tell whether the last word of a conversation is a question put to the centre."""
    return bool(replies) and replies[-1].kind == ReplyKind.QUESTION


def partners_to_ask(theme: str) -> list[tuple[Partner, list[PartnerContact]]]:
    """Return the partners with their contacts that have an address, those who act on ``theme`` first."""
    contacts: dict[UUID, list[PartnerContact]] = {}
    for contact in PartnerContact.objects.exclude(email="").order_by("key"):
        contacts.setdefault(contact.partner_id, []).append(contact)
    partners = Partner.objects.filter(archived_at=None).order_by("key")
    rows = [(partner, contacts.get(partner.pk, [])) for partner in partners]
    return sorted(rows, key=lambda row: theme not in row[0].themes)
