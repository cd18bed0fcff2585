"""Add, correct, take back, give back a line at a desk, whatever its app; lent to the apps above."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from palier.agenda.models import Outing
from palier.agenda.queries.outings import people_of
from palier.fieldlog.actions.corrections import correct_entry, restore_at_desk, withdraw_at_desk
from palier.fieldlog.line_form import LineForm, ReasonForm
from palier.fieldlog.models import Entry
from palier.fieldlog.permissions import can_change_line, can_read_log, can_write_log, has_begun
from palier.structures.models import Membership
from palier.structures.permissions import actor_of, membership_of

Line = TypeVar("Line", bound=Entry)
form_page = require_http_methods(["GET", "HEAD", "POST"])


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


def line_to_change(request: HttpRequest, model: type[Line], key: UUID) -> Line:
    """Return a line that this member may correct. Raises Http404 for any other."""
    line = get_object_or_404(model._default_manager.select_related("outing__place", "made_by"), pk=key)
    if not can_change_line(member_of(request), line, now=timezone.now()):
        raise Http404
    return line


def add_line(
    request: HttpRequest,
    outing_id: UUID,
    form_class: Callable[..., LineForm],
    write: Callable[[Outing, Any], bool],
    template: str = "fieldlog/line_form.html",
) -> HttpResponse:
    """Answer the page that adds a line which was forgotten; ``write`` tells whether it could write the form."""
    outing, refusal = outing_to_write(request, outing_id)
    if refusal is not None:
        return refusal
    form = form_class(request.POST or None, request.FILES or None, team=people_of(outing))
    if request.method == "POST" and form.is_valid() and write(outing, form):
        messages.success(request, "C'est dans le carnet, à votre nom.")
        return redirect("dashboard:outing-log", outing.pk)
    return line_page(request, form, outing, form.new_title, template)


def correct_line(request: HttpRequest, line: Entry, form_class: type[LineForm]) -> HttpResponse:
    """Answer the page that corrects ``line``, with the reason; what it said before stays in its history."""
    form = form_class(request.POST or None, line=line, team=people_of(line.outing))
    if request.method == "POST" and form.is_valid():
        changed = correct_entry(
            entry=line,
            fields=form.columns(),
            reason=form.cleaned_data["reason"],
            editor=member_of(request),
            by=actor_of(request),
            now=timezone.now(),
        )
        messages.success(request, "La ligne est corrigée." if changed else "Rien n'a changé.")
        return redirect("dashboard:outing-log", line.outing_id)
    return line_page(request, form, line.outing, form.edit_title)


def take_line_back(request: HttpRequest, line: Entry, title: str = "Retirer cette ligne") -> HttpResponse:
    """Answer the page that takes ``line`` back, with the reason; it stays, struck out, and counts no more."""
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        withdraw_at_desk(
            entry=line,
            reason=form.cleaned_data["reason"],
            editor=member_of(request),
            by=actor_of(request),
            now=timezone.now(),
        )
        messages.success(request, "La ligne est retirée : elle reste, barrée, et ne compte plus.")
        return redirect("dashboard:outing-log", line.outing_id)
    return line_page(request, form, line.outing, title)


def give_line_back(request: HttpRequest, line: Entry) -> HttpResponse:
    """Give back a line that was taken back."""
    restore_at_desk(entry=line, editor=member_of(request), by=actor_of(request), now=timezone.now())
    messages.success(request, "La ligne est rétablie.")
    return redirect("dashboard:outing-log", line.outing_id)


def line_page(
    request: HttpRequest, form: Any, outing: Outing, title: str, template: str = "fieldlog/line_form.html"
) -> HttpResponse:
    """Draw the form of a line; 422 when it was refused."""
    context = {"form": form, "outing": outing, "heading": title}
    return render(request, template, context, status=422 if form.is_bound else 200)
