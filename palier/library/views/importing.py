"""Import sheets from the page: choose a file, follow its progress, read its report."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from palier.documents.names import content_disposition
from palier.library.actions.runs import start_import
from palier.library.enums import Visibility
from palier.library.forms import ImportForm
from palier.library.models import ImportRun
from palier.structures.enums import Permission
from palier.structures.permissions import actor_of, membership_of
from palier.structures.routes import route

LATEST = 10
SHOWN_ROWS = 200


@require_http_methods(["GET", "HEAD", "POST"])
@route(Permission.SHEETS_EDIT)
def import_new(request: HttpRequest) -> HttpResponse:
    """Show the form and the latest imports; on POST, keep the file and go to its page."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        membership = membership_of(request)
        assert membership is not None  # the route lets nobody else in
        run = start_import(
            file=form.cleaned_data["file"],
            visibility=Visibility(form.cleaned_data["visibility"]),
            dry_run=form.cleaned_data["dry_run"],
            membership=membership,
            by=actor_of(request),
            now=timezone.now(),
        )
        return redirect(run)
    runs = ImportRun.objects.select_related("by").order_by("-created_at")[:LATEST]
    status = 422 if request.method == "POST" else 200
    return render(request, "library/import_new.html", {"form": form, "runs": runs}, status=status)


@require_safe
@route(Permission.SHEETS_EDIT)
def import_detail(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Show how far an import is, then its report. The page asks again by itself until it is over."""
    run = get_object_or_404(ImportRun.objects.select_related("by"), pk=run_id)
    sheets = (run.report or {}).get("sheets", [])
    context = {"run": run, "rows": sheets[:SHOWN_ROWS], "rows_left": max(0, len(sheets) - SHOWN_ROWS)}
    partial = request.headers.get("HX-Request") == "true"
    template = "library/import_detail.html#progress" if partial and not run.is_over else "library/import_detail.html"
    response = render(request, template, context)
    if partial and run.is_over:
        response.headers["HX-Refresh"] = "true"
    return response


@require_safe
@route(Permission.SHEETS_EDIT)
def import_report(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Give the whole report as JSON, to keep or to send to whoever made the file."""
    run = get_object_or_404(ImportRun, pk=run_id)
    response = JsonResponse(run.report or {}, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response.headers["Content-Disposition"] = content_disposition(f"import-{run.created_at:%Y-%m-%d}.json")
    return response
