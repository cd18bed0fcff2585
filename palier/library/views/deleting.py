"""Delete a sheet, and put back the last one deleted: its content waits in the session for an hour."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from palier.library.actions.deleting import SheetAlreadyBackError, delete_sheet, kept_sheet, restore_sheet
from palier.library.actions.vectors import vectorise_sheets
from palier.library.permissions import can_change_sheet
from palier.library.views.editing import changeable_sheet
from palier.structures.enums import Permission
from palier.structures.permissions import actor_of, membership_of
from palier.structures.routes import route

KEY = "deleted_sheet"
KEPT_FOR = timedelta(hours=1)


@require_POST
@route(Permission.SHEETS_EDIT)
def sheet_delete(request: HttpRequest, slug: str) -> HttpResponse:
    """Delete a sheet, once its page has asked for confirmation."""
    sheet = changeable_sheet(request, slug)
    now = timezone.now()
    kept = delete_sheet(sheet=sheet, by=actor_of(request), now=now)
    request.session[KEY] = {"title": sheet.title, "at": now.isoformat(), "sheet": kept}
    return redirect("library:sheet-list")


@require_POST
@route(Permission.SHEETS_EDIT)
def sheet_restore(request: HttpRequest) -> HttpResponse:
    """Put back the sheet deleted last."""
    kept = _kept(request)
    if kept is None:
        messages.info(request, "Il n'y a plus de fiche à rétablir.")
        return redirect("library:sheet-list")
    sheet = kept_sheet(kept["sheet"])
    # The session may have gone from one structure to another since.
    if not can_change_sheet(membership_of(request), sheet):
        raise PermissionDenied
    del request.session[KEY]
    try:
        restore_sheet(sheet=sheet, by=actor_of(request), now=timezone.now())
    except SheetAlreadyBackError as refusal:
        messages.info(request, str(refusal))
        return redirect("library:sheet-list")
    transaction.on_commit(vectorise_sheets.enqueue)
    messages.success(request, f"La fiche « {sheet.title} » est rétablie.")
    return redirect(sheet)


def deleted_title(request: HttpRequest) -> str:
    """Return the title of the sheet that this session may put back, or ""."""
    kept = _kept(request)
    return kept["title"] if kept else ""


def _kept(request: HttpRequest) -> dict[str, Any] | None:
    kept: dict[str, Any] | None = request.session.get(KEY)
    if kept is None:
        return None
    if timezone.now() - datetime.fromisoformat(kept["at"]) > KEPT_FOR:
        del request.session[KEY]
        return None
    return kept
