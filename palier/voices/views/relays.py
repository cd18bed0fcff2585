"""Relay a need, and follow relays."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from palier.accounts.limits import Limit
from palier.structures.enums import Permission
from palier.structures.models import Membership, Partner
from palier.structures.permissions import actor_of, can, membership_of
from palier.structures.routes import route
from palier.voices.actions.relays import RelayRefused, draft_relay, send_relays
from palier.voices.forms.answers import HeardAnswerForm, LinkForm, MessageForm
from palier.voices.forms.relays import RelayFilterForm, RelayForm
from palier.voices.models import Relay, SharedNeed
from palier.voices.queries.quotes import choices_of, quotes_from, shown_quotes
from palier.voices.queries.relays import (
    PAGE_SIZE,
    partners_to_ask,
    relays_found,
    replies_of,
    waits_for_the_centre,
)
from palier.voices.queries.threads import thread_with

# A team relays what a season brought in one afternoon; a stolen account must not write to a whole town.
SENT_BY_STRUCTURE = Limit("relay-sent", 100, 3600)


@require_http_methods(["GET", "HEAD", "POST"])
@route(Permission.RELAYS_SEND)
def relay_new(request: HttpRequest, need_id: UUID) -> HttpResponse:
    """Choose who can act and what is shared; show what they will see; then give it."""
    need = get_object_or_404(SharedNeed.objects.filter(merged_into=None, closed_at=None), pk=need_id)
    choices, asked = choices_of(need), partners_to_ask(need.theme)
    form = RelayForm(request.POST or None, asked=asked, choices=choices, theme=need.theme)
    if request.method == "POST" and form.is_valid() and request.POST.get("step") == "preview":
        return _preview(request, need, form)
    if request.method == "POST" and form.is_valid() and request.POST.get("step") == "send":
        sent = _send(request, need, form)
        if sent is not None:
            return sent
    has_failed = bool(form.errors)
    context = {
        "need": need,
        "form": form,
        "choices": choices,
        "asked": asked,
        "chosen": request.POST.getlist("quotes") if form.is_bound else None,
    }
    return render(request, "voices/relays_new.html", context, status=422 if has_failed else 200)


@require_safe
@route(Permission.VOICES_READ)
def relay_list(request: HttpRequest) -> HttpResponse:
    """Show the relays that answer the filters of the address, those without answer first."""
    filters = RelayFilterForm(request.GET, partners=list(Partner.objects.order_by("key")))
    search = filters.search()
    page = Paginator(relays_found(search, today=timezone.localdate()), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "filters": filters,
        "search": search,
        "none_yet": not page.object_list and not search.is_narrowed,
    }
    return render(request, "voices/relays_list.html", context)


@require_safe
@route(Permission.VOICES_READ)
def relay_detail(request: HttpRequest, relay_id: UUID) -> HttpResponse:
    """Show what was shared, with whom, what they said, who opened it."""
    return render_relay(request, relay_or_404(relay_id))


def relay_or_404(relay_id: UUID) -> Relay:
    """Return the relay of the current structure, with its need and partner."""
    found: Relay = get_object_or_404(
        Relay.objects.select_related("need", "partner", "sent_by", "structure"), pk=relay_id
    )
    return found


def render_relay(request: HttpRequest, relay: Relay, *, status: int = 200, **forms: Any) -> HttpResponse:
    """Return the page of a relay; ``forms`` are those with errors to show."""
    thread = thread_with(relay)
    replies = replies_of(thread)
    context = {
        "relay": relay,
        "thread": thread,
        "replies": replies,
        "quotes": shown_quotes(relay.quotes),
        "question_waits": waits_for_the_centre(replies),
        "answer_form": HeardAnswerForm(relay=relay),
        "message_form": MessageForm(),
        "link_form": LinkForm(initial={"email": relay.email}),
        "can_send": can(membership_of(request), Permission.RELAYS_SEND),
        **forms,
    }
    return render(request, "voices/relays_detail.html", context, status=status)


def origin_of(request: HttpRequest) -> str:
    """Return what begins the links."""
    return settings.BASE_URL or request.build_absolute_uri("/")


def has_mail() -> bool:
    """Tell whether letters leave this installation."""
    return "console" not in settings.EMAIL_BACKEND


def place_of(request: HttpRequest) -> Membership:
    """Return the place from which this request acts: the route let nobody else in."""
    place = membership_of(request)
    assert place is not None
    return place


def _preview(request: HttpRequest, need: SharedNeed, form: RelayForm) -> HttpResponse:
    sharing, now = form.sharing(), timezone.now()
    quotes = quotes_from(sharing.voices)
    drafts = [draft_relay(need, recipient, sharing, quotes, now=now) for recipient in form.people()]
    context = {
        "need": need,
        "structure": place_of(request).structure,
        "drafts": drafts,
        "letters": [draft for draft in drafts if draft.email],
        "relay": drafts[0],
        "quotes": shown_quotes(quotes),
        "sent": [(name, value) for name, values in request.POST.lists() for value in values if name in form.fields],
        "has_mail": has_mail(),
    }
    return render(request, "voices/relays_preview.html", context)


def _send(request: HttpRequest, need: SharedNeed, form: RelayForm) -> HttpResponse | None:
    """Give the need to those chosen; None when it was refused, the reason being in the form."""
    place, people = place_of(request), form.people()
    try:
        for _ in people:
            SENT_BY_STRUCTURE.take(str(place.structure_id), now=timezone.now())
        relays = send_relays(
            need=need,
            recipients=people,
            asked=form.sharing(),
            sent_by=place,
            by=actor_of(request),
            now=timezone.now(),
            origin=origin_of(request),
        )
    except RelayRefused as refusal:
        form.add_error(None, str(refusal))
        return None
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return None
    messages.success(request, _told(relays))
    return redirect(relays[0]) if len(relays) == 1 else redirect("voices:relay-list")


def _told(relays: list[Relay]) -> str:
    """Say that it is relayed, and what leaves by itself or has still to be carried."""
    count, letters = len(relays), [relay for relay in relays if relay.email and has_mail()]
    told = "Le besoin est relayé." if count == 1 else f"Le besoin est relayé à {count} destinataires."
    if letters:
        told += " Un courriel part, sans aucune parole dedans."
    if any(relay.partner_id and relay not in letters for relay in relays):
        told += " Sans courriel, à vous de transmettre : le courrier est prêt à imprimer."
    return told
