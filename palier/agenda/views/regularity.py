"""Regularity of presence: the page, and its figures as a table."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from palier.agenda.enums import OutingState
from palier.agenda.exports.regularity import COLUMNS
from palier.agenda.forms.regularity import RegularityForm
from palier.agenda.queries.regularity import DAYS, Board, regularity
from palier.documents.downloads import table_download
from palier.structures.enums import Permission
from palier.structures.permissions import can, membership_of
from palier.structures.routes import route


@require_safe
@route(Permission.FIGURES_READ)
def regularity_page(request: HttpRequest) -> HttpResponse:
    """Show where, when and how regularly teams were present."""
    now = timezone.now()
    form = RegularityForm(request.GET, now=now)
    board = regularity(form.scope, weeks=form.weeks, now=now)
    period = form.period
    membership = membership_of(request)
    context = {
        "filters": form,
        "board": board,
        "period": period,
        "here": form.address(),
        "before": form.address(period.before) if period.before else "",
        "after": form.address(period.after) if period.after else "",
        "columns": [day.value for day in DAYS],
        "cells": _cells(board),
        "can_read_rows": can(membership, Permission.OUTINGS_READ),
        "can_add_place": can(membership, Permission.PLACES_EDIT),
        "links": _links(form) if can(membership, Permission.OUTINGS_READ) else {},
    }
    return render(request, "agenda/regularity_page.html", context)


@require_safe
@route(Permission.FIGURES_READ)
def regularity_export(request: HttpRequest, file_format: str) -> HttpResponseBase:
    """Give the figures of each place and slot as CSV or XLSX."""
    now = timezone.now()
    form = RegularityForm(request.GET, now=now)
    board = regularity(form.scope, weeks=form.weeks, now=now)
    title = f"Régularité, {form.period.label}"
    day = timezone.localdate(now)
    return table_download(COLUMNS, board.slots, file_format=file_format, title=title, name="regularite", day=day)


def _links(form: RegularityForm) -> dict[str, str]:
    """Return the lists of outings behind the figures."""
    states = {"planned": "", "held": OutingState.TERMINEE, "cancelled": OutingState.ANNULEE}
    list_url = reverse("agenda:outing-list")
    return {name: f"{list_url}{form.rows_address(etat=state)}" for name, state in states.items()}


def _cells(board: Board) -> list[tuple[str, list[tuple[float, int]]]]:
    """Return the rows of the heat map."""
    grid = board.grid
    return [(f"{hour} h", list(zip(grid.presence[hour], grid.asked[hour], strict=True))) for hour in grid.hours]
