"""Shared agendas: the file that calendars read, and the page that opens and closes its secret address."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from palier.accounts.limits import Limit, network_of
from palier.agenda.actions.feeds import close_feed, note_served, open_feed
from palier.agenda.enums import FeedKind
from palier.agenda.forms.feeds import FeedForm
from palier.agenda.ical import CONTENT_TYPE, calendar_file, calendar_hash
from palier.agenda.models import CalendarFeed
from palier.agenda.queries.feeds import feed_content, feed_with_token, feeds_of, is_open
from palier.core.errors import too_many
from palier.core.qr import qr_picture
from palier.core.tenancy import structure_scope
from palier.documents.names import content_disposition
from palier.structures.enums import Permission
from palier.structures.models import Membership
from palier.structures.permissions import actor_of, can, membership_of
from palier.structures.routes import TOKEN, route

# Unknown secrets alone count: the calendars of a whole centre ask from one address.
WRONG_FEEDS = Limit("feed", 20, 300)
# What each agenda is for, said on its card.
SENTENCES = {
    FeedKind.PERSONNEL: "Les sorties où vous êtes inscrit·e et les réunions où l'on vous attend.",
    FeedKind.STRUCTURE: "Toutes les sorties, brouillons et annulations compris, pour l'équipe.",
    FeedKind.PUBLIC: "Les sorties confirmées et annoncées\N{NO-BREAK SPACE}: quoi, où, quand. Rien d'autre.",
}


def origin_of(request: HttpRequest) -> str:
    """Return where this instance is: « https://palier.exemple.fr/ »."""
    return settings.BASE_URL or request.build_absolute_uri("/")


def place_of(request: HttpRequest) -> Membership:
    """Return the place that the request acts from; the route's decorator lets nobody else in."""
    membership = membership_of(request)
    assert membership is not None
    return membership


@require_safe
@route(TOKEN)
def feed_file(request: HttpRequest, token: str) -> HttpResponse:
    """Give the calendar of a secret address, or 304 when the reader has it already. Asks no cookie, sets none."""
    now, network = timezone.now(), network_of(request)
    try:
        WRONG_FEEDS.check(network, now=now)
    except ValidationError:
        return too_many(request, retry_after=WRONG_FEEDS.seconds)
    feed = feed_with_token(token)
    if feed is None:
        WRONG_FEEDS.is_free(network, now=now)
        raise Http404
    if not is_open(feed):
        raise Http404
    with structure_scope(feed.structure_id):
        content = feed_content(feed, origin=origin_of(request), now=now)
        feed = note_served(feed=feed, content_hash=calendar_hash(content.name, content.events), now=now)
    assert feed.served_at is not None
    etag, changed = f'"{feed.served_hash[:32]}"', int(feed.served_at.timestamp())
    response = get_conditional_response(request, etag=etag, last_modified=changed)
    if response is None:
        response = HttpResponse(calendar_file(content.name, content.events), content_type=CONTENT_TYPE)
        response.headers["Content-Disposition"] = content_disposition("agenda.ics")
    kept = {"ETag": etag, "Last-Modified": http_date(changed), "Cache-Control": "private, max-age=300"}
    for name, value in kept.items():
        response.headers[name] = value
    return response


@never_cache
@require_safe
@route(Permission.OUTINGS_READ)
def feed_list(request: HttpRequest) -> HttpResponse:
    """Show one's own agenda to share, and those of the structure to who plans the outings."""
    place = place_of(request)
    opened = feeds_of(place)
    kinds = FeedKind if can(place, Permission.OUTINGS_PLAN) else (FeedKind.PERSONNEL,)
    cards = [_card(request, FeedKind(kind), opened.get(kind)) for kind in kinds]
    return render(request, "agenda/feed_list.html", {"cards": cards})


def _card(request: HttpRequest, kind: FeedKind, feed: CalendarFeed | None) -> dict[str, Any]:
    card: dict[str, Any] = {"kind": kind, "sentence": SENTENCES[kind], "feed": feed}
    if feed is not None:
        address = origin_of(request).rstrip("/") + reverse("agenda:feed-file", args=[feed.token])
        subscription = f"webcal://{address.split('://', 1)[1]}"
        card |= {"address": address, "subscription": subscription, "picture": qr_picture(subscription)}
    return card


@require_POST
@route(Permission.OUTINGS_READ)
def feed_open(request: HttpRequest) -> HttpResponse:
    """Make an address; the one before, if any, gives nothing any more."""
    kind = _kind_asked(request)
    if kind is None:
        return redirect("agenda:feed-list")
    open_feed(kind=kind, membership=place_of(request), by=actor_of(request), now=timezone.now())
    messages.success(request, "L'adresse est prête : copiez-la dans votre agenda, ou scannez-la.")
    return redirect("agenda:feed-list")


@require_POST
@route(Permission.OUTINGS_READ)
def feed_close(request: HttpRequest) -> HttpResponse:
    """Close an address: whoever reads it is told that there is nothing there."""
    kind = _kind_asked(request)
    if kind is None:
        return redirect("agenda:feed-list")
    if close_feed(kind=kind, membership=place_of(request), by=actor_of(request), now=timezone.now()):
        messages.success(request, "L'adresse est fermée : les agendas qui la lisaient ne recevront plus rien.")
    else:
        messages.info(request, "Cette adresse était déjà fermée.")
    return redirect("agenda:feed-list")


def _kind_asked(request: HttpRequest) -> FeedKind | None:
    """Return the kind sent, None (and a message) for an unknown one. Raises PermissionDenied: not theirs to change."""
    form = FeedForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Cet agenda n'existe pas. Rien n'a changé.")
        return None
    kind = FeedKind(form.cleaned_data["kind"])
    if kind != FeedKind.PERSONNEL and not can(membership_of(request), Permission.OUTINGS_PLAN):
        raise PermissionDenied
    return kind
