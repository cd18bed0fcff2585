"""Read an idea: show it, reread; do not show it, with the reason; refuse a flood at once."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from palier.fieldlog.desk import form_page, member_of
from palier.noticeboard.actions.ideas import (
    AlreadyDecided,
    publish_idea,
    refuse_idea,
    refuse_ideas,
    take_idea_off,
)
from palier.noticeboard.enums import IdeaState
from palier.noticeboard.forms.desk import IdeaRereadForm, ReasonForm, mark_of
from palier.noticeboard.models import Idea
from palier.noticeboard.queries.desk import ideas_to_read
from palier.structures.enums import Permission
from palier.structures.permissions import actor_of
from palier.structures.routes import route
from palier.voices.actions.reread import NotAgreed, StillPersonal, WordsChanged
from palier.voices.queries.personal import findings_in, pieces_of, pseudonymised, questions


@form_page
@route(Permission.BOARD_EDIT)
def idea_detail(request: HttpRequest, idea_id: UUID) -> HttpResponse:
    """Show an idea beside what may be shown of it, prefilled with what Palier proposes; a person confirms."""
    idea = _idea(idea_id)
    voice = idea.voice
    form = IdeaRereadForm(request.POST or None, initial=_initial(idea))
    left: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            if asked["empreinte"] != mark_of(voice.text):
                raise WordsChanged("Cette idée a changé entre-temps : relisez-la ci-dessus, puis confirmez.")
            publish_idea(
                idea=idea,
                public_text=asked["public_text"],
                source=voice.text,
                cleared=asked["blanchi"],
                **_acts(request),
            )
        except StillPersonal as refused:
            left = questions(asked["public_text"], refused.findings)
            form.add_error("public_text", str(refused))
        except (WordsChanged, NotAgreed, AlreadyDecided) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "L'idée est sur le panneau.")
            return redirect("noticeboard:board-desk")
    return _page(request, idea, form, left=left)


@require_POST
@route(Permission.BOARD_EDIT)
def idea_refuse(request: HttpRequest, idea_id: UUID) -> HttpResponse:
    """Do not show an idea; its author reads why."""
    return _turned_down(request, _idea(idea_id), refuse_idea, "L'idée ne sera pas montrée. Sa parole reste à l'équipe.")


@require_POST
@route(Permission.BOARD_EDIT)
def idea_take_off(request: HttpRequest, idea_id: UUID) -> HttpResponse:
    """Take an idea off the board."""
    return _turned_down(request, _idea(idea_id), take_idea_off, "L'idée n'est plus sur le panneau.")


@require_POST
@route(Permission.BOARD_EDIT)
def ideas_refuse(request: HttpRequest) -> HttpResponse:
    """Refuse together the ideas of one flood."""
    form, batch = ReasonForm(request.POST), request.POST.get("envoi", "")
    if not form.is_valid() or not batch:
        messages.error(request, "Dites pourquoi, en une phrase.")
        return redirect("noticeboard:board-desk")
    ideas = list(ideas_to_read().filter(batch=batch))
    count = refuse_ideas(ideas=ideas, reason=form.cleaned_data["raison"], **_acts(request))
    many = "s" if count > 1 else ""
    messages.success(request, f"{count} idée{many} refusée{many}, et leurs paroles retirées.")
    return redirect("noticeboard:board-desk")


def _idea(key: UUID) -> Idea:
    found = Idea.objects.select_related("voice__place", "voice__outing", "decided_by")
    idea: Idea = get_object_or_404(found, pk=key)
    return idea


def _acts(request: HttpRequest) -> dict[str, Any]:
    return {"editor": member_of(request), "by": actor_of(request), "now": timezone.now()}


def _turned_down(request: HttpRequest, idea: Idea, act: Any, done: str) -> HttpResponse:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, idea, IdeaRereadForm(initial=_initial(idea)), reason_form=form)
    try:
        act(idea=idea, reason=form.cleaned_data["raison"], **_acts(request))
    except AlreadyDecided as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return redirect("noticeboard:board-desk")


def _initial(idea: Idea) -> dict[str, str]:
    voice = idea.voice
    text = voice.public_text if voice.is_reread else pseudonymised(voice.translation or voice.text)
    return {"public_text": text, "empreinte": mark_of(voice.text)}


def _page(
    request: HttpRequest,
    idea: Idea,
    form: IdeaRereadForm,
    *,
    left: list[tuple[str, str]] | None = None,
    reason_form: ReasonForm | None = None,
) -> HttpResponse:
    voice = idea.voice
    context = {
        "idea": idea,
        "voice": voice,
        "form": form,
        "reason_form": reason_form or ReasonForm(),
        "left": left or [],
        "cleared": request.POST.getlist("blanchi"),
        "pieces": pieces_of(voice.text, findings_in(voice.text)),
        "mark": mark_of(voice.text),
        "is_waiting": idea.state == IdeaState.A_LIRE,
        "is_shown": idea.state == IdeaState.PUBLIEE and voice.may_leave,
        "can_edit": True,
    }
    bound = form.is_bound or reason_form is not None
    return render(request, "noticeboard/desk_idea.html", context, status=422 if bound else 200)
