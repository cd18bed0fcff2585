"""What a lead does with the team of an outing."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from palier.agenda.actions.team_leads import add_member, call_for_team, place_waiting, remove_member
from palier.agenda.actions.team_seats import TeamRefusal
from palier.agenda.enums import ParticipationState
from palier.agenda.forms.team import AddMemberForm
from palier.agenda.models import Participation
from palier.agenda.queries.team import team_of
from palier.agenda.views.team import find_outing
from palier.structures.enums import Permission
from palier.structures.permissions import actor_of
from palier.structures.routes import route


@require_POST
@route(Permission.OUTINGS_PLAN)
def team_add(request: HttpRequest, outing_id: UUID) -> HttpResponse:
    """Put somebody in the team."""
    outing = find_outing(outing_id)
    form = AddMemberForm(request.POST, team=team_of(outing))
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect(outing)
    member, role = form.cleaned_data["member"], form.cleaned_data["role"]
    try:
        entry = add_member(outing=outing, membership=member, role=role, by=actor_of(request), now=timezone.now())
    except TeamRefusal as refusal:
        messages.error(request, str(refusal))
    else:
        where = "en liste d'attente" if entry.state == ParticipationState.ATTENTE else "dans l'équipe"
        messages.success(request, f"{member} est {where}.")
    return redirect(outing)


@require_POST
@route(Permission.OUTINGS_PLAN)
def team_remove(request: HttpRequest, participation_id: UUID) -> HttpResponse:
    """Take somebody out of the team."""
    participation = _participation(participation_id)
    outing = participation.outing
    try:
        gone, placed = remove_member(
            participation=participation,
            by=actor_of(request),
            now=timezone.now(),
            origin=request.build_absolute_uri("/"),
        )
    except TeamRefusal as refusal:
        messages.error(request, str(refusal))
        return redirect(outing)
    names = ", ".join(entry.membership.name for entry in placed)
    messages.success(
        request, f"{gone.membership} n'est plus dans l'équipe." + (f" Sa place va à {names}." * bool(names))
    )
    if team_of(outing).is_incomplete:
        messages.warning(request, "La sortie reste confirmée, mais son équipe est incomplète : ajoutez quelqu'un.")
    return redirect(outing)


@require_POST
@route(Permission.OUTINGS_PLAN)
def team_place(request: HttpRequest, participation_id: UUID) -> HttpResponse:
    """Give a free place to somebody who waits."""
    participation = _participation(participation_id)
    try:
        entry = place_waiting(participation=participation, by=actor_of(request), now=timezone.now())
    except TeamRefusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{entry.membership} est dans l'équipe.")
    return redirect(participation.outing)


@require_POST
@route(Permission.OUTINGS_PLAN)
def team_call(request: HttpRequest, outing_id: UUID) -> HttpResponse:
    """Have those who are free asked by mail."""
    outing = find_outing(outing_id)
    try:
        call_for_team(outing=outing, by=actor_of(request), now=timezone.now(), origin=request.build_absolute_uri("/"))
    except TeamRefusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "L'appel est parti vers celles et ceux qui sont libres à ces heures.")
    return redirect(outing)


def _participation(participation_id: UUID) -> Participation:
    found: Participation = get_object_or_404(
        Participation.objects.select_related("outing", "membership"), pk=participation_id
    )
    return found
