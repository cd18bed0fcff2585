"""The board at the leads' desk: its settings, what waits, who wants to take part, what was reported."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from palier.fieldlog.desk import form_page, member_of
from palier.noticeboard.actions.boards import save_board
from palier.noticeboard.actions.people import handle_report, note_joining, open_joinings
from palier.noticeboard.board_page import codes_of
from palier.noticeboard.forms.desk import FLOOD, BoardForm
from palier.noticeboard.models import Board, Joining, Report
from palier.noticeboard.queries.boards import board_of
from palier.noticeboard.queries.desk import (
    MOST_SHOWN,
    decided_ideas,
    groups_to_read,
    open_reports,
    people_to_call,
    waiting_counts,
)
from palier.noticeboard.texts import LANGUAGES
from palier.residents.enums import CallState
from palier.residents.sealing import UnopenableError
from palier.structures.enums import Permission
from palier.structures.permissions import actor_of
from palier.structures.routes import route

DECIDED_PAGE, PEOPLE_PAGE = 20, 30
OUTCOMES = {state.value: state.label for state in (CallState.RAPPELE, CallState.INJOIGNABLE, CallState.RETIRE)}


@require_safe
@route(Permission.BOARD_EDIT)
def board_desk(request: HttpRequest) -> HttpResponse:
    """Show what waits for a person: ideas, floods in one line each, reports, people."""
    page = Paginator(decided_ideas(), DECIDED_PAGE).get_page(request.GET.get("page"))
    context = {
        "board": board_of(member_of(request).structure),
        "groups": groups_to_read(),
        "reports": open_reports()[:MOST_SHOWN],
        "reports_left": max(0, open_reports().count() - MOST_SHOWN),
        "people": people_to_call().count(),
        "page": page,
        "flood": FLOOD,
        "can_edit": True,
    }
    return render(request, "noticeboard/desk.html", context)


@require_safe
@route(Permission.BOARD_EDIT)
def board_waiting(request: HttpRequest) -> HttpResponse:
    """Show what the home page says of it: a part of a page, a plain link when nothing waits."""
    return render(request, "noticeboard/desk_waiting.html", {"waiting": waiting_counts()})


@form_page
@route(Permission.BOARD_EDIT)
def board_edit(request: HttpRequest) -> HttpResponse:
    """Open the board or shut it, choose what it shows and where."""
    structure = member_of(request).structure
    board = board_of(structure)
    found = board or Board(structure=structure, slug=slugify(str(structure))[:60])
    form = BoardForm(request.POST or None, instance=found, structure=structure)
    if request.method == "POST" and form.is_valid():
        save_board(structure=structure, fields=form.cleaned_data, by=actor_of(request), now=timezone.now())
        messages.success(request, "C'est enregistré.")
        return redirect("noticeboard:board-edit")
    context = {
        "form": form,
        "board": board,
        "languages": [LANGUAGES[code] for code in codes_of(structure)],
        "can_edit": True,
    }
    return render(request, "noticeboard/desk_settings.html", context, status=422 if form.is_bound else 200)


@require_POST
@route(Permission.BOARD_EDIT)
def report_handle(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Say that somebody looked at what was reported."""
    report = get_object_or_404(Report.objects, pk=report_id)
    handle_report(report=report, member=member_of(request), by=actor_of(request), now=timezone.now())
    messages.success(request, "Le signalement est traité.")
    return redirect("noticeboard:board-desk")


@require_GET
@route(Permission.RESIDENTS_CALL, named=True)
@never_cache
def joining_list(request: HttpRequest) -> HttpResponse:
    """Show who wants to take part, with their names: the audit says who read them."""
    page = Paginator(people_to_call(), PEOPLE_PAGE).get_page(request.GET.get("page"))
    structure, refusal, names = member_of(request).structure, "", {}
    try:
        names = open_joinings(joinings=list(page), by=actor_of(request), now=timezone.now(), structure_id=structure.pk)
    except UnopenableError as unopenable:
        refusal = str(unopenable)
    context = {
        "page": page,
        "rows": [(joining, names.get(joining.pk)) for joining in page],
        "outcomes": OUTCOMES,
        "refusal": refusal,
        "can_edit": True,
    }
    return render(request, "noticeboard/desk_people.html", context)


@require_POST
@route(Permission.RESIDENTS_CALL)
def joining_note(request: HttpRequest, joining_id: UUID) -> HttpResponse:
    """Say what became of somebody who wants to take part."""
    joining = get_object_or_404(Joining.objects, pk=joining_id)
    outcome = request.POST.get("suite", "")
    if outcome not in OUTCOMES:
        messages.error(request, "Choisissez ce qui s'est passé.")
        return redirect("noticeboard:joining-list")
    note_joining(
        joining=joining,
        outcome=CallState(outcome),
        member=member_of(request),
        by=actor_of(request),
        now=timezone.now(),
    )
    messages.success(request, "C'est noté.")
    return redirect("noticeboard:joining-list")
