"""« Effacer pour de bon »: what will go, what will stay, and who says so."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from palier.fieldlog.desk import form_page
from palier.residents.models import Resident
from palier.structures.enums import Permission
from palier.structures.routes import route
from palier.voices.actions.erasing import erase_word
from palier.voices.forms.words import EraseForm
from palier.voices.queries.endings import endings_of
from palier.voices.queries.quotes import relays_quoting
from palier.voices.views.word import acts_of, word_to_change


@form_page
@route(Permission.VOICES_EDIT)
def word_erase(request: HttpRequest, voice_id: UUID) -> HttpResponse:
    """Erase a word for good, once its page has said what that means."""
    voice = word_to_change(voice_id)
    form = EraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        carried = erase_word(voice=voice, reason=form.cleaned_data["reason"], **acts_of(request))
        told = f" Elle est partie aussi de {carried} relais : prévenez qui l'a reçue." if carried else ""
        messages.success(request, f"La parole est effacée pour de bon.{told}")
        return redirect("voices:word-detail", voice.pk)
    context = {
        "voice": voice,
        "form": form,
        "needs": endings_of([voice])[voice.pk].needs,
        "named": Resident.objects.filter(pk__in=[voice.resident_id]).exclude(sealed={}).first(),
        "relays": list(relays_quoting(voice).select_related("partner").order_by("-sent_at")),
    }
    return render(request, "voices/word_erase.html", context, status=422 if form.is_bound else 200)
