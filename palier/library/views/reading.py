"""Read one sheet: page, PDF, ODT, JSON."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from palier.documents.names import content_disposition, safe_filename
from palier.documents.odt import odt_document
from palier.documents.pdf import card_pdf, full_pdf
from palier.library.enums import Hint
from palier.library.exports.documents import card_of, document_of, facts_of, json_ld, sections_of
from palier.library.exports.tables import sheet_data
from palier.library.models import ActionSheet
from palier.library.permissions import can_change_sheet, can_edit_sheets
from palier.library.queries.reading import nearby_sheets, readable_sheets
from palier.library.rubrics import TEXTS
from palier.library.screens import people_lines, reading_marks
from palier.structures.permissions import membership_of
from palier.structures.routes import PUBLIC, route

ODT = "application/vnd.oasis.opendocument.text"


def _sheet(request: HttpRequest, slug: str) -> ActionSheet:
    return get_object_or_404(readable_sheets(membership_of(request)).select_related("duplicate_of", "owner"), slug=slug)


@require_safe
@route(PUBLIC)
def sheet_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a sheet, its missing rubrics folded away, what would make it better, and the actions near it."""
    sheet = _sheet(request, slug)
    reader = membership_of(request)
    sections = sections_of(sheet)
    context = {
        "sheet": sheet,
        "facts": facts_of(sheet),
        "sections": sections,
        "missing": [rubric.label for rubric in TEXTS if rubric not in {rubric for rubric, _ in sections}],
        "hints": [Hint(slug).label for slug in sheet.hints],
        "marks": reading_marks(sheet),
        "people": people_lines(sheet),
        "nearby": nearby_sheets(sheet, reader),
        "can_edit": can_edit_sheets(reader),
        "can_change": can_change_sheet(reader, sheet),
        "json_ld": json_ld(sheet, request.build_absolute_uri(sheet.get_absolute_url())),
        "address": request.build_absolute_uri(sheet.get_absolute_url()),
    }
    return render(request, "library/sheet_detail.html", context)


@require_safe
@route(PUBLIC)
def sheet_pdf(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """Give the sheet as PDF: ``form`` is "carte" (one page) or "complete"."""
    sheet = _sheet(request, slug)
    day = timezone.localdate()
    content = card_pdf(card_of(sheet, day)) if form == "carte" else full_pdf(document_of(sheet, day))
    return _file(content, "application/pdf", safe_filename(f"{sheet.title} {form}", "pdf"), inline=True)


@require_safe
@route(PUBLIC)
def sheet_odt(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the sheet as an ODT document, to rewrite it."""
    sheet = _sheet(request, slug)
    content = odt_document(document_of(sheet, timezone.localdate()))
    return _file(content, ODT, safe_filename(sheet.title, "odt"))


@require_safe
@route(PUBLIC)
def sheet_json(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the sheet as JSON: an import reads it back."""
    return JsonResponse(sheet_data(_sheet(request, slug)), json_dumps_params={"ensure_ascii": False, "indent": 2})


def _file(content: bytes, content_type: str, filename: str, *, inline: bool = False) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = content_disposition(filename, inline=inline)
    return response
