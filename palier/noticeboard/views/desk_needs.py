"""Choose the needs that the board tells, in words reread for the public."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from palier.fieldlog.desk import form_page, member_of
from palier.noticeboard.actions.boards import hide_need, show_need
from palier.noticeboard.forms.desk import ShownNeedForm
from palier.noticeboard.models import ShownNeed
from palier.noticeboard.queries.desk import needs_to_tell
from palier.structures.enums import Permission
from palier.structures.permissions import actor_of
from palier.structures.routes import route
from palier.voices.actions.reread import StillPersonal
from palier.voices.models import SharedNeed
from palier.voices.queries.personal import findings_in, questions
from palier.voices.queries.quotes import choices_of


@require_safe
@route(Permission.BOARD_EDIT)
def need_board(request: HttpRequest) -> HttpResponse:
    """Show the needs that the board tells, and those that it may tell."""
    return render(request, "noticeboard/desk_needs.html", {"needs": needs_to_tell(), "can_edit": True})


@form_page
@route(Permission.BOARD_EDIT)
def need_show(request: HttpRequest, need_id: UUID) -> HttpResponse:
    """Write what the board says of a need; a person rereads before it shows."""
    need = get_object_or_404(SharedNeed.objects, pk=need_id)
    shown = ShownNeed.objects.filter(need=need).first()
    initial = {"sentence": shown.sentence if shown else need.title, "answer": shown.answer if shown else ""}
    form = ShownNeedForm(request.POST or None, initial=initial)
    left: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            show_need(
                need=need,
                sentence=told["sentence"],
                answer=told["answer"],
                cleared=told["blanchi"],
                editor=member_of(request),
                by=actor_of(request),
                now=timezone.now(),
            )
        except StillPersonal as refused:
            form.add_error(None, str(refused))
            texts = (told["sentence"], told["answer"])
            left = [pair for text in texts for pair in questions(text, findings_in(text))]
        else:
            messages.success(request, "Ce besoin est sur le panneau.")
            return redirect("noticeboard:need-board")
    context = {
        "need": need,
        "shown": shown,
        "form": form,
        "left": list(dict.fromkeys(left)),
        "quotes": [choice for choice in choices_of(need) if not choice.missing],
        "can_edit": True,
    }
    return render(request, "noticeboard/desk_need.html", context, status=422 if form.is_bound else 200)


@require_POST
@route(Permission.BOARD_EDIT)
def need_hide(request: HttpRequest, need_id: UUID) -> HttpResponse:
    """Take a need off the board."""
    need = get_object_or_404(SharedNeed.objects, pk=need_id)
    hide_need(need=need, by=actor_of(request), now=timezone.now())
    messages.success(request, "Ce besoin n'est plus sur le panneau.")
    return redirect("noticeboard:need-board")
