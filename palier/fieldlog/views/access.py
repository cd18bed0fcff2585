"""Which outing a member may write in, from a desk."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from palier.agenda.models import Outing
from palier.agenda.queries.outings import people_of
from palier.fieldlog.permissions import can_read_log, can_write_log, has_begun
from palier.structures.models import Membership
from palier.structures.permissions import membership_of


def member_of(request: HttpRequest) -> Membership:
    """Return the place that the request acts from; the route's decorator lets nobody else in."""
    membership = membership_of(request)
    assert membership is not None
    return membership


def outing_to_write(request: HttpRequest, outing_id: UUID) -> tuple[Outing, HttpResponse | None]:
    """Return an outing whose log this member reads, and the answer that says why nothing may be added, or None.

    Raises Http404 for the log of others.
    """
    outing = get_object_or_404(Outing.objects.select_related("place"), pk=outing_id)
    member, now = member_of(request), timezone.now()
    in_team = member.pk in people_of(outing)
    if not can_read_log(member, in_team=in_team):
        raise Http404
    if can_write_log(member, outing, in_team=in_team, now=now):
        return outing, None
    if not has_begun(outing, now):
        why = "Le carnet s'ouvre deux heures avant la sortie, et reste fermé si elle est annulée."
    else:
        why = "Deux semaines ont passé : demandez à une personne référente d'ajouter cette ligne."
    messages.error(request, why)
    return outing, redirect("dashboard:outing-log", outing.pk)
