"""The home page and the guide."""

from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from palier.dashboard.guide import picture_path, read_page
from palier.dashboard.queries.month import month_figures, month_links
from palier.dashboard.queries.today import today_of
from palier.fieldlog.queries.closing import outings_to_debrief
from palier.library.permissions import can_edit_sheets
from palier.library.queries.reading import latest_sheets, readable_sheets
from palier.structures.enums import Permission
from palier.structures.models import Membership
from palier.structures.permissions import can, membership_of
from palier.structures.routes import PUBLIC, route

LATEST = 6
# What someone may type, to show that a whole sentence is welcome.
EXAMPLES = (
    "des personnes âgées seules qui ne voient personne",
    "petit déjeuner au pied des tours",
    "aider les habitants avec internet",
)

# Pictures are made again with the pages they show: an hour is enough.
PICTURE_SECONDS = 3600


@require_safe
@route(PUBLIC)
def today(request: HttpRequest) -> HttpResponse:
    """Show a member what waits for them today; a visitor or a federation, the library and its search box."""
    membership = membership_of(request)
    if membership is not None and (
        can(membership, Permission.OUTINGS_READ) or can(membership, Permission.FIGURES_READ)
    ):
        return render(request, "dashboard/today_team.html", _team_context(membership))
    context = {
        "latest": latest_sheets(membership, LATEST),
        "total": readable_sheets(membership).count(),
        "examples": EXAMPLES,
        "can_edit": can_edit_sheets(membership),
        "hide_bar_search": True,
    }
    return render(request, "dashboard/today.html", context)


def _team_context(membership: Membership) -> dict[str, Any]:
    """Return what the home page of a member shows: each part for who may read it."""
    now = timezone.now()
    reads = can(membership, Permission.OUTINGS_READ)
    month = month_figures(now) if can(membership, Permission.FIGURES_READ) else None
    return {
        "day": timezone.localdate(now),
        "found": today_of(membership, now) if reads else None,
        "to_debrief": outings_to_debrief(membership, now),
        "month": month,
        "links": month_links(membership, month) if month else {},
        "leads": can(membership, Permission.OUTINGS_PLAN),
        "can_join": can(membership, Permission.OUTINGS_JOIN),
        "can_edit": can_edit_sheets(membership),
    }


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
@cache_control(public=True, max_age=PICTURE_SECONDS)
def guide_picture(request: HttpRequest, name: str) -> FileResponse:
    """Show one picture of the guide."""
    path = picture_path(name)
    if path is None:
        raise Http404
    return FileResponse(path.open("rb"), content_type="image/png")


@require_safe
@route(PUBLIC)
def source(request: HttpRequest) -> HttpResponse:
    """Say where the source code of this instance is: the AGPL gives each user a right to it."""
    return render(request, "dashboard/source.html", {"source_url": settings.SOURCE_URL})
