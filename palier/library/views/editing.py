"""Write and correct sheets; look after what the library lacks."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from palier.library.actions.editing import change_sheet, create_sheet
from palier.library.actions.misses import clear_miss
from palier.library.actions.vectors import vectorise_sheets
from palier.library.forms import SheetForm
from palier.library.models import ActionSheet
from palier.library.permissions import can_change_sheet
from palier.library.queries.misses import misses_for
from palier.library.queries.reading import readable_sheets
from palier.structures.enums import Permission
from palier.structures.models import Membership
from palier.structures.permissions import actor_of, membership_of
from palier.structures.routes import route


def _editor(request: HttpRequest) -> Membership:
    membership = membership_of(request)
    assert membership is not None  # the route lets nobody else in
    return membership


def changeable_sheet(request: HttpRequest, slug: str) -> ActionSheet:
    """Return a sheet that this person may change. Raises Http404 if they may not read it, else PermissionDenied."""
    reader = membership_of(request)
    sheet = get_object_or_404(readable_sheets(reader), slug=slug)
    if not can_change_sheet(reader, sheet):
        raise PermissionDenied
    return sheet


@require_http_methods(["GET", "HEAD", "POST"])
@route(Permission.SHEETS_EDIT)
def sheet_new(request: HttpRequest) -> HttpResponse:
    """Write a new sheet."""
    structure = _editor(request).structure
    form = SheetForm(
        request.POST or None, initial={"structure_name": str(structure), "departement": structure.departement}
    )
    if request.method == "POST" and form.is_valid():
        written = form.save(commit=False)
        sheet = create_sheet(sheet=written, owner=structure, by=actor_of(request), now=timezone.now())
        transaction.on_commit(vectorise_sheets.enqueue)
        messages.success(request, "La fiche est enregistrée.")
        return redirect(sheet)
    return render(request, "library/sheet_form.html", {"form": form}, status=_status(request))


@require_http_methods(["GET", "HEAD", "POST"])
@route(Permission.SHEETS_EDIT)
def sheet_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Correct a sheet, when it is this editor's to correct."""
    sheet = changeable_sheet(request, slug)
    form = SheetForm(request.POST or None, instance=sheet)
    if request.method == "POST" and form.is_valid():
        changed = set(form.changed_data)
        change_sheet(sheet=form.save(commit=False), changed=changed, by=actor_of(request), now=timezone.now())
        transaction.on_commit(vectorise_sheets.enqueue)
        messages.success(request, "La fiche est enregistrée.")
        return redirect(sheet)
    context = {
        "form": form,
        "sheet": sheet,
        "name": ActionSheet.objects.values_list("title").get(pk=sheet.pk)[0],
    }
    return render(request, "library/sheet_form.html", context, status=_status(request))


@require_safe
@route(Permission.SHEETS_EDIT)
def miss_list(request: HttpRequest) -> HttpResponse:
    """Show what people look for and do not find, most frequent first."""
    misses = misses_for(_editor(request)).order_by("-times", "-last_on")[:200]
    return render(request, "library/miss_list.html", {"misses": misses})


@require_POST
@route(Permission.SHEETS_EDIT)
def miss_clear(request: HttpRequest, miss_id: UUID) -> HttpResponse:
    """Forget one of them."""
    miss = get_object_or_404(misses_for(_editor(request)), pk=miss_id)
    clear_miss(miss=miss, by=actor_of(request), now=timezone.now())
    messages.success(request, f"La recherche « {miss.query} » est retirée de la liste.")
    return redirect("library:miss-list")


def _status(request: HttpRequest) -> int:
    return 422 if request.method == "POST" else 200
