"""The files of the log: outings, contacts, lines. Numbers and ticked boxes, never a name, never free text."""

import io

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from palier.core.tenancy import within_scope
from palier.documents.downloads import CSV, XLSX
from palier.documents.names import content_disposition
from palier.fieldlog.exports.files import CONTACTS, LINES, OUTINGS, LogTable, csv_of, xlsx_of
from palier.fieldlog.forms.log_filters import LogFilterForm
from palier.fieldlog.queries.logged import outings_logged
from palier.fieldlog.queries.tables import outing_keys
from palier.structures.enums import Permission
from palier.structures.permissions import can, membership_of
from palier.structures.routes import route


@require_safe
@route(Permission.FIELDLOG_READ)
def outings_export(request: HttpRequest, file_format: str) -> HttpResponseBase:
    """Give the outings that the filters found: a row each."""
    return _download(request, OUTINGS, file_format)


@require_safe
@route(Permission.FIELDLOG_READ)
def contacts_export(request: HttpRequest, file_format: str) -> HttpResponseBase:
    """Give the contacts of the outings that the filters found: a row each."""
    return _download(request, CONTACTS, file_format)


@require_safe
@route(Permission.FIELDLOG_READ)
def lines_export(request: HttpRequest, file_format: str) -> HttpResponseBase:
    """Give the lines of the outings that the filters found: a row each."""
    return _download(request, LINES, file_format)


def _download(request: HttpRequest, table: LogTable, file_format: str) -> HttpResponseBase:
    membership = membership_of(request)
    assert membership is not None
    filters = LogFilterForm(request.GET, lead=can(membership, Permission.FIELDLOG_EDIT))
    outings = outing_keys(outings_logged(filters.search))
    day = timezone.localdate()
    response: HttpResponseBase
    if file_format == "xlsx":
        workbook = io.BytesIO()
        xlsx_of(table, outings, workbook, day=day)
        response = HttpResponse(workbook.getvalue(), content_type=XLSX)
    else:
        # Read after this view, a few hundred outings at a time.
        pieces = within_scope(membership.structure_id, csv_of(table, outings))
        response = StreamingHttpResponse(pieces, content_type=CSV)
    name = f"{table.name}-{day:%Y-%m-%d}.{file_format}"
    response.headers["Content-Disposition"] = content_disposition(name)
    return response
