"""Sign up, give up a place, take one: what members do from an outing or from « Mes sorties »."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from palier.agenda.actions.team import join_outing, leave_outing, take_place
from palier.agenda.actions.team_seats import TeamRefusal
from palier.agenda.enums import ParticipationState, TeamRole
from palier.agenda.forms.team import JoinForm
from palier.agenda.models import Outing
from palier.agenda.queries.my_outings import my_outings
from palier.structures.enums import Permission
from palier.structures.models import Membership
from palier.structures.permissions import actor_of, can, membership_of
from palier.structures.routes import route

MINE = "mes-sorties"


@require_safe
@route(Permission.OUTINGS_JOIN)
def my_outings_page(request: HttpRequest) -> HttpResponse:
    """Show one's next outing, those that follow, where somebody is looked for, and those behind."""
    membership = _member(request)
    context = {
        "mine": my_outings(membership, timezone.now()),
        "roles": TeamRole.choices,
        "can_plan": can(membership, Permission.OUTINGS_PLAN),
    }
    return render(request, "agenda/my_outings.html", context)


@require_POST
@route(Permission.OUTINGS_JOIN)
def outing_join(request: HttpRequest, outing_id: UUID) -> HttpResponse:
    """Sign up, or wait for a place."""
    outing = find_outing(outing_id)
    role = JoinForm(request.POST).wished()
    try:
        entry = join_outing(
            outing=outing, membership=_member(request), role=role, by=actor_of(request), now=timezone.now()
        )
    except TeamRefusal as refusal:
        messages.error(request, str(refusal))
    else:
        if entry.state == ParticipationState.ATTENTE:
            messages.info(
                request,
                "Il n'y a plus de place : vous êtes en liste d'attente. Si une place se libère, elle "
                "est à vous, et nous vous le disons ici.",
            )
        else:
            messages.success(request, "Vous êtes inscrit·e : à bientôt sur le terrain.")
    return back(request, outing)


@require_POST
@route(Permission.OUTINGS_JOIN)
def outing_leave(request: HttpRequest, outing_id: UUID) -> HttpResponse:
    """Give up one's place."""
    outing = find_outing(outing_id)
    try:
        entry = leave_outing(
            outing=outing,
            membership=_member(request),
            by=actor_of(request),
            now=timezone.now(),
            origin=request.build_absolute_uri("/"),
        )
    except TeamRefusal as refusal:
        messages.error(request, str(refusal))
    else:
        asked = entry.state == ParticipationState.A_REMPLACER
        messages.success(
            request,
            "C'est noté, merci de l'avoir dit. "
            + (
                "Nous demandons un remplacement à celles et ceux qui sont libres."
                if asked
                else "Votre place est rendue."
            ),
        )
    return back(request, outing)


@require_POST
@route(Permission.OUTINGS_JOIN)
def outing_replace(request: HttpRequest, outing_id: UUID) -> HttpResponse:
    """Take the place that somebody is looked for: the first one has it."""
    outing = find_outing(outing_id)
    role = JoinForm(request.POST).wished()
    try:
        take_place(outing=outing, membership=_member(request), role=role, by=actor_of(request), now=timezone.now())
    except TeamRefusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "La place est à vous. Merci pour l'équipe !")
    return back(request, outing)


def find_outing(outing_id: UUID) -> Outing:
    """Return an outing of the current structure, with its place, or answer 404."""
    found: Outing = get_object_or_404(Outing.objects.select_related("place"), pk=outing_id)
    return found


def back(request: HttpRequest, outing: Outing) -> HttpResponse:
    """Return to the page that the form came from."""
    return redirect("agenda:my-outings") if request.POST.get("retour") == MINE else redirect(outing)


def _member(request: HttpRequest) -> Membership:
    membership = membership_of(request)
    assert membership is not None  # the route asked for a permission
    return membership
