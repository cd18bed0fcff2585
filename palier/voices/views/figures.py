"""« Chiffres des paroles »: what was heard, relayed, answered, told back; each figure opens the rows it counts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from palier.agenda.periods import month_label
from palier.documents.downloads import table_download
from palier.structures.enums import Permission, Theme
from palier.structures.permissions import can, membership_of
from palier.structures.routes import route
from palier.voices.enums import RelayState
from palier.voices.exports.figures import COLUMNS, figure_rows
from palier.voices.forms.figures import WordFiguresForm
from palier.voices.queries.need_figures import (
    FigureScope,
    Line,
    answers_due,
    answers_failed,
    answers_told,
    figures_of,
    needs_formed,
    outcomes,
    relays_answered,
    relays_done,
    relays_sent,
    zone_names,
)

PAGE_SIZE = 50
# What a figure opens: its words, its rows, their order.
ROWS: dict[str, tuple[str, Callable[[FigureScope], QuerySet[Any]], tuple[str, ...]]] = {
    "besoins": ("Besoins formés", needs_formed, ("-created_at", "pk")),
    "relais": ("Relais", relays_sent, ("-sent_at", "pk")),
    "repondus": ("Relais avec une réponse", relays_answered, ("-sent_at", "pk")),
    "realises": ("Relais réalisés", relays_done, ("-sent_at", "pk")),
    "rapportees": ("Réponses rapportées", answers_told, ("-told_at", "pk")),
    "dues": ("Réponses à rapporter aujourd'hui", answers_due, ("due_at", "pk")),
    "impossibles": ("Réponses qui n'ont pas pu être rapportées", answers_failed, ("-due_at", "pk")),
}


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A line of a breakdown: its words, its figures, what narrows the rows to it."""

    label: str
    line: Line
    url: str
    words_url: str


@require_safe
@route(Permission.FIGURES_READ)
def figures_page(request: HttpRequest) -> HttpResponse:
    """Show the figures of the period of the address, by theme, by zone, by month."""
    form = WordFiguresForm(request.GET, now=timezone.now())
    figures, period = figures_of(form.scope), form.period
    names = zone_names()
    # Who may not read the words reads the figures without their rows.
    opens = can(membership_of(request), Permission.VOICES_READ)
    rows_url, inbox_url = reverse("voices:figures-rows"), reverse("voices:inbox")

    def row(label: str, line: Line, **narrowed: str) -> BoardRow:
        return BoardRow(label, line, rows_url + form.address(**narrowed), inbox_url + form.inbox(**narrowed))

    themes = [row(str(Theme(slug).label), line, theme=slug) for slug, line in figures.themes.items()]
    zones = [row(names.get(zone, ""), line, zone=str(zone)) for zone, line in figures.zones.items()]
    months = [(month_label(month), line) for month, line in figures.months.items() if month <= form.today]
    states = outcomes(form.scope)
    context = {
        "filters": form,
        "figures": figures,
        "period": period,
        "total": row("Ensemble", figures.total),
        "here": form.address(),
        "before": form.address(period.before) if period.before else "",
        "after": form.address(period.after) if period.after else "",
        "opens": opens,
        "themes": sorted(themes, key=lambda one: (-one.line.words, -one.line.needs, one.label)),
        "zones": sorted(zones, key=lambda one: (-one.line.words, -one.line.needs, one.label)),
        "months": months,
        "month_bars": [(label, line.words) for label, line in months],
        "outcomes": [(str(state.label), states[state]) for state in RelayState if states[state]],
    }
    return render(request, "voices/figures.html", context)


@require_safe
@route(Permission.VOICES_READ)
def figures_rows(request: HttpRequest) -> HttpResponse:
    """Show the rows that a figure counts; « quoi » says which one."""
    form = WordFiguresForm(request.GET, now=timezone.now())
    what = request.GET.get("quoi", "")
    if what not in ROWS:
        return redirect(reverse("voices:figures") + form.address())
    title, find, order = ROWS[what]
    page = Paginator(find(form.scope).order_by(*order), PAGE_SIZE).get_page(request.GET.get("page"))
    can_count = can(membership_of(request), Permission.FIGURES_READ)
    context = {
        "title": title,
        "what": what,
        "page": page,
        "period": form.period,
        "filters": form,
        "figures_url": reverse("voices:figures") + form.address() if can_count else "",
    }
    return render(request, "voices/figures_rows.html", context)


@require_safe
@route(Permission.FIGURES_READ)
def figures_export(request: HttpRequest, file_format: str) -> HttpResponseBase:
    """Give the figures of the period as CSV or XLSX."""
    now = timezone.now()
    form = WordFiguresForm(request.GET, now=now)
    rows = list(figure_rows(figures_of(form.scope), zone_names()))
    title = f"Chiffres des paroles, {form.period.label}"
    return table_download(
        COLUMNS,
        rows,
        file_format=file_format,
        title=title,
        name="chiffres-paroles-usage-interne",
        day=timezone.localdate(now),
    )
