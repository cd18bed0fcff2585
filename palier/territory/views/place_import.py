"""Import places from a table: a trial first, always, then for good (palier/structures/table_imports.py)."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from palier.documents.reading.errors import Expected
from palier.documents.reading.imports import Line, Refusal
from palier.structures.enums import Permission
from palier.structures.models import Partner
from palier.structures.routes import route
from palier.structures.table_imports import TableImport
from palier.territory.actions.place_import import import_places
from palier.territory.drafts import PlaceDraft
from palier.territory.exports.places import EXAMPLES
from palier.territory.forms.places import PlaceFileForm
from palier.territory.importing.place_columns import COLUMNS, NOT_TYPED
from palier.territory.importing.places import ROWS_LIMIT, drafts_of


def _drafts(lines: Sequence[Line]) -> tuple[list[PlaceDraft], list[Refusal]]:
    return drafts_of(lines, Partner.objects.all())


IMPORT = TableImport(
    address="territory:place-import",
    form=PlaceFileForm,
    page="territory/place_import.html",
    columns=COLUMNS,
    not_typed=NOT_TYPED,
    examples=EXAMPLES,
    expected=Expected("des lieux"),
    rows_limit=ROWS_LIMIT,
    drafts_of=_drafts,
    write=import_places,
    file_name="lieux",
    thing="Lieu",
    detail="territory:place-detail",
    list_address="territory:map",
    list_label="Voir le territoire",
)


@require_http_methods(["GET", "HEAD", "POST"])
@route(Permission.PLACES_EDIT)
def place_import(request: HttpRequest) -> HttpResponse:
    """Show the form; on POST, read the file and say what would happen, without writing anything."""
    return IMPORT.show(request)


@require_POST
@route(Permission.PLACES_EDIT)
def place_import_confirm(request: HttpRequest) -> HttpResponse:
    """Write what the trial announced. Sent twice, it changes nothing the second time."""
    return IMPORT.confirm(request)


@require_POST
@route(Permission.PLACES_EDIT)
def place_import_refused(request: HttpRequest) -> HttpResponseBase:
    """Give the refused lines as CSV, to correct and send again."""
    return IMPORT.refused(request)


@require_safe
@route(Permission.PLACES_EDIT)
def place_template(request: HttpRequest, file_format: str) -> HttpResponseBase:
    """Give an empty table to fill in."""
    return IMPORT.model(file_format)
