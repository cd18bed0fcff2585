"""Write, correct and delete sheets; look after what the library lacks."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from palier.accounts.models import User
from palier.library.actions.editing import change_sheet, create_sheet
from palier.library.actions.misses import clear_miss
from palier.library.actions.vectors import vectorise_sheets
from palier.library.actions.writing import delete_sheet
from palier.library.forms import SheetForm
from palier.library.models import ActionSheet, SearchMiss
from palier.structures.enums import Permission
from palier.structures.routes import route


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


@require_http_methods(["GET", "HEAD", "POST"])
@route(Permission.SHEETS_EDIT)
def sheet_new(request: HttpRequest) -> HttpResponse:
    """Write a new sheet."""
    form = SheetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        sheet = create_sheet(sheet=form.save(commit=False), by=_user(request), now=timezone.now())
        transaction.on_commit(vectorise_sheets.enqueue)
        messages.success(request, "La fiche est enregistrée.")
        return redirect(sheet)
    return render(request, "library/sheet_form.html", {"form": form}, status=_status(request))


@require_http_methods(["GET", "HEAD", "POST"])
@route(Permission.SHEETS_EDIT)
def sheet_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Correct a sheet."""
    sheet = get_object_or_404(ActionSheet, slug=slug)
    form = SheetForm(request.POST or None, instance=sheet)
    if request.method == "POST" and form.is_valid():
        changed = set(form.changed_data)
        change_sheet(sheet=form.save(commit=False), changed=changed, by=_user(request), now=timezone.now())
        transaction.on_commit(vectorise_sheets.enqueue)
        messages.success(request, "La fiche est enregistrée.")
        return redirect(sheet)
    context = {
        "form": form,
        "sheet": sheet,
        "name": ActionSheet.objects.values_list("title").get(pk=sheet.pk)[0],
    }
    return render(request, "library/sheet_form.html", context, status=_status(request))


@require_POST
@route(Permission.SHEETS_EDIT)
def sheet_delete(request: HttpRequest, slug: str) -> HttpResponse:
    """Delete a sheet, once its page has asked for confirmation."""
    sheet = get_object_or_404(ActionSheet, slug=slug)
    delete_sheet(sheet=sheet, by=_user(request), now=timezone.now())
    messages.success(request, f"La fiche « {sheet.title} » est supprimée.")
    return redirect("library:sheet-list")


@require_safe
@route(Permission.SHEETS_EDIT)
def miss_list(request: HttpRequest) -> HttpResponse:
    """Show what people look for and do not find, most frequent first."""
    misses = SearchMiss.objects.order_by("-times", "-last_on")[:200]
    return render(request, "library/miss_list.html", {"misses": misses})


@require_POST
@route(Permission.SHEETS_EDIT)
def miss_clear(request: HttpRequest, miss_id: UUID) -> HttpResponse:
    """Forget one of them."""
    miss = get_object_or_404(SearchMiss, pk=miss_id)
    clear_miss(miss=miss, by=_user(request))
    messages.success(request, f"La recherche « {miss.query} » est retirée de la liste.")
    return redirect("library:miss-list")


def _status(request: HttpRequest) -> int:
    return 422 if request.method == "POST" else 200
