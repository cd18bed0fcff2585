"""The pages of a federation about its structures. None of them shows the name of a person."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from palier.documents.downloads import table_download
from palier.structures.actions.federation import (
    AlreadyLed,
    create_structure,
    detach_structure,
    invite_first_direction,
)
from palier.structures.actions.invitations import AlreadyInvited, AlreadyMember
from palier.structures.actions.structures import StructureExists
from palier.structures.enums import StructureKind
from palier.structures.forms.federation import FirstDirectionForm, NewStructureForm
from palier.structures.models import Structure
from palier.structures.permissions import actor_of, membership_of
from palier.structures.queries.card import agrement_note, card_facts
from palier.structures.queries.federation import (
    NETWORK_COLUMNS,
    departements_of,
    direction_said,
    network_of,
    read_filters,
    structures_found,
)
from palier.structures.queries.hours import hours_lines
from palier.structures.routes import FEDERATION, route
from palier.structures.views.invitations import SENT_BY_STRUCTURE

PER_PAGE = 50


def federation_of(request: HttpRequest) -> Structure:
    """Return the federation that the request acts for. A route of another class never comes here."""
    membership = membership_of(request)
    assert membership is not None
    return membership.structure


@require_safe
@route(FEDERATION)
def federation_home(request: HttpRequest) -> HttpResponse:
    """List the structures of the network, by page, with filters."""
    federation, filters = federation_of(request), read_filters(request.GET)
    found = structures_found(federation, filters, now=timezone.now())
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "federation": federation,
        "filters": filters,
        "is_filtered": bool(filters.text or filters.kind or filters.departement or filters.led),
        "page": page,
        "rows": [(structure, direction_said(structure)) for structure in page],
        "kinds": [choice for choice in StructureKind.choices if choice[0] != StructureKind.FEDERATION],
        "departements": departements_of(federation),
        "today": timezone.localdate(),
    }
    return render(request, "structures/federation_home.html", context)


@require_safe
@route(FEDERATION)
def federation_export(request: HttpRequest) -> HttpResponseBase:
    """Give the list as CSV, with the same filters: an import reads it back."""
    found = structures_found(federation_of(request), read_filters(request.GET), now=timezone.now())
    return table_download(
        NETWORK_COLUMNS,
        found,
        file_format="csv",
        title="Structures du réseau",
        name="structures",
        day=timezone.localdate(),
        dated=False,
    )


@require_safe
@route(FEDERATION)
def federation_structure(request: HttpRequest, structure_id: UUID) -> HttpResponse:
    """Show the card of one structure of the network, and what the federation may do with it."""
    structure = _of_network(request, structure_id)
    context = {
        "structure": structure,
        "facts": card_facts(structure),
        "opening": hours_lines(structure.opening_hours),
        "direction": direction_said(structure),
        "agrement_note": agrement_note(structure, today=timezone.localdate()),
    }
    return render(request, "structures/federation_structure.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@route(FEDERATION)
def federation_structure_new(request: HttpRequest) -> HttpResponse:
    """Add a structure to the network."""
    form = NewStructureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            structure = create_structure(
                structure=form.instance, federation=federation_of(request), by=actor_of(request), now=timezone.now()
            )
        except StructureExists as taken:
            form.add_error(None, str(taken))
        else:
            messages.success(request, f"{structure.name} rejoint votre réseau. Invitez maintenant sa direction.")
            return redirect("structures:federation-structure", structure.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "structures/federation_structure_new.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@route(FEDERATION)
def federation_direction_new(request: HttpRequest, structure_id: UUID) -> HttpResponse:
    """Invite the first direction of a structure by e-mail."""
    structure = _of_network(request, structure_id)
    form = FirstDirectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            SENT_BY_STRUCTURE.take(str(federation_of(request).pk), now=timezone.now())
            invite_first_direction(
                structure=structure,
                name=form.cleaned_data["name"],
                email=form.cleaned_data["email"],
                by=actor_of(request),
                now=timezone.now(),
                origin=settings.BASE_URL or request.build_absolute_uri("/"),
            )
        except (AlreadyLed, AlreadyInvited, AlreadyMember) as refusal:
            form.add_error(None, str(refusal))
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, "L'invitation est partie. Elle vaut sept jours.")
            return redirect("structures:federation-structure", structure.pk)
    context = {"form": form, "structure": structure}
    status = 422 if request.method == "POST" else 200
    return render(request, "structures/federation_direction_new.html", context, status=status)


@require_POST
@route(FEDERATION)
def federation_structure_detach(request: HttpRequest, structure_id: UUID) -> HttpResponse:
    """Take a structure out of the network."""
    structure = _of_network(request, structure_id)
    detach_structure(structure=structure, federation=federation_of(request), by=actor_of(request), now=timezone.now())
    messages.success(request, f"{structure.name} n'est plus dans votre réseau. Rien de ce qu'elle a écrit n'a changé.")
    return redirect("structures:federation-home")


def _of_network(request: HttpRequest, structure_id: UUID) -> Structure:
    return get_object_or_404(network_of(federation_of(request), now=timezone.now()), pk=structure_id)
