"""« Chiffres »: the figures of a period, each one opening on the outings it counts."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from palier.agenda.periods import PARIS
from palier.documents.downloads import table_download
from palier.fieldlog.enums import Acquaintance, Contact
from palier.fieldlog.exports.figures import COLUMNS, figure_rows
from palier.fieldlog.forms.figures import FiguresForm
from palier.fieldlog.queries.figures import all_hours, figures_of
from palier.fieldlog.queries.parts import ANYBODY
from palier.fieldlog.views.figures_board import (
    FIRST,
    Opener,
    compared,
    grid_rows,
    grid_totals,
    hour_rows,
    modality_rows,
    month_rows,
    more_counts,
    pairs,
    place_rows,
    presence_groups,
)
from palier.structures.enums import Permission, WeekDay
from palier.structures.permissions import can, membership_of
from palier.structures.routes import route

# Bars past these say little more: the table under them has every place.
MOST_BARS = 10


@require_safe
@route(Permission.FIGURES_READ)
def figures_page(request: HttpRequest) -> HttpResponse:
    """Show the figures of the period of the address: contacts, first meetings, hours, by whom, where and when."""
    form = FiguresForm(request.GET, now=timezone.now())
    period = form.period
    figures = figures_of(form.scope, period, today=form.today)
    # Who may not read the log reads the figures without their rows.
    opens = can(membership_of(request), Permission.FIELDLOG_READ)
    opener = Opener(form, opens)
    places, modalities = place_rows(figures, form, opens), modality_rows(figures, form, opens)
    months = month_rows(figures, form, opens)
    context: dict[str, Any] = {
        "filters": form,
        "figures": figures,
        "period": period,
        "here": form.address(),
        "before": form.address(period.before) if period.before else "",
        "after": form.address(period.after) if period.after else "",
        "opens": opens,
        "rows_url": form.rows_url() if opens else "",
        "words_url": form.rows_url(paroles="on") if opens else "",
        "firsts_url": form.rows_url(connaissance=FIRST) if opens else "",
        "presence_url": form.rows_url(statut=ANYBODY) if opens else "",
        "more_counts": more_counts(figures, opener),
        "compared": compared(figures, form, opens),
        "grid_rows": grid_rows(figures.grid, opener),
        "grid_totals": grid_totals(figures.grid, opener),
        "places": places,
        "months": months,
        "modalities": modalities,
        "acquaintances": opener.cells(figures.grid.acquaintances, Acquaintance, "connaissance"),
        "contacts": opener.cells(figures.grid.contacts, Contact, "contact"),
        "place_bars": pairs(places)[:MOST_BARS],
        "month_bars": pairs(months),
        "modality_bars": pairs(modalities),
        "presence": presence_groups(figures.presence, opener),
        "presence_hours": all_hours(figures.presence),
        "columns": [day.value for day in WeekDay],
        "cells": hour_rows(figures, opener),
    }
    return render(request, "fieldlog/figures.html", context)


@require_safe
@route(Permission.FIGURES_READ)
def figures_export(request: HttpRequest, file_format: str) -> HttpResponseBase:
    """Give the figures of the period as CSV or XLSX."""
    now = timezone.now()
    form = FiguresForm(request.GET, now=now)
    figures = figures_of(form.scope, form.period, today=form.today)
    rows = list(figure_rows(figures, form.place_names))
    title, day = f"Chiffres, {form.period.label}", now.astimezone(PARIS).date()
    return table_download(COLUMNS, rows, file_format=file_format, title=title, name="chiffres-usage-interne", day=day)
