"""What the centre does with a relay: remind, give another link, take it back, note what was said, print."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from palier.documents.letter import letter_odt, letter_pdf
from palier.documents.names import content_disposition, safe_filename
from palier.structures.enums import Permission
from palier.structures.permissions import actor_of
from palier.structures.routes import route
from palier.voices.actions.answers import AnswerRefused, note_message, note_reply
from palier.voices.actions.relays import RelayRefused, note_letter, renew_link, revoke_link
from palier.voices.actions.reminders import remind
from palier.voices.enums import ReplyChannel, ReplyKind
from palier.voices.exports.relay_letter import relay_letter
from palier.voices.forms.answers import HeardAnswerForm, LinkForm, MessageForm
from palier.voices.models import Relay
from palier.voices.relay_tasks import Letter, send_relay_letter
from palier.voices.relay_tokens import relay_link, token_of
from palier.voices.views.relays import (
    SENT_BY_STRUCTURE,
    has_mail,
    origin_of,
    place_of,
    relay_or_404,
    render_relay,
)

TYPES = {"pdf": "application/pdf", "odt": "application/vnd.oasis.opendocument.text"}


@require_POST
@route(Permission.RELAYS_SEND)
def relay_remind(request: HttpRequest, relay_id: UUID) -> HttpResponse:
    """Write again to who was asked."""
    relay = relay_or_404(relay_id)

    def act() -> Relay:
        return remind(relay=relay, by=actor_of(request), now=timezone.now(), origin=origin_of(request))

    sent = _written(request, act)
    if sent is not None and not has_mail():
        return _show_link(request, sent)
    if sent is not None:
        messages.success(request, "Une relance part, avec le même lien.")
    return redirect(relay)


@require_POST
@route(Permission.RELAYS_SEND)
def relay_link_new(request: HttpRequest, relay_id: UUID) -> HttpResponse:
    """Give another link; the former one ends."""
    relay, form = relay_or_404(relay_id), LinkForm(request.POST)
    if not form.is_valid():
        return render_relay(request, relay, status=422, link_form=form)

    def act() -> Relay:
        email = form.cleaned_data["email"]
        return renew_link(relay=relay, email=email, by=actor_of(request), now=timezone.now(), origin=origin_of(request))

    sent = _written(request, act)
    if sent is not None and not has_mail():
        return _show_link(request, sent)
    if sent is not None:
        messages.success(request, f"Un nouveau lien part vers {sent.email}. L'ancien ne marche plus.")
    return redirect(relay)


@require_POST
@route(Permission.RELAYS_SEND)
def relay_revoke(request: HttpRequest, relay_id: UUID) -> HttpResponse:
    """End the link at once."""
    relay = relay_or_404(relay_id)
    revoke_link(relay=relay, by=actor_of(request), now=timezone.now())
    messages.success(
        request, "Le lien est retiré, comme ceux qu'il avait servi à transmettre. Le relais reste, avec ses réponses."
    )
    return redirect(relay)


@require_POST
@route(Permission.RELAYS_SEND)
def relay_answer(request: HttpRequest, relay_id: UUID) -> HttpResponse:
    """Note an answer that came by phone, by letter, in a meeting."""
    relay = relay_or_404(relay_id)
    form = HeardAnswerForm(request.POST, relay=relay)
    if form.is_valid():
        told = {**form.cleaned_data, "channel": ReplyChannel(form.cleaned_data["channel"])}
        try:
            note_reply(relay=relay, made_by=place_of(request), by=actor_of(request), now=timezone.now(), **told)
        except AnswerRefused as refusal:
            form.add_error("state", str(refusal))
        else:
            messages.success(
                request, "La réponse est notée. Elle est maintenant à rapporter, là où la parole a été dite."
            )
            return redirect(relay)
    return render_relay(request, relay, status=422, answer_form=form)


@require_POST
@route(Permission.RELAYS_SEND)
def relay_message(request: HttpRequest, relay_id: UUID) -> HttpResponse:
    """Add a precision, or answer a question; who was asked is told by a letter that holds no word of it."""
    relay, form = relay_or_404(relay_id), MessageForm(request.POST)
    if not form.is_valid():
        return render_relay(request, relay, status=422, message_form=form)
    note_message(
        relay=relay,
        kind=ReplyKind.PRECISION,
        text=form.cleaned_data["text"],
        channel=ReplyChannel.CENTRE,
        made_by=place_of(request),
        by=actor_of(request),
        now=timezone.now(),
    )
    if relay.has_link:
        send_relay_letter.enqueue(str(relay.pk), str(relay.structure_id), origin_of(request), Letter.PRECISION)
    messages.success(request, "Votre précision est ajoutée à la conversation.")
    return redirect(relay)


@require_safe
@route(Permission.RELAYS_SEND)
def relay_letter_file(request: HttpRequest, relay_id: UUID, kind: str) -> HttpResponse:
    """Give the letter of a relay, as PDF or ODT."""
    relay, now = relay_or_404(relay_id), timezone.now()
    letter = relay_letter(relay, structure=relay.structure, day=timezone.localdate(now))
    note_letter(relay=relay, kind=kind, by=actor_of(request), now=now)
    response = HttpResponse(letter_pdf(letter) if kind == "pdf" else letter_odt(letter), content_type=TYPES[kind])
    response.headers["Content-Disposition"] = content_disposition(safe_filename(f"courrier {relay.title}", kind))
    return response


def _written(request: HttpRequest, act: Callable[[], Relay]) -> Relay | None:
    """Return what a letter was written about; None, having said why, when none may be."""
    try:
        SENT_BY_STRUCTURE.take(str(place_of(request).structure_id), now=timezone.now())
        return act()
    except RelayRefused as refusal:
        messages.error(request, str(refusal))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return None


def _show_link(request: HttpRequest, relay: Relay) -> HttpResponse:
    # Where mail leaves, the link goes to the address alone. Here nobody else could give it.
    link = relay_link(origin_of(request), token_of(relay.link_salt))
    response = render(request, "voices/relays_link.html", {"relay": relay, "link": link})
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
