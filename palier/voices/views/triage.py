"""« Trier »: one word at a time, with what Palier suggests; one key or one button, and the next one comes."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from palier.structures.enums import Permission
from palier.structures.routes import route
from palier.voices.actions.indexing import catch_up
from palier.voices.enums import VoiceState
from palier.voices.forms.inbox import InboxForm, TriageForm
from palier.voices.models import Voice
from palier.voices.queries.endings import endings_of
from palier.voices.queries.inbox import next_to_triage, to_triage
from palier.voices.queries.personal import findings_in, pieces_of
from palier.voices.queries.proposals import needs_near
from palier.voices.queries.suggested import suggested_themes
from palier.voices.queries.word_vectors import word_meanings
from palier.voices.queries.words import words
from palier.voices.views.gestures import make_gesture
from palier.voices.views.inbox import gesture_choices, short_label, short_themes
from palier.voices.views.undoing import undo_to_show, way_back


@require_safe
@route(Permission.VOICES_EDIT)
def triage(request: HttpRequest) -> HttpResponse:
    """Show one word to triage among those that the filters of the address keep: the one asked for, or the first."""
    filters = InboxForm(request.GET)
    scope = filters.search.scope
    catch_up()
    asked = request.GET.get("parole", "")
    voice = _asked(asked) or next_to_triage(scope, None)
    undo = undo_to_show(request)
    if voice is None:
        return render(request, "voices/inbox_triage.html", {"undo": undo, "filters": filters})
    meanings = word_meanings()
    vector = meanings.vector_of(voice)
    following, before = next_to_triage(scope, voice), next_to_triage(scope, voice, back=True)
    context = {
        "voice": voice,
        "pieces": pieces_of(voice.text, findings_in(voice.text)),
        "suggested": [
            (number, theme, short_label(theme)) for number, theme in enumerate(suggested_themes(voice, vector), 1)
        ],
        "proposed": needs_near(voice, vector, meanings),
        "themes": short_themes(voice),
        "ending": endings_of([voice])[voice.pk],
        "left": to_triage(scope).count(),
        "next_url": _here(request, following) if following else "",
        "before_url": _here(request, before) if before else "",
        "after_url": _here(request, following),
        "undo": undo,
        "here": _here(request, voice),
        **gesture_choices(filters.needs),
    }
    return render(request, "voices/inbox_triage.html", context)


@require_POST
@route(Permission.VOICES_EDIT)
def word_triage(request: HttpRequest, voice_id: UUID) -> HttpResponse:
    """Triage one word, then go where the form says."""
    voice = get_object_or_404(Voice.objects.filter(withdrawn_at=None), pk=voice_id)
    form = TriageForm(request.POST)
    here = way_back(request, reverse("voices:word-detail", args=[voice.pk]))
    if not form.is_valid():
        messages.error(request, form.refusal)
        return redirect(here)
    done = make_gesture(request, [voice.pk], form, adds_themes="garder" in request.POST)
    following = request.POST.get("suite", "")
    return redirect(following if done and _is_triage(following) else here)


def _asked(key: str) -> Voice | None:
    """Return the word that the address names, if it still waits; a key is a row of this structure or nothing."""
    try:
        return words().filter(pk=UUID(key), state=VoiceState.A_TRIER).first()
    except ValueError:
        return None


def _here(request: HttpRequest, voice: Voice | None) -> str:
    """Return the address of « Trier » at ``voice``, the filters kept; without a word, at the first one."""
    query = QueryDict(mutable=True)
    query.update({name: str(value) for name, value in request.GET.items() if name != "parole"})
    if voice is not None:
        query["parole"] = str(voice.pk)
    return reverse("voices:triage") + (f"?{query.urlencode()}" if query else "")


def _is_triage(address: str) -> bool:
    return address.partition("?")[0] == reverse("voices:triage")
