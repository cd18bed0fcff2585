"""The audit of a structure: who did what, when, from which device."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from palier.audit.models import AuditEntry
from palier.audit.queries import entries_of, entry_choices
from palier.documents.downloads import table_download
from palier.structures.actions.audit_exports import note_audit_export
from palier.structures.enums import Permission
from palier.structures.exports.audit import COLUMNS, TITLE
from palier.structures.forms.audit import AuditFilterForm
from palier.structures.permissions import actor_of, membership_of
from palier.structures.routes import route

PAGE_SIZE = 50


@require_safe
@route(Permission.AUDIT_READ)
def audit_list(request: HttpRequest) -> HttpResponse:
    """Show the entries that the address asks for, newest first."""
    form, entries = _asked(request)
    page = Paginator(entries, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(
        request, "structures/audit_list.html", {"form": form, "page": page, "is_narrowed": _is_narrowed(form)}
    )


@require_safe
@route(Permission.AUDIT_READ, named_export=True)
def audit_export(request: HttpRequest, file_format: str) -> HttpResponseBase:
    """Give the same entries as CSV or XLSX, and write that they left."""
    now = timezone.now()
    _, entries = _asked(request)
    note_audit_export(count=entries.count(), file_format=file_format, by=actor_of(request), now=now)
    day = timezone.localdate(now)
    rows = entries.iterator(chunk_size=500)
    return table_download(COLUMNS, rows, file_format=file_format, title=TITLE, name="journal", day=day)


def _asked(request: HttpRequest) -> tuple[AuditFilterForm, QuerySet[AuditEntry]]:
    membership = membership_of(request)
    assert membership is not None  # the route lets nobody else in
    form = AuditFilterForm(request.GET, entry_choices(membership.structure_id))
    return form, entries_of(membership.structure_id, form.filters())


def _is_narrowed(form: AuditFilterForm) -> bool:
    return any(form.cleaned_data.values())
