"""Say what became of a call, undo it, take a consent back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from palier.residents.actions.calls import ConsentTakenBack, NotTheLastCall, note_call, revoke_consent, undo_call
from palier.residents.forms.people import CallForm
from palier.residents.views.people import member_of, person_to_call, show_person
from palier.structures.enums import Permission
from palier.structures.permissions import actor_of
from palier.structures.routes import route


@require_POST
@route(Permission.RESIDENTS_CALL, named=True)
@never_cache
def resident_call(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """Note a call, and go back to those who still wait."""
    resident = person_to_call(resident_id)
    form = CallForm(request.POST)
    if not form.is_valid():
        return show_person(request, resident, form)
    try:
        call = note_call(
            resident=resident,
            outcome=form.cleaned_data["outcome"],
            note=form.cleaned_data["note"],
            caller=member_of(request),
            by=actor_of(request),
            now=timezone.now(),
        )
    except ConsentTakenBack as refusal:
        messages.error(request, str(refusal))
        return redirect("residents:resident-list")
    return redirect(f"{reverse('residents:resident-list')}?appel={call.pk}")


@require_POST
@route(Permission.RESIDENTS_CALL)
def resident_call_undo(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """Take back the call that the address names."""
    resident = person_to_call(resident_id)
    try:
        call_id = UUID(request.GET.get("appel", ""))
        undo_call(resident=resident, call_id=call_id, by=actor_of(request), now=timezone.now())
    except NotTheLastCall as refusal:
        messages.error(request, str(refusal))
    except ValueError:
        messages.error(request, "Cet appel n'est pas connu : rien n'a changé.")
    else:
        messages.success(request, "L'appel n'est plus noté : la personne attend de nouveau.")
    return redirect("residents:resident-list")


@require_http_methods(["GET", "HEAD", "POST"])
@route(Permission.RESIDENTS_CALL)
def resident_revoke(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """Erase the name of somebody who does not want to be called any more; ask first, it cannot be undone."""
    resident = person_to_call(resident_id)
    if request.method == "POST":
        revoke_consent(resident=resident, member=member_of(request), by=actor_of(request), now=timezone.now())
        messages.success(request, "Le nom et le contact sont effacés. La ligne reste comptée, sans nom.")
        return redirect("residents:resident-list")
    return render(request, "residents/resident_revoke.html", {"resident": resident})
