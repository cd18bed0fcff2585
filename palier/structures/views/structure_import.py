"""Import structures into a federation from a file."""

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from palier.documents.downloads import table_download
from palier.documents.reading.errors import UnreadableFile
from palier.documents.tables import Column
from palier.structures.actions.structure_import import StructureImportReport, import_structures
from palier.structures.forms.federation import StructureImportForm
from palier.structures.importing.lines import Notice, read_structures
from palier.structures.permissions import actor_of
from palier.structures.routes import FEDERATION, route
from palier.structures.views.federation import federation_of

SHOWN = 200
# The refused lines travel in the page, signed and packed: nothing of a file is kept on the instance for them.
SALT = "structures.refused-lines"
REFUSED_COLUMNS: list[Column[Notice]] = [
    Column("Ligne", lambda notice: notice.line),
    Column("Structure", lambda notice: notice.name),
    Column("Raison", lambda notice: notice.message),
]


@dataclass(frozen=True, slots=True)
class ShownReport:
    """A report as the page shows it: the counts, the first lines, and the refused ones packed for their file."""

    report: StructureImportReport
    is_trial: bool

    @property
    def refused(self) -> list[Notice]:
        """The first refused lines."""
        return self.report.refused[:SHOWN]

    @property
    def warnings(self) -> list[Notice]:
        """The first warnings."""
        return self.report.warnings[:SHOWN]

    @property
    def packed(self) -> str:
        """Every refused line, signed."""
        lines = [[notice.line, notice.name, notice.message] for notice in self.report.refused]
        return signing.dumps(lines, salt=SALT, compress=True)


@require_http_methods(["GET", "HEAD", "POST"])
@route(FEDERATION)
def structure_import(request: HttpRequest) -> HttpResponse:
    """Show the form; on POST, import the file at once and show what became of each line."""
    form = StructureImportForm(request.POST or None, request.FILES or None)
    shown = None
    if request.method == "POST" and form.is_valid():
        shown = _import(request, form)
    context = {"form": form, "shown": shown}
    status = 422 if request.method == "POST" and shown is None else 200
    return render(request, "structures/federation_import.html", context, status=status)


def _import(request: HttpRequest, form: StructureImportForm) -> ShownReport | None:
    """Return the report, or None when the file cannot be read: the form says why."""
    file, is_trial = form.cleaned_data["file"], form.cleaned_data["dry_run"]
    try:
        read = read_structures(file, name=file.name, limit=settings.UPLOAD_MAX_BYTES)
    except UnreadableFile as refusal:
        form.add_error("file", str(refusal))
        return None
    report = import_structures(
        read=read, federation=federation_of(request), by=actor_of(request), now=timezone.now(), dry_run=is_trial
    )
    return ShownReport(report, is_trial)


@require_POST
@route(FEDERATION)
def structure_import_refused(request: HttpRequest) -> HttpResponseBase:
    """Give the refused lines of a report as CSV, to mend them and import them again."""
    try:
        lines = signing.loads(request.POST.get("lines", ""), salt=SALT)
    except signing.BadSignature:
        return HttpResponseBadRequest("Ce compte rendu a été modifié : refaites l'import.")
    notices = [Notice(*line) for line in lines]
    return table_download(
        REFUSED_COLUMNS,
        notices,
        file_format="csv",
        title="Lignes refusées",
        name="lignes-refusees",
        day=timezone.localdate(),
        dated=False,
    )
