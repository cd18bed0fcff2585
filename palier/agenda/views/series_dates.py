"""Skip a date of a series, add one, end the series."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from palier.agenda.actions.series_dates import add_date, end_series, skip_date
from palier.agenda.forms.series import DateForm, EndForm
from palier.agenda.models import OutingSeries
from palier.agenda.queries.series_page import series_page
from palier.agenda.series_plan import SeriesRefused
from palier.agenda.views.series import detail_page
from palier.core.dates import date_format
from palier.structures.enums import Permission
from palier.structures.permissions import actor_of, membership_of
from palier.structures.routes import route


@require_POST
@route(Permission.OUTINGS_PLAN)
def series_date_skip(request: HttpRequest, series_id: UUID) -> HttpResponse:
    """Take one date away."""
    series = get_object_or_404(OutingSeries.objects, pk=series_id)
    try:
        day = date.fromisoformat(request.POST.get("day", ""))
    except ValueError:
        messages.error(request, "Cette date ne se lit pas : rien n'est changé.")
        return redirect(series)
    try:
        change = skip_date(series=series, day=day, by=actor_of(request), now=timezone.now())
    except SeriesRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"La date est sautée. {change.words} Vous pouvez l'ajouter de nouveau.")
    return redirect(series)


@require_POST
@route(Permission.OUTINGS_PLAN)
def series_date_add(request: HttpRequest, series_id: UUID) -> HttpResponse:
    """Add one date."""
    series = get_object_or_404(OutingSeries.objects.select_related("vehicle", "continues"), pk=series_id)
    form = DateForm(request.POST)
    if form.is_valid():
        place = form.cleaned_data["place"]
        try:
            outing = add_date(
                series=series,
                day=form.cleaned_data["day"],
                place_id=place.pk if place else None,
                by=actor_of(request),
                now=timezone.now(),
            )
        except SeriesRefused as refused:
            form.add_error("day", str(refused))
        else:
            day = date_format(form.cleaned_data["day"], "l j F Y")
            messages.success(request, f"Une sortie est ajoutée : {day}, {outing.place}.")
            return redirect(series)
    return detail_page(request, series, form, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@route(Permission.OUTINGS_PLAN)
def series_end(request: HttpRequest, series_id: UUID) -> HttpResponse:
    """Stop a series, after saying what becomes of its outings."""
    series = get_object_or_404(OutingSeries.objects, pk=series_id)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            change = end_series(series=series, **form.cleaned_data, by=actor_of(request), now=timezone.now())
        except SeriesRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"La série est arrêtée. {change.words} Les sorties passées restent.")
        return redirect(series)
    membership = membership_of(request)
    assert membership is not None
    page = series_page(series, membership.structure, now=timezone.now(), every=False)
    status = 422 if request.method == "POST" else 200
    return render(request, "agenda/series_end.html", {"series": series, "form": form, "page": page}, status=status)
