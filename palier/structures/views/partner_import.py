"""Import partners from a table: a trial first, always, then for good (palier/structures/table_imports.py)."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from palier.documents.reading.errors import Expected
from palier.documents.reading.imports import REASON
from palier.structures.actions.partner_import import import_partners
from palier.structures.enums import Permission
from palier.structures.exports.partners import EXAMPLES
from palier.structures.forms.partners import PartnerFileForm
from palier.structures.importing.partner_columns import COLUMNS
from palier.structures.importing.partners import ROWS_LIMIT, drafts_of
from palier.structures.routes import route
from palier.structures.table_imports import TableImport

IMPORT = TableImport(
    address="structures:partner-import",
    form=PartnerFileForm,
    page="structures/partner_import.html",
    columns=COLUMNS,
    not_typed={REASON},
    examples=EXAMPLES,
    expected=Expected("des partenaires"),
    rows_limit=ROWS_LIMIT,
    drafts_of=drafts_of,
    write=import_partners,
    file_name="partenaires",
    thing="Organisation",
    detail="structures:partner-detail",
    list_address="structures:partner-list",
    list_label="Voir les partenaires",
)


@require_http_methods(["GET", "HEAD", "POST"])
@route(Permission.PARTNERS_EDIT)
def partner_import(request: HttpRequest) -> HttpResponse:
    """Show the form; on POST, read the file and say what would happen, without writing anything."""
    return IMPORT.show(request)


@require_POST
@route(Permission.PARTNERS_EDIT)
def partner_import_confirm(request: HttpRequest) -> HttpResponse:
    """Write what the trial announced. Sent twice, it changes nothing the second time."""
    return IMPORT.confirm(request)


@require_POST
@route(Permission.PARTNERS_EDIT)
def partner_import_refused(request: HttpRequest) -> HttpResponseBase:
    """Give the refused lines as CSV, to correct and send again."""
    return IMPORT.refused(request)


@require_safe
@route(Permission.PARTNERS_EDIT)
def partner_template(request: HttpRequest, file_format: str) -> HttpResponseBase:
    """Give an empty table to fill in."""
    return IMPORT.model(file_format)
