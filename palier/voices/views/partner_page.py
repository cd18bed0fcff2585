"""The page of who received a relay: no account, the secret of the link is the key."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from palier.accounts.limits import Limit, network_of
from palier.core.errors import too_many
from palier.core.tenancy import structure_scope
from palier.structures.permissions import membership_of
from palier.structures.routes import TOKEN, route
from palier.voices.actions.answers import AnswerRefused
from palier.voices.actions.partner_side import answer_by_link, ask_by_link, holder_of
from palier.voices.actions.relays import RelayRefused, forward_relay, note_seen
from palier.voices.forms.answers import AnswerForm, ForwardForm, MessageForm
from palier.voices.models import Relay
from palier.voices.queries.quotes import shown_quotes
from palier.voices.queries.relays import last_answer, relay_of_token, replies_of
from palier.voices.queries.threads import thread_with

GONE, NOWHERE = 410, 404
UNKNOWN_BY_ADDRESS = Limit("relay-unknown", 20, 300)
WRITTEN_BY_LINK = Limit("relay-written", 20, 3600)
# Each one is a letter to an address that somebody typed: a link that leaked must not write to a town.
FORWARDED_BY_LINK = Limit("relay-forwarded", 5, 24 * 3600)

Page = Callable[[HttpRequest, Relay, str], HttpResponse]


def opened(page: Page) -> Callable[[HttpRequest, str], HttpResponse]:
    """Return the view that finds the relay of a secret and shows ``page`` inside its structure.

    A link that ended says whom to ask, and nothing else; a secret that nobody gave is answered as any wrong address.
    """

    @wraps(page)
    def view(request: HttpRequest, token: str) -> HttpResponse:
        relay, is_open = relay_of_token(token, now=timezone.now())
        if relay is None:
            return _discreet(_unknown(request))
        if not is_open:
            closed = {"structure": relay.structure}
            return _discreet(render(request, "voices/partner_closed.html", closed, status=GONE))
        with structure_scope(relay.structure_id):
            return _discreet(page(request, relay, token))

    return view


@require_safe
@route(TOKEN)
@opened
def partner_relay(request: HttpRequest, relay: Relay, token: str) -> HttpResponse:
    """Show exactly what was shared, and how to answer."""
    membership = membership_of(request)
    is_own_team = membership is not None and membership.structure_id == relay.structure_id
    if request.method == "GET" and not is_own_team:
        note_seen(relay=relay, now=timezone.now())
    return _page(request, relay, token)


@require_POST
@route(TOKEN)
@opened
def partner_answer(request: HttpRequest, relay: Relay, token: str) -> HttpResponse:
    """Note the answer; then thank."""
    form = AnswerForm(request.POST, relay=relay)
    if form.is_valid():
        try:
            _count(WRITTEN_BY_LINK, relay)
            answer_by_link(relay=relay, **form.cleaned_data, now=timezone.now(), link=_desk(request, relay))
        except AnswerRefused as refusal:
            form.add_error("state", str(refusal))
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return redirect("voices:partner-thanks", token)
    return _page(request, relay, token, answer_form=form)


@require_POST
@route(TOKEN)
@opened
def partner_question(request: HttpRequest, relay: Relay, token: str) -> HttpResponse:
    """Note a question for the centre."""
    form = MessageForm(request.POST)
    if form.is_valid():
        try:
            _count(WRITTEN_BY_LINK, relay)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            link, author = _desk(request, relay), relay.recipient
            ask_by_link(relay=relay, text=form.cleaned_data["text"], author=author, now=timezone.now(), link=link)
            return redirect(f"{reverse('voices:partner-thanks', args=[token])}?pour=question")
    return _page(request, relay, token, question_form=form)


@require_POST
@route(TOKEN)
@opened
def partner_forward(request: HttpRequest, relay: Relay, token: str) -> HttpResponse:
    """Share the request with a colleague."""
    form = ForwardForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        try:
            _count(FORWARDED_BY_LINK, relay)
            origin = settings.BASE_URL or request.build_absolute_uri("/")
            forward_relay(relay=relay, **told, by=holder_of(relay), now=timezone.now(), origin=origin)
        except RelayRefused as refusal:
            form.add_error("email", str(refusal))
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return redirect(f"{reverse('voices:partner-thanks', args=[token])}?pour=collegue")
    return _page(request, relay, token, forward_form=form)


@require_safe
@route(TOKEN)
@opened
def partner_thanks(request: HttpRequest, relay: Relay, token: str) -> HttpResponse:
    """Thank, and say what happens next."""
    context = {"relay": relay, "token": token, "about": request.GET.get("pour", ""), "structure": relay.structure}
    return render(request, "voices/partner_thanks.html", context)


def _page(request: HttpRequest, relay: Relay, token: str, **forms: Any) -> HttpResponse:
    thread = thread_with(relay)
    replies = replies_of(thread)
    context = {
        "relay": relay,
        "token": token,
        "structure": relay.structure,
        "quotes": shown_quotes(relay.quotes),
        "replies": replies,
        "answer": last_answer(replies),
        "colleagues": [one for one in thread if one.pk != relay.pk],
        "answer_form": AnswerForm(relay=relay),
        "question_form": MessageForm(),
        "forward_form": ForwardForm(),
        **forms,
    }
    return render(request, "voices/partner_relay.html", context, status=422 if forms else 200)


def _unknown(request: HttpRequest) -> HttpResponse:
    if not UNKNOWN_BY_ADDRESS.is_free(network_of(request), now=timezone.now()):
        return too_many(request, retry_after=UNKNOWN_BY_ADDRESS.seconds)
    return render(request, "voices/partner_closed.html", {"structure": None}, status=NOWHERE)


def _count(limit: Limit, relay: Relay) -> None:
    limit.take(str(relay.pk), now=timezone.now())


def _desk(request: HttpRequest, relay: Relay) -> str:
    """Return the address of the relay for the centre."""
    return (settings.BASE_URL or request.build_absolute_uri("/")).rstrip("/") + relay.get_absolute_url()


def _discreet(response: HttpResponse) -> HttpResponse:
    """Keep the secret of the address between its holder and this server."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    # A form sent from a page under « no-referrer » comes with « Origin: null », which the check against forged forms
    # refuses. « strict-origin » never gives more than the name of this server, not even to this server.
    response.headers["Referrer-Policy"] = "strict-origin" if response.status_code in {200, 422} else "no-referrer"
    return response
