"""Count many people at once, at a desk, or correct a count."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from palier.agenda.models import Outing
from palier.fieldlog.actions.tallies import NewTally, add_tallies, correct_tallies
from palier.fieldlog.desk import form_page, member_of, outing_to_write
from palier.fieldlog.forms.tallies import TallyForm
from palier.fieldlog.origin import Origin
from palier.structures.enums import Permission
from palier.structures.permissions import actor_of
from palier.structures.routes import route


@form_page
@route(Permission.FIELDLOG_WRITE)
def tally_new(request: HttpRequest, outing_id: UUID) -> HttpResponse:
    """Add people to the count of an outing, or take some away with the reason."""
    outing, refusal = outing_to_write(request, outing_id)
    if refusal is not None:
        return refusal
    form = TallyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        rows = _rows(request, outing, form)
        if form.cleaned_data["reason"]:
            correct_tallies(rows=rows, by=actor_of(request))
        else:
            add_tallies(rows=rows)
        messages.success(request, "Le comptage est à jour.")
        return redirect("dashboard:outing-log", outing.pk)
    context = {"form": form, "outing": outing}
    return render(request, "fieldlog/tally_form.html", context, status=422 if form.is_bound else 200)


def _rows(request: HttpRequest, outing: Outing, form: TallyForm) -> list[NewTally]:
    member, now, told = member_of(request), timezone.now(), form.cleaned_data
    return [
        NewTally(
            outing=outing,
            origin=Origin.desk(member, now),
            age=age,
            gender=gender,
            acquaintance=told["acquaintance"],
            contact=told["contact"],
            step=step,
            reason=told["reason"],
        )
        for age, gender, step in form.steps()
    ]
