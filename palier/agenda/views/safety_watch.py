"""The centre's screen, and the alerts said on every page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from palier.agenda.due_times import grace
from palier.agenda.queries.safety_watch import open_alerts, watch
from palier.structures.enums import Permission
from palier.structures.permissions import membership_of
from palier.structures.routes import route


@never_cache
@require_safe
@route(Permission.OUTINGS_READ)
def watch_screen(request: HttpRequest) -> HttpResponse:
    """Show who is out, when they are expected, who is late, who asks for help. htmx asks for it every 30 seconds."""
    membership, now = membership_of(request), timezone.now()
    assert membership is not None  # the route's decorator lets nobody else in
    context = {"watch": watch(membership, now), "now": now, "grace_minutes": int(grace().total_seconds() // 60)}
    is_part = bool(getattr(request, "htmx", False))
    return render(request, "agenda/safety_watch_part.html" if is_part else "agenda/safety_watch.html", context)


@never_cache
@require_safe
@route(Permission.OUTINGS_READ)
def alert_banner(request: HttpRequest) -> HttpResponse:
    """Show the open alerts alone; nothing (204) while they are those that the page shows already."""
    membership = membership_of(request)
    assert membership is not None  # the route's decorator lets nobody else in
    alerts = open_alerts(membership)
    if request.GET.get("vu") == "-".join(alert.key for alert in alerts):
        return HttpResponse(status=204)
    return render(request, "agenda/safety_banner.html", {"safety_alerts": alerts})
