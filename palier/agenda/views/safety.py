"""A team leaves, comes back, stays longer, asks for help."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from palier.agenda.actions.help import HelpRefused, ask_help, close_help
from palier.agenda.actions.safety import (
    SafetyRefused,
    end_outing,
    end_participation,
    extend_outing,
    mark_held,
    start_outing,
    undo_tap,
)
from palier.agenda.enums import AlertLevel
from palier.agenda.forms.safety import ParticipationForm
from palier.agenda.models import Outing, Participation
from palier.agenda.queries.safety import safety_panel
from palier.structures.enums import Permission
from palier.structures.models import Membership
from palier.structures.permissions import actor_of, membership_of
from palier.structures.routes import route


@never_cache
@require_safe
@route(Permission.OUTINGS_READ)
def outing_safety(request: HttpRequest, outing_id: UUID) -> HttpResponse:
    """Show the big buttons of one outing, for a phone in the street; the alerts' mails lead here."""
    outing = _outing(outing_id)
    context = {"outing": outing, "safety": safety_panel(outing, _member(request), timezone.now())}
    return render(request, "agenda/safety_page.html", context)


@require_POST
@route(Permission.OUTINGS_JOIN)
def outing_start(request: HttpRequest, outing_id: UUID) -> HttpResponse:
    """Note a departure: one's own, or a colleague's."""
    outing, mine = _told_of(request, outing_id)
    return _done(
        request,
        outing,
        lambda: start_outing(participation=mine, by=actor_of(request), now=timezone.now()),
        "Le départ est noté. Bonne sortie !",
    )


@require_POST
@route(Permission.OUTINGS_JOIN)
def outing_end(request: HttpRequest, outing_id: UUID) -> HttpResponse:
    """Note a return: one's own, a colleague's, or that of the whole team."""
    me, by, now = _member(request), actor_of(request), timezone.now()
    if "everyone" in request.POST:
        outing = _outing(outing_id)
        return _done(
            request,
            outing,
            lambda: end_outing(outing=outing, told_by=me, by=by, now=now),
            "Toute l'équipe est rentrée. Merci !",
        )
    outing, mine = _told_of(request, outing_id)
    return _done(
        request,
        outing,
        lambda: end_participation(participation=mine, told_by=me, by=by, now=now),
        "Le retour est noté.",
    )


@require_POST
@route(Permission.OUTINGS_JOIN)
def outing_undo(request: HttpRequest, outing_id: UUID) -> HttpResponse:
    """Take back a wrong tap."""
    outing, mine = _told_of(request, outing_id)
    return _done(
        request,
        outing,
        lambda: undo_tap(participation=mine, by=actor_of(request), now=timezone.now()),
        "C'est annulé : rien n'est noté de cette touche.",
    )


@require_POST
@route(Permission.OUTINGS_JOIN)
def outing_extend(request: HttpRequest, outing_id: UUID) -> HttpResponse:
    """Expect the team half an hour later."""
    outing = _outing(outing_id)
    me, by, now = _member(request), actor_of(request), timezone.now()
    return _done(
        request,
        outing,
        lambda: extend_outing(outing=outing, told_by=me, by=by, now=now),
        "C'est noté : 30 minutes de plus.",
    )


@require_POST
@route(Permission.OUTINGS_PLAN)
def outing_held(request: HttpRequest, outing_id: UUID) -> HttpResponse:
    """Note that a confirmed outing that nobody started took place."""
    outing = _outing(outing_id)
    me, by, now = _member(request), actor_of(request), timezone.now()
    return _done(
        request,
        outing,
        lambda: mark_held(outing=outing, told_by=me, by=by, now=now),
        "C'est noté : la sortie a eu lieu.",
    )


@require_POST
@route(Permission.OUTINGS_JOIN)
def outing_help(request: HttpRequest, outing_id: UUID) -> HttpResponse:
    """Warn everybody that this team needs help."""
    outing, by, now = _outing(outing_id), actor_of(request), timezone.now()
    return _done(
        request,
        outing,
        lambda: ask_help(outing=outing, asked_by=_member(request), by=by, now=now),
        "L'équipe, les référent·es et la direction sont prévenu·es. En cas de danger, appelez aussi le 112.",
    )


@require_POST
@route(Permission.OUTINGS_JOIN)
def outing_all_well(request: HttpRequest, outing_id: UUID) -> HttpResponse:
    """Close a call for help."""
    outing, by, now = _outing(outing_id), actor_of(request), timezone.now()
    alert = outing.alerts.filter(level=AlertLevel.AIDE).order_by("-call").first()
    if alert is None:
        messages.info(request, "Personne n'avait demandé d'aide.")
        return _back(request, outing)
    return _done(
        request,
        outing,
        lambda: close_help(alert=alert, closed_by=_member(request), by=by, now=now),
        "Tout va bien : l'alerte est close.",
    )


def _outing(outing_id: UUID) -> Outing:
    return get_object_or_404(Outing.objects.select_related("place", "structure"), pk=outing_id)


def _member(request: HttpRequest) -> Membership:
    membership = membership_of(request)
    assert membership is not None  # the route's decorator lets nobody else in
    return membership


def _told_of(request: HttpRequest, outing_id: UUID) -> tuple[Outing, Participation]:
    """Return the outing and the one of its team that the form names; the reader's own place when it names nobody."""
    outing, form = _outing(outing_id), ParticipationForm(request.POST)
    team = Participation.objects.filter(outing=outing).select_related("membership")
    if not form.is_valid():
        raise Http404
    wanted = form.cleaned_data["participation"]
    mine = team.filter(pk=wanted) if wanted else team.filter(membership=_member(request))
    return outing, get_object_or_404(mine)


def _done(request: HttpRequest, outing: Outing, act: Callable[[], object], said: str) -> HttpResponse:
    try:
        act()
    except (SafetyRefused, HelpRefused) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return _back(request, outing)


def _back(request: HttpRequest, outing: Outing) -> HttpResponse:
    # The panel stands on the outing's own page too.
    own_page = outing.get_absolute_url()
    if request.POST.get("next") == own_page:
        return redirect(f"{own_page}#securite")
    return redirect("agenda:outing-safety", outing.pk)
