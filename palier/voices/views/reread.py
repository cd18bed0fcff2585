"""Take names out of a word; reread what may leave the centre."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from palier.fieldlog.desk import form_page
from palier.structures.enums import Permission
from palier.structures.permissions import actor_of
from palier.structures.routes import route
from palier.voices.actions.reread import (
    NotAgreed,
    StillPersonal,
    WordsChanged,
    replace_findings,
    reread_word,
    take_reading_back,
)
from palier.voices.enums import VoiceConsent
from palier.voices.forms.words import RereadForm, mark_of
from palier.voices.models import Voice
from palier.voices.queries.personal import findings_in, pieces_of, pseudonymised, questions
from palier.voices.views.word import acts_of, word_to_change


@require_POST
@route(Permission.VOICES_EDIT)
def word_replace(request: HttpRequest, voice_id: UUID) -> HttpResponse:
    """Replace in the words what was found personal, one finding or all those named."""
    voice = word_to_change(voice_id)
    try:
        done = replace_findings(voice=voice, spans=request.POST.getlist("morceau"), **acts_of(request))
    except WordsChanged as changed:
        messages.error(request, str(changed))
    else:
        many = "s" if len(done) > 1 else ""
        messages.success(request, f"{len(done)} passage{many} remplacé{many}, dans l'historique aussi.")
    return redirect("voices:word-detail", voice.pk)


@form_page
@route(Permission.VOICES_EDIT)
def word_reread(request: HttpRequest, voice_id: UUID) -> HttpResponse:
    """Show the words beside what may leave, prefilled with what Palier proposes; a person confirms."""
    voice = word_to_change(voice_id)
    if voice.consent == VoiceConsent.INTERNE or not voice.stands:
        messages.error(request, "Cette parole reste dans l'équipe : personne n'a dit qu'on pouvait la redire.")
        return redirect("voices:word-detail", voice.pk)
    proposed = voice.public_text if voice.is_reread else pseudonymised(voice.translation or voice.text)
    form = RereadForm(request.POST or None, initial={"public_text": proposed, "empreinte": mark_of(voice.text)})
    left: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            if asked["empreinte"] != mark_of(voice.text):
                raise WordsChanged("Ces paroles ont changé entre-temps : relisez-les ci-dessus, puis confirmez.")
            reread_word(
                voice=voice,
                public_text=asked["public_text"],
                source=voice.text,
                cleared=asked["blanchi"],
                **acts_of(request),
            )
        except StillPersonal as refused:
            left = questions(asked["public_text"], refused.findings)
            form.add_error("public_text", str(refused))
        except (WordsChanged, NotAgreed) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "C'est relu : ce texte peut sortir, sans nom, avec le mois et le quartier.")
            return redirect("voices:word-detail", voice.pk)
    return reread_page(request, voice, form, left)


@require_POST
@route(Permission.VOICES_EDIT)
def word_reading_withdraw(request: HttpRequest, voice_id: UUID) -> HttpResponse:
    """Keep a word inside again."""
    voice = word_to_change(voice_id)
    take_reading_back(voice=voice, by=actor_of(request), now=timezone.now())
    messages.success(request, "Ce texte ne sort plus. Ce qui a déjà été partagé le reste.")
    return redirect("voices:word-detail", voice.pk)


def reread_page(request: HttpRequest, voice: Voice, form: RereadForm, left: list[tuple[str, str]]) -> HttpResponse:
    """Draw the words beside what may leave; 422 when it was refused."""
    context = {
        "voice": voice,
        "form": form,
        "left": left,
        "cleared": request.POST.getlist("blanchi"),
        "pieces": pieces_of(voice.text, findings_in(voice.text)),
        "mark": mark_of(voice.text),
    }
    return render(request, "voices/word_reread.html", context, status=422 if form.is_bound else 200)
