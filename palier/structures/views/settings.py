"""The settings' home, the choice of a structure, and who may see what."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from palier.structures.enums import Permission, Role
from palier.structures.middleware import STRUCTURE_KEY
from palier.structures.permissions import ROLE_PERMISSIONS
from palier.structures.routes import MEMBER, PUBLIC, route


@require_safe
@route(MEMBER)
def settings_home(request: HttpRequest) -> HttpResponse:
    """Show the settings that this member may open."""
    return render(request, "structures/settings_home.html")


@require_safe
@route(PUBLIC)
def rights(request: HttpRequest) -> HttpResponse:
    """Show « Qui peut voir quoi » : each permission, and the roles that hold it. Open to everyone."""
    rows = [(permission.label, [permission in ROLE_PERMISSIONS[role] for role in Role]) for permission in Permission]
    return render(request, "structures/rights.html", {"roles": Role.labels, "rows": rows})


@require_POST
@route(MEMBER)
def structure_choose(request: HttpRequest, structure_id: UUID) -> HttpResponse:
    """Act from another of one's structures from now on."""
    if structure_id not in {place.structure_id for place in getattr(request, "memberships", [])}:
        raise Http404
    request.session[STRUCTURE_KEY] = str(structure_id)
    return redirect("dashboard:today")
