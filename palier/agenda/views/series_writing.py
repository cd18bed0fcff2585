"""Plan a series, see its dates before saving, change what remains of it."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from palier.agenda.actions.series import change_from, change_series, create_series
from palier.agenda.forms.series import SeriesForm
from palier.agenda.forms.series_initial import first_values, values_of
from palier.agenda.forms.series_places import lines_of, move_asked, moved, numbered
from palier.agenda.models import OutingSeries
from palier.agenda.queries.series import OPEN, Preview, outings_of, plan_of, preview
from palier.agenda.series_plan import SeriesPlan, SeriesRefused, next_season
from palier.structures.enums import Permission
from palier.structures.models import Structure
from palier.structures.permissions import actor_of, membership_of
from palier.structures.routes import route

SHOW = "voir"


@require_http_methods(["GET", "HEAD", "POST"])
@route(Permission.OUTINGS_PLAN)
def series_new(request: HttpRequest) -> HttpResponse:
    """Plan a series; ``?modele=`` starts from another one, a season later."""
    structure = _structure(request)
    if request.method != "POST":
        return _page(request, SeriesForm(structure=structure, initial=_first(request, structure)))
    form = SeriesForm(request.POST, structure=structure)
    if move_asked(request.POST):
        return _moved_page(request, form)
    if SHOW not in request.POST and form.is_valid():
        try:
            series, change = create_series(
                structure=structure, plan=form.plan(), by=actor_of(request), now=timezone.now()
            )
        except SeriesRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"La série « {series} » est prête. {change.words} Ce sont des brouillons.")
            return redirect(series)
    return _page(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
@route(Permission.OUTINGS_PLAN)
def series_edit(request: HttpRequest, series_id: UUID) -> HttpResponse:
    """Change what remains of a series, whole or from a date (``a_partir``)."""
    series = get_object_or_404(OutingSeries.objects, pk=series_id)
    structure = _structure(request)
    form = _edit_form(request, series, structure)
    if request.method != "POST":
        return _page(request, form)
    if move_asked(request.POST):
        return _moved_page(request, form)
    if SHOW not in request.POST and form.is_valid():
        try:
            return _changed(request, series, form)
        except SeriesRefused as refused:
            form.add_error(None, str(refused))
    return _page(request, form)


@require_POST
@route(Permission.OUTINGS_PLAN)
def series_preview(request: HttpRequest) -> HttpResponse:
    """Return the dates alone, for the page that is being filled in. Saves nothing."""
    structure = _structure(request)
    if request.GET.get("serie"):
        series = get_object_or_404(OutingSeries.objects, pk=_uuid(request.GET["serie"]))
        form = _edit_form(request, series, structure)
    else:
        form = SeriesForm(request.POST, structure=structure)
    return render(request, "agenda/series_preview.html", {"form": form, "shown": _shown(form)})


def _structure(request: HttpRequest) -> Structure:
    membership = membership_of(request)
    assert membership is not None
    return membership.structure


def _uuid(typed: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError as error:
        raise Http404 from error


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError as error:
        raise Http404 from error


def _first(request: HttpRequest, structure: Structure) -> dict[str, Any]:
    if model := request.GET.get("modele"):
        series = get_object_or_404(OutingSeries.objects, pk=_uuid(model))
        return values_of(next_season(plan_of(series, structure)))
    return first_values(structure.departement, timezone.localdate())


def _edit_form(request: HttpRequest, series: OutingSeries, structure: Structure) -> SeriesForm:
    values = request.POST if request.method == "POST" else request.GET
    since = _day(values.get("a_partir", ""))
    initial = values_of(plan_of(series, structure))
    form = SeriesForm(request.POST or None, structure=structure, series=series, since=since, initial=initial)
    # What began on a day did: only the days to come can change.
    form.fields["starts_on"].disabled = since is not None or series.starts_on <= timezone.localdate()
    return form


def _changed(request: HttpRequest, series: OutingSeries, form: SeriesForm) -> HttpResponse:
    plan: SeriesPlan = form.plan()
    given: dict[str, Any] = {
        "series": series,
        "plan": plan,
        "include_apart": "avec_apart" in request.POST,
        "by": actor_of(request),
        "now": timezone.now(),
    }
    if form.since is not None:
        series, change = change_from(first=form.since, **given)
    else:
        change = change_series(**given)
    messages.success(request, f"La série est changée. {change.words} Les sorties passées n'ont pas bougé.")
    return redirect(series)


@dataclass(frozen=True, slots=True)
class Scope:
    """Which outings a change may start from, and how many were changed one by one."""

    days: list[date]
    apart: int


def _scope(series: OutingSeries | None) -> Scope | None:
    if series is None:
        return None
    coming = [outing for outing in outings_of(series) if outing.starts_at > timezone.now() and outing.state in OPEN]
    days = [outing.series_date for outing in coming if outing.series_date]
    return Scope(days, sum(outing.is_apart for outing in coming))


def _shown(form: SeriesForm) -> Preview | None:
    if not form.is_bound or not form.is_valid():
        return None
    return preview(form.plan(), now=timezone.now(), series=form.series, since=form.since)


def _moved_page(request: HttpRequest, form: SeriesForm) -> HttpResponse:
    asked = move_asked(request.POST)
    assert asked is not None
    lines, focus = moved(lines_of(request.POST), *asked)
    typed = {name: value for name, value in form.typed().items() if not name.startswith(("place_", "weight_"))}
    again = SeriesForm(
        structure=form.structure, series=form.series, since=form.since, initial={**typed, **numbered(lines)}
    )
    again.fields["starts_on"].disabled = form.fields["starts_on"].disabled
    return _page(request, again, focus=focus)


def _page(request: HttpRequest, form: SeriesForm, *, focus: int = 0) -> HttpResponse:
    shown = _shown(form)
    status = 422 if form.is_bound and form.errors else 200
    context = {"form": form, "shown": shown, "series": form.series, "scope": _scope(form.series), "focus": focus}
    return render(request, "agenda/series_form.html", context, status=status)
