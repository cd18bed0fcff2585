"""Form the needs of the demonstration, give them to those who can act, note what came back and where it was told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from palier.agenda.enums import OutingState
from palier.agenda.models import Outing
from palier.audit.actor import Actor
from palier.dashboard.demo_need_shapes import DemoNeed, DemoRelay, DemoReply, DemoTelling
from palier.dashboard.demo_needs import NEEDS
from palier.noticeboard.actions.boards import show_need
from palier.structures.models import Membership, Partner, PartnerContact, Structure
from palier.territory.models import Zone
from palier.voices.actions.answers import note_message, note_reply
from palier.voices.actions.needs import NeedCard, attach_words, close_need, create_need
from palier.voices.actions.partner_side import holder_of
from palier.voices.actions.regrouping import merge_needs
from palier.voices.actions.relays import LINK_LIFE, Recipient, Sharing, send_relays
from palier.voices.actions.told import Telling, cannot_tell, tell_restitution
from palier.voices.enums import ReplyChannel, ReplyKind, RestitutionMeans, RestitutionState
from palier.voices.models import Relay, Restitution, SharedNeed, Voice
from palier.voices.relay_tokens import new_salt, token_hash, token_of

BY = Actor.system("Démonstration")
COLLEAGUE_EMAIL = "h.lampin@demo.example"
_COPIED = ("structure_id", "need_id", "actor", "partner_id", "actor_name", "title", "question", "quotes", "due_on")


@dataclass(frozen=True, slots=True)
class Story:
    """What the words of a structure go on from; ``voices`` by key (demo_voices.py), ``residents`` by first name."""

    structure: Structure
    today: date
    lead: Membership
    partners: Mapping[str, Partner]
    voices: Mapping[str, Voice]
    residents: Mapping[str, UUID]

    def at(self, days: int, hour: int = 10) -> datetime:
        """Return an hour of Paris, ``days`` ago."""
        moment = datetime.combine(self.today - timedelta(days=days), time(hour), ZoneInfo("Europe/Paris"))
        return moment.astimezone(UTC)


def load_needs(story: Story) -> dict[str, SharedNeed]:
    """Write all that became of the words, oldest steps first within each need; return the needs by title."""
    needs = {demo.title: _form(story, demo) for demo in NEEDS}
    for demo in NEEDS:
        if demo.merged is not None:
            days, into = demo.merged
            merged = {"others": [needs[demo.title]], "made_by": story.lead, "by": BY, "now": story.at(days)}
            merge_needs(into=needs[into], **merged)  # type: ignore[arg-type]
    for demo in NEEDS:
        need = needs[demo.title]
        for relay in demo.relays:
            _relay(story, need, relay)
        for telling in demo.told:
            _tell(story, need, telling)
        _attach_late(story, need, demo)
        if demo.closed is not None:
            days, reason = demo.closed
            close_need(need=need, reason=reason, made_by=story.lead, by=BY, now=story.at(days))
        if demo.shown is not None:
            sentence, answer = demo.shown
            texts = {"sentence": sentence, "answer": answer, "cleared": ()}
            show_need(need=need, **texts, editor=story.lead, by=BY, now=story.at(3))  # type: ignore[arg-type]
    return needs


def _form(story: Story, demo: DemoNeed) -> SharedNeed:
    """Form a need of the words that were heard by then; the others join it as they come."""
    now = story.at(demo.days)
    words = [story.voices[key] for key in demo.words]
    heard = [voice for voice in words if voice.made_at <= now] or words
    zone = Zone.objects.filter(name=demo.zone).first() if demo.zone else None
    return create_need(
        structure=story.structure,
        card=NeedCard(demo.title, demo.more, demo.theme, zone),
        words=heard,
        was_proposed=len(heard) > 2,
        made_by=story.lead,
        by=BY,
        now=now,
    )


def _attach_late(story: Story, need: SharedNeed, demo: DemoNeed) -> None:
    if demo.merged is None:
        for voice in sorted((story.voices[key] for key in demo.words), key=lambda voice: voice.made_at):
            now = min(voice.made_at + timedelta(days=1), story.at(1))
            attach_words(need=need, words=[voice], made_by=story.lead, by=BY, now=now)


def _relay(story: Story, need: SharedNeed, demo: DemoRelay) -> None:
    partner = story.partners.get(demo.who)
    recipient = Recipient(demo.actor, partner, "" if partner else demo.who, demo.contact)
    quoted = [story.voices[key] for key in demo.quoted]
    due_on = None if demo.due is None else story.today + timedelta(days=demo.due)
    # No letter leaves a demonstration: the link is written afterwards, as if it had been sent.
    relay = send_relays(
        need=need,
        recipients=[recipient],
        asked=Sharing(quoted, demo.question, due_on),
        sent_by=story.lead,
        by=BY,
        now=story.at(demo.days),
        origin="",
    )[0]
    if demo.contact:
        contact = PartnerContact.objects.get(partner=partner, name=demo.contact)
        _give_link(story, relay, demo, email=contact.email, opened=demo.opened)
    answering = _forward(story, relay, demo) if demo.colleague else relay
    for reply in demo.replies:
        _reply(story, answering, reply)


def _give_link(story: Story, relay: Relay, demo: DemoRelay, *, email: str, opened: int | None) -> None:
    salt, reminded = new_salt(), [story.at(days) for days in demo.reminded]
    relay.email, relay.link_salt, relay.token_hash = email, salt, token_hash(token_of(salt))
    relay.expires_at = max([relay.sent_at, *reminded]) + LINK_LIFE
    relay.first_seen_at = None if opened is None else story.at(opened, 15)
    relay.reminders, relay.reminded_at = len(reminded), max(reminded, default=None)
    relay.save()


def _forward(story: Story, relay: Relay, demo: DemoRelay) -> Relay:
    """Share a relay with a colleague of who received it, two days later."""
    at = story.at(demo.days - 2)
    copied = {name: getattr(relay, name) for name in _COPIED}
    stamps = {"sent_at": at, "created_at": at, "updated_at": at, "forwarded_from": relay}
    forwarded: Relay = Relay.objects.create(**copied, **stamps, state=relay.state, recipient=demo.colleague)
    _give_link(story, forwarded, demo, email=COLLEAGUE_EMAIL, opened=demo.days - 3)
    return forwarded


def _reply(story: Story, relay: Relay, demo: DemoReply) -> None:
    by_link = demo.channel == ReplyChannel.LIEN
    written = {
        "relay": relay,
        "text": demo.text,
        "channel": demo.channel,
        "author": demo.author,
        "made_by": None if by_link else story.lead,
        "by": holder_of(relay) if by_link else BY,
        "now": story.at(demo.days, 16),
    }
    if demo.kind != ReplyKind.REPONSE:
        note_message(kind=demo.kind, **written)  # type: ignore[arg-type]
        return
    planned_on = None if demo.planned is None else story.today + timedelta(days=demo.planned)
    assert demo.state is not None
    note_reply(state=demo.state, reason=demo.reason, planned_on=planned_on, **written)  # type: ignore[arg-type]


def _tell(story: Story, need: SharedNeed, demo: DemoTelling) -> None:
    """Note a telling of the last answer; nothing when this answer is not due there, as the season goes."""
    due = Restitution.objects.filter(need=need, state=RestitutionState.A_RAPPORTER).select_related("place", "reply")
    where = {"place__name": demo.place} if demo.place else {"resident_id": story.residents.get(demo.resident)}
    restitution = due.filter(**where).order_by("-due_at", "pk").first()
    if restitution is None:
        return
    outing = _outing_after(restitution) if demo.place else None
    now = outing.ends_at if outing else story.at(demo.days, 18)
    if demo.why_not:
        cannot_tell(restitution=restitution, reason=demo.why_not, told_by=story.lead, by=BY, now=now)
        return
    means = RestitutionMeans.AFFICHE if demo.place else RestitutionMeans.RAPPEL
    telling = Telling(
        means=RestitutionMeans.TERRAIN if outing else means,
        people=demo.people if outing or demo.resident else None,
        contested=demo.contested,
        note=demo.note,
        outing=outing,
    )
    tell_restitution(restitution=restitution, telling=telling, told_by=story.lead, by=BY, now=now)


def _outing_after(restitution: Restitution) -> Outing | None:
    """Return the first outing held at its place since the answer came."""
    held = Outing.objects.filter(place=restitution.place, state=OutingState.TERMINEE)
    return held.filter(starts_at__gt=restitution.due_at).order_by("starts_at", "pk").first()
