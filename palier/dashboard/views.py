"""The home page and the guide."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from palier.dashboard.guide import read_page
from palier.library.permissions import can_edit_sheets
from palier.library.queries.reading import latest_sheets, readable_sheets
from palier.structures.permissions import membership_of
from palier.structures.routes import PUBLIC, route

LATEST = 6
# What someone may type, to show that a whole sentence is welcome.
EXAMPLES = (
    "des personnes âgées seules qui ne voient personne",
    "petit déjeuner au pied des tours",
    "aider les habitants avec internet",
)


@require_safe
@route(PUBLIC)
def today(request: HttpRequest) -> HttpResponse:
    """Welcome: the search box, examples, the newest sheets, and what the editors look after."""
    context = {
        "latest": latest_sheets(membership_of(request), LATEST),
        "total": readable_sheets(membership_of(request)).count(),
        "examples": EXAMPLES,
        "can_edit": can_edit_sheets(membership_of(request)),
        "hide_bar_search": True,
    }
    return render(request, "dashboard/today.html", context)


@require_safe
@route(PUBLIC)
def guide_page(request: HttpRequest, name: str) -> HttpResponse:
    """Show one page of the guide."""
    page = read_page(name)
    if page is None:
        raise Http404
    return render(request, "dashboard/guide.html", {"page": page})


@require_safe
@route(PUBLIC)
def source(request: HttpRequest) -> HttpResponse:
    """Say where the source code of this instance is: the AGPL gives each user a right to it."""
    return render(request, "dashboard/source.html", {"source_url": settings.SOURCE_URL})
