"""Form a need, rename it, attach and detach words, close it, open it again."""

from collections.abc import Callable
from typing import Any, TypedDict
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from palier.structures.enums import Permission, Theme
from palier.structures.models import Membership
from palier.structures.permissions import actor_of, membership_of
from palier.structures.routes import route
from palier.voices.actions.need_trail import NeedMerged, NeedRefused, threshold_of
from palier.voices.actions.needs import (
    attach_words,
    change_need,
    close_need,
    create_need,
    detach_words,
    refuse_for_need,
    reopen_need,
    set_threshold,
)
from palier.voices.forms.needs import CloseForm, NeedForm, ThresholdForm, initial_of
from palier.voices.models import SharedNeed, Voice
from palier.voices.queries.need_page import known_keys
from palier.voices.queries.need_titles import first_card
from palier.voices.queries.words import words
from palier.voices.views.needs import UNDO, render_need

form_page = require_http_methods(["GET", "HEAD", "POST"])


class Acts(TypedDict):
    """Who acts, and when, as every action takes it."""

    made_by: Membership
    by: Any
    now: Any


def acts_of(request: HttpRequest) -> Acts:
    """Return who acts; the route's decorator lets nobody else in."""
    membership = membership_of(request)
    assert membership is not None
    return {"made_by": membership, "by": actor_of(request), "now": timezone.now()}


def words_asked(request: HttpRequest, name: str = "parole") -> list[Voice]:
    """Return the words that the form or the address names, those that stand; their order is that of their dates."""
    asked = request.POST.getlist(name) or request.GET.getlist(name)
    return list(words().filter(pk__in=known_keys(asked)).order_by("made_at", "pk"))


def need_or_404(need_id: UUID) -> SharedNeed:
    """Return a need of this structure. Raises Http404."""
    return get_object_or_404(SharedNeed.objects.select_related("zone"), pk=need_id)


def answered(request: HttpRequest, act: Callable[[], SharedNeed], done: str) -> HttpResponse | None:
    """Do ``act`` and go to the need it returns; say why not, and return None, when it was refused."""
    try:
        need = act()
    except NeedMerged as merged:
        messages.warning(request, str(merged))
        return redirect(merged.into)
    except NeedRefused as refused:
        messages.error(request, str(refused))
        return None
    messages.success(request, done)
    return redirect(need)


@form_page
@route(Permission.VOICES_EDIT)
def need_new(request: HttpRequest) -> HttpResponse:
    """Form a need out of words, or of none yet; « proposee » names those of a proposal, kept or left out."""
    chosen = words_asked(request)
    proposed = words_asked(request, "proposee")
    form = NeedForm(request.POST or None, initial=first_card(chosen) if chosen else {"theme": Theme.AUTRE})
    if request.method == "POST" and form.is_valid():
        acts = acts_of(request)
        kept = {word.pk for word in chosen}
        response = answered(
            request,
            lambda: create_need(
                structure=acts["made_by"].structure,
                card=form.card,
                words=chosen,
                refused=[word for word in proposed if word.pk not in kept],
                was_proposed=bool(proposed),
                **acts,
            ),
            "Le besoin est formé. Vous pouvez le relayer dès maintenant.",
        )
        if response is not None:
            return response
    context = {"form": form, "heading": "Former un besoin", "words": chosen, "proposed": proposed}
    return render(request, "voices/need_form.html", context, status=422 if form.is_bound else 200)


@form_page
@route(Permission.VOICES_EDIT)
def need_edit(request: HttpRequest, need_id: UUID) -> HttpResponse:
    """Rename a need, say more of it."""
    need = need_or_404(need_id)
    form = NeedForm(request.POST or None, initial=initial_of(need))
    if request.method == "POST" and form.is_valid():
        response = answered(
            request,
            lambda: change_need(need=need, card=form.card, **acts_of(request)),
            "C'est enregistré. L'ancien nom reste dans l'histoire du besoin.",
        )
        if response is not None:
            return response
    context = {"form": form, "heading": "Modifier le besoin", "need": need}
    return render(request, "voices/need_form.html", context, status=422 if form.is_bound else 200)


