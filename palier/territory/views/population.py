"""Join the inhabitants of a table to the zones that have the same code."""

from dataclasses import asdict

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from palier.documents.reading.errors import UnreadableFile
from palier.documents.reading.trials import TOO_OLD, carried, carry
from palier.structures.enums import Permission
from palier.structures.permissions import actor_of, membership_of
from palier.structures.routes import route
from palier.territory.actions.zones import write_population
from palier.territory.drafts import PopulationDraft
from palier.territory.forms.zones import PopulationFileForm
from palier.territory.importing.population import read_population
from palier.territory.queries.zones import population_join

SUBJECT = "population"
SHOWN = 100


@require_http_methods(["GET", "HEAD", "POST"])
@route(Permission.PLACES_EDIT)
def population_import(request: HttpRequest) -> HttpResponse:
    """Show the form; on POST, read the table and say which zones it speaks of, without writing anything."""
    membership = membership_of(request)
    assert membership is not None
    form = PopulationFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file, source = form.cleaned_data["file"], form.cleaned_data["source"]
        try:
            read = read_population(file, name=file.name)
        except UnreadableFile as unreadable:
            form.add_error("file", str(unreadable))
        else:
            join = population_join(read.by_code)
            drafts = [asdict(draft) for draft in join.drafts]
            context = {
                "join": join,
                "others": join.others[:SHOWN],
                "others_left": max(0, len(join.others) - SHOWN),
                "refusals": read.refusals[:SHOWN],
                "refusals_left": max(0, len(read.refusals) - SHOWN),
                "year": read.year,
                "source": source,
                "carried": carry([drafts, source], subject=SUBJECT, holder=membership.pk),
            }
            return render(request, "territory/population_report.html", context)
    status = 422 if request.method == "POST" else 200
    return render(request, "territory/population_import.html", {"form": form}, status=status)


@require_POST
@route(Permission.PLACES_EDIT)
def population_import_confirm(request: HttpRequest) -> HttpResponse:
    """Write what the trial announced."""
    membership = membership_of(request)
    assert membership is not None
    kept = carried(request.POST.get("lines", ""), subject=SUBJECT, holder=membership.pk)
    if kept is None:
        messages.error(request, TOO_OLD)
        return redirect("territory:population-import")
    drafts = [PopulationDraft(**draft) for draft in kept[0]]
    written = write_population(
        structure=membership.structure, drafts=drafts, source=kept[1], by=actor_of(request), now=timezone.now()
    )
    messages.success(request, f"Les habitant·es de {written} zone{'s' if written > 1 else ''} sont enregistré·es.")
    return redirect("territory:zone-list")
