"""Confirm an outing, or several, or make a draft of one again."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods, require_POST

from palier.agenda.actions.team_confirm import (
    Confirmed,
    ReasonTooShort,
    RulesNotMet,
    confirm_outing,
    confirm_outings,
    reopen_draft,
)
from palier.agenda.actions.team_seats import TeamRefusal
from palier.agenda.forms.team import ConfirmForm, ConfirmSeveralForm
from palier.agenda.models import Outing
from palier.agenda.queries.team_panel import team_panel
from palier.agenda.queries.team_rules import drafts_to_come
from palier.agenda.views.team import find_outing
from palier.core.dates import date_format
from palier.structures.enums import Permission
from palier.structures.permissions import actor_of, membership_of
from palier.structures.routes import route


@require_http_methods(["GET", "HEAD", "POST"])
@route(Permission.OUTINGS_PLAN)
def outing_confirm(request: HttpRequest, outing_id: UUID) -> HttpResponse:
    """Confirm a draft; when a rule blocks, ask why it goes on all the same."""
    outing, membership = find_outing(outing_id), membership_of(request)
    assert membership is not None
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _confirm_page(request, outing, form)
    if not form.is_valid():
        return _confirm_page(request, outing, form)
    reason = form.cleaned_data["reason"]
    try:
        confirm_outing(outing=outing, confirmed_by=membership, by=actor_of(request), now=timezone.now(), reason=reason)
    except (RulesNotMet, ReasonTooShort) as refusal:
        words = "Écrivez pourquoi cette sortie est confirmée quand même." if not reason else str(refusal)
        form.add_error("reason", words)
        return _confirm_page(request, outing, form)
    except TeamRefusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "La sortie est confirmée.")
    return redirect(outing)


@require_POST
@route(Permission.OUTINGS_PLAN)
def outing_reopen(request: HttpRequest, outing_id: UUID) -> HttpResponse:
    """Make a draft of a confirmed outing."""
    outing = find_outing(outing_id)
    try:
        reopen_draft(outing=outing, by=actor_of(request), now=timezone.now())
    except TeamRefusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "La sortie est de nouveau un brouillon.")
    return redirect(outing)


@require_http_methods(["GET", "HEAD", "POST"])
@route(Permission.OUTINGS_PLAN)
def outings_confirm(request: HttpRequest) -> HttpResponse:
    """Show the drafts to come; confirm those ticked, here or in a list, and say why some stay as they are."""
    if request.method != "POST":
        return render(request, "agenda/team_confirm_several.html", {"drafts": drafts_to_come(timezone.now())})
    form = ConfirmSeveralForm(request.POST)
    if form.is_valid():
        result = confirm_outings(outings=form.cleaned_data["outings"], by=actor_of(request), now=timezone.now())
        _tell(request, result)
    else:
        messages.error(request, "Cochez au moins une sortie de cette liste.")
    next_url = request.POST.get("suite", "")
    if url_has_allowed_host_and_scheme(next_url, {request.get_host()}, require_https=request.is_secure()):
        return redirect(next_url)
    return redirect("agenda:outings-confirm")


def _tell(request: HttpRequest, result: Confirmed) -> None:
    done = len(result.done)
    if done:
        messages.success(request, "1 sortie est confirmée." if done == 1 else f"{done} sorties sont confirmées.")
    for outing, words in result.left:
        start = localtime(outing.starts_at)
        messages.warning(request, f"{date_format(start, 'l j F').capitalize()}, {outing.place} : {words}")


def _confirm_page(request: HttpRequest, outing: Outing, form: ConfirmForm) -> HttpResponse:
    context = {"outing": outing, "form": form, **team_panel(outing, membership_of(request), timezone.now())}
    return render(request, "agenda/team_confirm.html", context, status=422 if form.is_bound and form.errors else 200)
