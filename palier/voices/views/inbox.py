"""« Paroles »: the words of residents, those to triage first; what one does with several at once, and its undoing."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from palier.fieldlog.desk import member_of
from palier.structures.enums import Permission, Theme
from palier.structures.permissions import actor_of, can
from palier.structures.routes import route
from palier.voices.actions.indexing import catch_up
from palier.voices.actions.need_trail import NeedMerged
from palier.voices.actions.triage import undo_attachment, undo_triage
from palier.voices.enums import VoiceState
from palier.voices.forms.inbox import EVERY, MOST_NEEDS, REASONS, SEARCH, InboxForm, TriageForm, need_choices
from palier.voices.models import SharedNeed, Voice
from palier.voices.queries.endings import endings_of
from palier.voices.queries.inbox import InboxPage, inbox_page
from palier.voices.views.gestures import keys_of, make_gesture
from palier.voices.views.undoing import back_at, take_undo, undo_to_show, way_back

MOST_AT_ONCE = 100


@require_safe
@route(Permission.VOICES_READ)
def inbox(request: HttpRequest) -> HttpResponse:
    """Show the words that answer the filters of the address."""
    member = member_of(request)
    filters = InboxForm(request.GET)
    if filters.search.text:
        # What phones sent since the last search; a page without a text asks nothing of the index.
        catch_up()
    found = inbox_page(filters.search, member.structure_id, request.GET.get("page"))
    can_edit = can(member, Permission.VOICES_EDIT)
    context = {
        "found": found,
        "lines": lines_of(found.voices),
        "states": state_links(filters, found),
        "filters": filters,
        "search": filters.search,
        "can_edit": can_edit,
        "undo": undo_to_show(request) if can_edit else "",
        **(gesture_choices(filters.needs) if can_edit else {}),
    }
    return render(request, "voices/inbox_list.html", context)


@require_POST
@route(Permission.VOICES_EDIT)
def words_together(request: HttpRequest) -> HttpResponse:
    """Do the same with all the words that are ticked."""
    back = way_back(request, reverse("voices:inbox"))
    keys = keys_of(request.POST.getlist("mots"))[:MOST_AT_ONCE]
    form = TriageForm(request.POST)
    if keys and request.POST.get("geste") == SEARCH:
        asked = QueryDict(mutable=True)
        asked.setlist("mots", [str(key) for key in keys])
        asked["retour"] = back
        return redirect(f"{reverse('voices:word-need')}?{asked.urlencode()}")
    if not keys:
        messages.error(request, "Cochez d'abord des paroles.")
    elif not form.is_valid():
        messages.error(request, form.refusal)
    else:
        make_gesture(request, keys, form, adds_themes=True)
    return redirect(back)


@require_POST
@route(Permission.VOICES_EDIT)
def words_undo(request: HttpRequest) -> HttpResponse:
    """Undo what was done last with words."""
    held = take_undo(request)
    acts: dict[str, Any] = {"editor": member_of(request), "by": actor_of(request), "now": timezone.now()}
    count = 0
    try:
        if held and held["need"]:
            need = SharedNeed.objects.filter(pk=UUID(held["need"])).first()
            count = undo_attachment(need=need, undo=held["undo"], **acts) if need else 0
        elif held:
            count = undo_triage(undo=held["undo"], **acts)
    except NeedMerged as merged:
        messages.error(request, str(merged))
    else:
        said = "C'est annulé." if count else "Rien n'a été annulé : ces paroles ont changé depuis."
        (messages.success if count else messages.warning)(request, said)
    back = way_back(request, reverse("voices:inbox"))
    return redirect(back_at(back, held["undo"][0]["id"]) if held and count == 1 else back)


def lines_of(voices: Any) -> list[dict[str, Any]]:
    """Return each word with where it stands and the words of its themes, as lists show them."""
    endings = endings_of(voices)
    return [
        {"voice": voice, "ending": endings[voice.pk], "themes": short_themes(voice), "place": voice.where}
        for voice in voices
    ]


def short_themes(voice: Voice) -> list[str]:
    """Return the words of the themes of ``voice``, without what stands between brackets."""
    return [short_label(theme) for theme in voice.themes if theme in Theme.values]


def short_label(theme: str) -> str:
    """Return the words of a theme, without what stands between brackets."""
    return str(Theme(theme).label).partition(" (")[0]


def gesture_choices(needs: list[tuple[str, str]] | None = None) -> dict[str, Any]:
    """Return what the forms that triage offer; ``needs`` are those of ``need_choices``, read unless given."""
    listed = need_choices() if needs is None else needs
    return {
        "theme_choices": Theme.choices,
        "need_choices": listed,
        "has_more_needs": len(listed) >= MOST_NEEDS,
        "reasons": REASONS,
    }


def state_links(filters: InboxForm, found: InboxPage) -> list[dict[str, Any]]:
    """Return the states as links, with their numbers; that of the page is current."""
    state = filters.search.scope.state
    links = [("", VoiceState.A_TRIER), *((choice, choice) for choice in VoiceState if choice != VoiceState.A_TRIER)]
    shown = [
        {"value": value, "label": choice.label, "count": found.counts[choice], "current": state == choice}
        for value, choice in links
    ]
    return [*shown, {"value": EVERY, "label": "Toutes", "count": found.total, "current": not state}]
