"""One word: what was said, where, when, its history, what became of it; corrected, translated, taken back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from palier.fieldlog.desk import form_page, member_of
from palier.fieldlog.line_form import ReasonForm
from palier.structures.enums import Permission
from palier.structures.permissions import actor_of, can
from palier.structures.routes import route
from palier.territory.models import Zone
from palier.voices.actions.words import correct_word, restore_word, set_place, translate_word, withdraw_word
from palier.voices.forms.words import TranslationForm, WordForm
from palier.voices.models import Voice
from palier.voices.queries.endings import endings_of
from palier.voices.queries.history import history_of
from palier.voices.queries.personal import findings_in, pieces_of
from palier.voices.views.inbox import gesture_choices, short_themes
from palier.voices.views.undoing import undo_to_show

SHOWN = ("outing__place", "place", "made_by", "triaged_by", "translated_by", "reread_by", "withdrawn_by")


def word_asked(voice_id: UUID) -> Voice:
    """Return the word that the address names. Raises Http404."""
    found: Voice = get_object_or_404(Voice.objects.select_related(*SHOWN), pk=voice_id)
    return found


def word_to_change(voice_id: UUID) -> Voice:
    """Return the word that the address names, unless it was erased: nothing of it changes any more. Raises Http404."""
    found = word_asked(voice_id)
    if found.is_erased:
        raise Http404
    return found


@require_safe
@route(Permission.VOICES_READ)
def word_detail(request: HttpRequest, voice_id: UUID) -> HttpResponse:
    """Show one word and all that is known of it."""
    return word_page(request, word_asked(voice_id), TranslationForm())


@form_page
@route(Permission.VOICES_EDIT)
def word_edit(request: HttpRequest, voice_id: UUID) -> HttpResponse:
    """Correct a word, with the reason; what it said before stays in its history."""
    voice, acts = word_to_change(voice_id), acts_of(request)
    form = WordForm(request.POST or None, line=voice)
    if request.method == "POST" and form.is_valid():
        changed = correct_word(voice=voice, fields=form.columns(), reason=form.cleaned_data["reason"], **acts)
        if "lieu" in form.cleaned_data and form.cleaned_data["lieu"] != voice.place:
            set_place(voice=voice, place=form.cleaned_data["lieu"], **acts)
            changed.append("lieu")
        messages.success(request, "La parole est corrigée." if changed else "Rien n'a changé.")
        return redirect("voices:word-detail", voice.pk)
    return form_answer(request, voice, form, "Corriger la parole")


@require_POST
@route(Permission.VOICES_EDIT)
def word_translate(request: HttpRequest, voice_id: UUID) -> HttpResponse:
    """Keep what a person understood of a word, in French."""
    voice = word_to_change(voice_id)
    form = TranslationForm(request.POST)
    if not form.is_valid():
        return word_page(request, voice, form)
    text = form.cleaned_data["traduction"]
    translate_word(voice=voice, translation=text, **acts_of(request))
    messages.success(request, "La traduction est enregistrée, à votre nom." if text else "La traduction est retirée.")
    return redirect("voices:word-detail", voice.pk)


@form_page
@route(Permission.VOICES_EDIT)
def word_withdraw(request: HttpRequest, voice_id: UUID) -> HttpResponse:
    """Take a word back, with the reason; it stays, struck out, and counts no more."""
    voice = word_to_change(voice_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        withdraw_word(voice=voice, reason=form.cleaned_data["reason"], **acts_of(request))
        messages.success(request, "La parole est retirée : elle reste ici, barrée, et ne compte plus.")
        return redirect("voices:word-detail", voice.pk)
    return form_answer(request, voice, form, "Retirer cette parole")


@require_POST
@route(Permission.VOICES_EDIT)
def word_restore(request: HttpRequest, voice_id: UUID) -> HttpResponse:
    """Give back a word that was taken back."""
    voice = word_to_change(voice_id)
    restore_word(voice=voice, **acts_of(request))
    messages.success(request, "La parole est rétablie.")
    return redirect("voices:word-detail", voice.pk)


def word_page(request: HttpRequest, voice: Voice, translation: TranslationForm) -> HttpResponse:
    """Draw the page of a word; 422 when its translation was refused."""
    if not translation.is_bound:
        translation.initial["traduction"] = voice.translation
    can_edit = can(member_of(request), Permission.VOICES_EDIT)
    place = voice.where
    findings = findings_in(voice.text) if can_edit else []
    context = {
        "voice": voice,
        "place": place,
        "zones": list(Zone.objects.filter(places=place).values_list("name", flat=True)) if place else [],
        "themes": short_themes(voice),
        "ending": endings_of([voice])[voice.pk],
        "pieces": pieces_of(voice.text, findings),
        "found": [piece for piece in pieces_of(voice.text, findings) if piece.finding],
        "history": history_of(voice),
        "translation": translation,
        "can_edit": can_edit,
        "undo": undo_to_show(request) if can_edit else "",
        **(gesture_choices() if can_edit else {}),
    }
    return render(request, "voices/word_detail.html", context, status=422 if translation.is_bound else 200)


def form_answer(request: HttpRequest, voice: Voice, form: Any, title: str) -> HttpResponse:
    """Draw a form about a word; 422 when it was refused."""
    context = {"voice": voice, "form": form, "heading": title}
    return render(request, "voices/word_form.html", context, status=422 if form.is_bound else 200)


def acts_of(request: HttpRequest) -> dict[str, Any]:
    """Return who acts, and when, as the actions on words want it."""
    return {"editor": member_of(request), "by": actor_of(request), "now": timezone.now()}
