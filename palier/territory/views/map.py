"""The map of the territory. All that it shows is in lists beside it too."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from palier.structures.enums import Permission
from palier.structures.permissions import can, membership_of
from palier.structures.routes import route
from palier.territory.queries.map import map_content
from palier.territory.queries.map_lists import place_lines, zone_lines


@require_safe
@route(Permission.PLACES_READ)
def map_page(request: HttpRequest) -> HttpResponse:
    """Show the map, the places and the zones."""
    context = {
        "places": place_lines(),
        "zones_by_kind": zone_lines(),
        "can_edit": can(membership_of(request), Permission.PLACES_EDIT),
    }
    return render(request, "territory/map.html", context)


@require_safe
@route(Permission.PLACES_READ)
@cache_control(private=True, no_cache=True)
def map_data(request: HttpRequest) -> HttpResponse:
    """Give what the map draws, as GeoJSON."""
    membership = membership_of(request)
    assert membership is not None
    return JsonResponse(map_content(membership.structure), content_type="application/geo+json")
