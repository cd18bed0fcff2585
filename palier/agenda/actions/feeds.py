"""Open and close the secret addresses that calendars read."""

import secrets
from base64 import b32encode
from datetime import datetime

from django.db import transaction

from palier.agenda.enums import FeedKind
from palier.agenda.models import CalendarFeed
from palier.audit.actions import record
from palier.audit.actor import Actor
from palier.audit.enums import AuditKind
from palier.structures.models import Membership

# 160 bits: the address lives for years, and nobody types it.
TOKEN_BYTES = 20


@transaction.atomic
def open_feed(*, kind: FeedKind, membership: Membership, by: Actor, now: datetime) -> CalendarFeed:
    """Return a new open feed: of ``membership`` when it is a personal one, else of its structure.

    The one that was open, if any, is closed: its address gives nothing any more.
    """
    # Held until the end: two requests at once would leave two open.
    holder = Membership.objects.select_for_update().select_related(None).get(pk=membership.pk)
    close_feed(kind=kind, membership=holder, by=by, now=now)
    feed: CalendarFeed = CalendarFeed.objects.create(
        structure_id=holder.structure_id,
        kind=kind,
        membership=holder if kind == FeedKind.PERSONNEL else None,
        token=b32encode(secrets.token_bytes(TOKEN_BYTES)).decode("ascii").lower(),
        created_at=now,
        updated_at=now,
    )
    _record(feed, "Adresse créée", by=by, now=now)
    return feed


@transaction.atomic
def close_feed(*, kind: FeedKind, membership: Membership, by: Actor, now: datetime) -> bool:
    """Close the open feed of this kind, of ``membership`` when it is a personal one; return False without any."""
    owner = membership if kind == FeedKind.PERSONNEL else None
    feeds = CalendarFeed.objects.filter(structure=membership.structure_id, kind=kind, membership=owner, revoked_at=None)
    feed = feeds.select_for_update().first()
    if feed is None:
        return False
    feed.revoked_at, feed.updated_at = now, now
    feed.save(update_fields=["revoked_at", "updated_at"])
    _record(feed, "Adresse fermée", by=by, now=now)
    return True


def note_served(*, feed: CalendarFeed, content_hash: str, now: datetime) -> CalendarFeed:
    """Return the feed, which knows since when it gives this content. Written only when it gives something else."""
    if feed.served_hash != content_hash or feed.served_at is None:
        feed.served_hash, feed.served_at = content_hash, now.replace(microsecond=0)
        feed.save(update_fields=["served_hash", "served_at"])
    return feed


def _record(feed: CalendarFeed, what: str, *, by: Actor, now: datetime) -> None:
    record(
        kind=AuditKind.OUTINGS_CHANGED,
        by=by,
        now=now,
        target_kind="feed",
        target_id=str(feed.pk),
        target_label=f"Agenda partagé : {FeedKind(feed.kind).label}",
        detail=what,
        structure_id=feed.structure_id,
    )
