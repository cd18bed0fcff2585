"""« Propositions »: words without a need that seem to ask for the same thing. Nobody groups them but a person."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from palier.structures.enums import Permission
from palier.structures.routes import route
from palier.voices.actions.indexing import catch_up
from palier.voices.actions.needs import refuse_group
from palier.voices.queries.proposals import groups
from palier.voices.views.need_changes import acts_of, words_asked


@require_safe
@route(Permission.VOICES_EDIT)
def need_proposals(request: HttpRequest) -> HttpResponse:
    """Show the groups, each with its words and why."""
    catch_up()
    return render(request, "voices/need_proposals.html", {"groups": groups()})


@require_POST
@route(Permission.VOICES_EDIT)
def proposal_refuse(request: HttpRequest) -> HttpResponse:
    """Say that the words of a group do not ask for the same thing."""
    chosen = words_asked(request, "proposee")
    if len(chosen) > 1:
        refuse_group(words=chosen, **acts_of(request))
        messages.success(request, "C'est noté : Palier ne proposera plus ces paroles ensemble.")
    else:
        messages.error(request, "Ces paroles ont changé entre-temps : regardez de nouveau.")
    return redirect("voices:need-proposals")
