"""The places: list, page, writing, archive, photo, export."""

from uuid import UUID

from django.contrib import messages
from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseGone
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from palier.documents.downloads import table_download
from palier.structures.enums import Permission
from palier.structures.permissions import actor_of, can, membership_of
from palier.structures.queries.hours import hours_lines
from palier.structures.routes import route
from palier.structures.week_hours import HoursForm
from palier.territory.actions.places import (
    PlaceNameTaken,
    archive_place,
    change_place,
    create_place,
    restore_place,
)
from palier.territory.exports.places import COLUMNS_OUT, TITLE
from palier.territory.forms.places import PlaceFilterForm, PlaceForm
from palier.territory.models import Place
from palier.territory.queries.places import PAGE_SIZE, places_found, with_zones

PHOTO_KEPT = 3600  # seconds


@require_safe
@route(Permission.PLACES_READ)
def place_list(request: HttpRequest) -> HttpResponse:
    """Show the places that answer the filters of the address."""
    filters = PlaceFilterForm(request.GET)
    search = filters.search()
    page = Paginator(places_found(search), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "filters": filters,
        "search": search,
        "none_yet": not page.object_list and not search.is_narrowed and not search.archived,
        "can_edit": can(membership_of(request), Permission.PLACES_EDIT),
    }
    return render(request, "territory/place_list.html", context)


@require_safe
@route(Permission.PLACES_READ)
def place_detail(request: HttpRequest, place_id: UUID) -> HttpResponse:
    """Show one place, where it is, and its zones."""
    place = get_object_or_404(with_zones(Place.objects.select_related("partner")), pk=place_id)
    context = {
        "place": place,
        "hours": hours_lines(place.hours),
        "can_edit": can(membership_of(request), Permission.PLACES_EDIT),
    }
    return render(request, "territory/place_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@route(Permission.PLACES_EDIT)
def place_new(request: HttpRequest) -> HttpResponse:
    """Write a new place."""
    membership = membership_of(request)
    assert membership is not None
    form = PlaceForm(request.POST or None, request.FILES or None, initial={"commune": membership.structure.commune})
    hours = HoursForm(request.POST or None, prefix="heures", hours={})
    if request.method == "POST" and all([form.is_valid(), hours.is_valid()]):
        try:
            place = create_place(
                structure=membership.structure,
                fields={**form.columns, "hours": hours.hours},
                photo=form.cleaned_data["photo"],
                by=actor_of(request),
                now=timezone.now(),
            )
        except PlaceNameTaken as taken:
            form.add_error("name", str(taken))
        else:
            messages.success(request, f"« {place} » est parmi vos lieux.")
            return redirect(place)
    return _form_page(request, form, hours, None)


@require_http_methods(["GET", "HEAD", "POST"])
@route(Permission.PLACES_EDIT)
def place_edit(request: HttpRequest, place_id: UUID) -> HttpResponse:
    """Correct a place."""
    place = get_object_or_404(Place.objects.select_related("structure", "partner"), pk=place_id)
    form = PlaceForm(request.POST or None, request.FILES or None, place=place)
    hours = HoursForm(request.POST or None, prefix="heures", hours=place.hours)
    if request.method == "POST" and all([form.is_valid(), hours.is_valid()]):
        try:
            change_place(
                place=place,
                fields={**form.columns, "hours": hours.hours},
                photo=form.cleaned_data["photo"],
                remove_photo=form.cleaned_data.get("remove_photo", False),
                by=actor_of(request),
                now=timezone.now(),
            )
        except PlaceNameTaken as taken:
            form.add_error("name", str(taken))
        else:
            messages.success(request, "Le lieu est enregistré.")
            return redirect(place)
    return _form_page(request, form, hours, place)


@require_POST
@route(Permission.PLACES_EDIT)
def place_archive(request: HttpRequest, place_id: UUID) -> HttpResponse:
    """Put a place aside."""
    place = get_object_or_404(Place.objects, pk=place_id)
    archive_place(place=place, by=actor_of(request), now=timezone.now())
    messages.success(request, f"« {place} » est archivé. Rien n'est perdu : vous pouvez le reprendre.")
    return redirect(place)


@require_POST
@route(Permission.PLACES_EDIT)
def place_restore(request: HttpRequest, place_id: UUID) -> HttpResponse:
    """Bring a place back."""
    place = get_object_or_404(Place.objects, pk=place_id)
    restore_place(place=place, by=actor_of(request), now=timezone.now())
    messages.success(request, f"« {place} » est de nouveau parmi vos lieux.")
    return redirect(place)


@require_safe
@route(Permission.PLACES_READ)
@cache_control(private=True, max_age=PHOTO_KEPT)
def place_photo(request: HttpRequest, place_id: UUID) -> HttpResponse:
    """Give the photo of a place, a JPEG that we drew; 410 when there is none."""
    place = get_object_or_404(Place.objects.only("photo"), pk=place_id)
    if not place.photo.name or not default_storage.exists(place.photo.name):
        return HttpResponseGone(content_type="text/plain")
    with place.photo.open("rb") as file:
        response = HttpResponse(file.read(), content_type="image/jpeg")
    response.headers["Content-Security-Policy"] = "default-src 'none'"
    return response


@require_safe
@route(Permission.PLACES_READ)
def place_export(request: HttpRequest, file_format: str) -> HttpResponseBase:
    """Give the places that answer the filters as CSV or XLSX: an import reads them back."""
    places = list(places_found(PlaceFilterForm(request.GET).search()))
    day = timezone.localdate()
    return table_download(COLUMNS_OUT, places, file_format=file_format, title=TITLE, name="lieux", day=day)


def _form_page(request: HttpRequest, form: PlaceForm, hours: HoursForm, place: Place | None) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "hours": hours, "place": place}
    return render(request, "territory/place_form.html", context, status=status)
