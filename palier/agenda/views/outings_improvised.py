"""« Je sors maintenant »: an outing created from the phone, on the spot."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from palier.agenda.actions.improvising import AloneWithoutReason, improvise_outing
from palier.agenda.forms.outings_improvised import ImprovisedForm
from palier.structures.enums import Permission
from palier.structures.permissions import actor_of, membership_of
from palier.structures.routes import route


@require_http_methods(["GET", "HEAD", "POST"])
@route(Permission.OUTINGS_JOIN)
def outing_improvise(request: HttpRequest) -> HttpResponse:
    """Ask where and with whom, then go."""
    membership = membership_of(request)
    assert membership is not None
    now = timezone.now()
    form = ImprovisedForm(request.POST or None, leaver=membership, now=now)
    if request.method == "POST" and form.is_valid():
        try:
            outing = improvise_outing(leaver=membership, departure=form.departure(), by=actor_of(request), now=now)
        except AloneWithoutReason as alone:
            form.add_error("alone_reason", str(alone))
        else:
            messages.success(request, "C'est noté, la sortie a commencé. Dites-nous quand vous êtes de retour.")
            return redirect(outing)
    status = 422 if request.method == "POST" else 200
    return render(request, "agenda/outing_improvise.html", {"form": form}, status=status)