@require_POST
@route(Permission.VOICES_EDIT)
def need_attach(request: HttpRequest, need_id: UUID) -> HttpResponse:
    """Attach words to a need; « proposee » in the form says that Palier had proposed them."""
    need = need_or_404(need_id)
    chosen = words_asked(request)
    if not chosen:
        messages.error(request, "Choisissez au moins une parole.")
        return redirect(need)
    was_proposed = "proposee" in request.POST
    response = answered(
        request,
        lambda: attach_words(need=need, words=chosen, was_proposed=was_proposed, **acts_of(request)),
        "La parole est rattachée." if len(chosen) == 1 else f"{len(chosen)} paroles sont rattachées.",
    )
    return response or redirect(need)


@require_POST
@route(Permission.VOICES_EDIT)
def need_detach(request: HttpRequest, need_id: UUID) -> HttpResponse:
    """Take words out of a need; the page offers to put them back."""
    need = need_or_404(need_id)
    chosen = words_asked(request)
    if not chosen:
        messages.error(request, "Choisissez au moins une parole.")
        return redirect(need)
    try:
        detach_words(need=need, words=chosen, **acts_of(request))
    except NeedMerged as merged:
        messages.warning(request, str(merged))
        return redirect(merged.into)
    back = reverse("voices:need-attach", args=[need.pk])
    request.session[UNDO] = {
        "need": str(need.pk),
        "text": "La parole est détachée." if len(chosen) == 1 else f"{len(chosen)} paroles sont détachées.",
        "url": f"{back}?{urlencode([('parole', word.pk) for word in chosen])}",
    }
    return redirect(need)


@require_POST
@route(Permission.VOICES_EDIT)
def need_refuse(request: HttpRequest, need_id: UUID) -> HttpResponse:
    """Say that words do not ask for this need."""
    need = need_or_404(need_id)
    chosen = words_asked(request)
    try:
        refuse_for_need(need=need, words=chosen, **acts_of(request))
    except NeedMerged as merged:
        messages.warning(request, str(merged))
        return redirect(merged.into)
    if chosen:
        messages.success(request, "C'est noté : Palier ne le proposera plus pour ce besoin.")
    else:
        messages.error(request, "Choisissez au moins une parole.")
    return redirect(need)


@require_POST
@route(Permission.VOICES_EDIT)
def need_close(request: HttpRequest, need_id: UUID) -> HttpResponse:
    """Close a need without any relay, with the reason."""
    need = need_or_404(need_id)
    form = CloseForm(request.POST)
    if not form.is_valid():
        return render_need(request, need, close_form=form, status=422)
    reason = form.cleaned_data["reason"]
    response = answered(
        request,
        lambda: close_need(need=need, reason=reason, **acts_of(request)),
        "Le besoin est clos. Vous pourrez le rouvrir.",
    )
    return response or redirect(need)


@require_POST
@route(Permission.VOICES_EDIT)
def need_reopen(request: HttpRequest, need_id: UUID) -> HttpResponse:
    """Open a closed need again."""
    need = need_or_404(need_id)
    response = answered(request, lambda: reopen_need(need=need, **acts_of(request)), "Le besoin est rouvert.")
    return response or redirect(need)


@form_page
@route(Permission.VOICES_EDIT)
def need_threshold(request: HttpRequest) -> HttpResponse:
    """Choose from how many words, of how many places, a need deserves an alert."""
    acts = acts_of(request)
    structure = acts["made_by"].structure
    many, places = threshold_of(structure.pk)
    form = ThresholdForm(request.POST or None, initial={"words": many, "places": places})
    if request.method == "POST" and form.is_valid():
        kept = form.cleaned_data
        set_threshold(structure=structure, words=kept["words"], places=kept["places"], by=acts["by"], now=acts["now"])
        messages.success(request, "Le seuil est enregistré. Il vaut pour les paroles rattachées dès maintenant.")
        return redirect("voices:need-list")
    return render(request, "voices/need_threshold.html", {"form": form}, status=422 if form.is_bound else 200)
