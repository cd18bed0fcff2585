"""The team: who is in it, one member, changes, departures and returns."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from palier.accounts.second_factor import has_second_factor
from palier.audit.enums import AuditKind
from palier.documents.downloads import table_download
from palier.structures.actions.leads import LastLead, RoleRefused
from palier.structures.actions.lost_factors import FactorKept, take_factor_away
from palier.structures.actions.members import (
    NameReplaced,
    change_member,
    end_membership,
    note_member,
    note_member_export,
    restore_member,
)
from palier.structures.enums import Permission
from palier.structures.exports.members import COLUMNS, TITLE
from palier.structures.forms.members import MemberForm, MemberSearchForm
from palier.structures.models import Membership
from palier.structures.permissions import actor_of, can, membership_of
from palier.structures.queries.invitations import waiting_invitations
from palier.structures.queries.members import MemberSearch, find_members, members_with_last_seen, read_member_search
from palier.structures.queries.phones import devices_of_member
from palier.structures.queries.retention import names_to_replace, replaced_on
from palier.structures.queries.trainings import trainings_of
from palier.structures.routes import MEMBER, route

PAGE_SIZE = 50


def place_of(request: HttpRequest) -> Membership:
    """Return the place that a request acts from; its route has checked that there is one."""
    membership = membership_of(request)
    assert membership is not None
    return membership


@require_safe
@route(Permission.TEAM_READ)
def member_list(request: HttpRequest) -> HttpResponse:
    """Show the team: to everyone names, statuses and roles; to who manages it, departures and last visits too."""
    place = place_of(request)
    manages = can(place, Permission.MEMBERS_MANAGE)
    search = _search(request, manages=manages)
    members = find_members(place.structure, search)
    context = {
        "page": Paginator(members, PAGE_SIZE).get_page(request.GET.get("page")),
        "search": search,
        "is_filtered": search not in (MemberSearch(), MemberSearch(sort=search.sort)),
        "form": MemberSearchForm(request.GET or None, with_last_seen=manages),
        "manages": manages,
        "leaving": names_to_replace(place.structure, now=timezone.now()) if manages else [],
        "waiting": waiting_invitations(place.structure).count() if manages else 0,
    }
    return render(request, "structures/member_list.html", context)


@require_safe
@route(Permission.MEMBERS_MANAGE, named_export=True)
def member_export(request: HttpRequest, file_format: str) -> HttpResponseBase:
    """Give the members that the address asks for, e-mail addresses included, as CSV or XLSX."""
    place, now = place_of(request), timezone.now()
    members = find_members(place.structure, _search(request, manages=True))
    note_member_export(count=len(members), file_format=file_format, by=actor_of(request), now=now)
    day = timezone.localdate(now)
    return table_download(COLUMNS, members, file_format=file_format, title=TITLE, name="equipe", day=day)


@require_safe
@route(Permission.TEAM_READ)
def member_detail(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Show one member. Who manages the team sees the address too, and leaves a line in the audit."""
    place = place_of(request)
    member = get_object_or_404(members_with_last_seen(place.structure), pk=member_id)
    manages = can(place, Permission.MEMBERS_MANAGE)
    if not manages and not member.is_active:
        raise Http404
    if manages and member != place and request.method == "GET":
        note_member(AuditKind.READ_NAMED, member, by=actor_of(request), now=timezone.now())
    return _show(request, member)


@require_safe
@route(MEMBER)
def member_me(request: HttpRequest) -> HttpResponse:
    """Show one's own place."""
    place = membership_of(request)
    if place is None:
        return render(request, "structures/no_structure.html", status=403)
    return _show(request, get_object_or_404(members_with_last_seen(place.structure), pk=place.pk))


@require_http_methods(["GET", "HEAD", "POST"])
@route(Permission.MEMBERS_MANAGE)
def member_edit(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Change a member's displayed name, status and role."""
    place = place_of(request)
    member = _member(place, member_id)
    initial = {"name": member.name, "status": member.status, "role": member.role}
    form = MemberForm(request.POST or None, initial=initial, member=member, changed_by=place)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            change_member(
                member=member,
                name=told["name"],
                status=told["status"],
                role=told["role"],
                changed_by=place,
                by=actor_of(request),
                now=timezone.now(),
            )
        except (LastLead, RoleRefused) as refusal:
            form.add_error("role", str(refusal))
        else:
            messages.success(request, f"Les changements sont enregistrés pour {told['name']}.")
            return redirect(member)
    status = 422 if request.method == "POST" else 200
    return render(request, "structures/member_form.html", {"form": form, "member": member}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@route(Permission.MEMBERS_MANAGE)
def member_end(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Say what a departure does, then see the member leave."""
    place = place_of(request)
    member = _member(place, member_id)
    refused = ""
    if request.method == "POST":
        try:
            end_membership(member=member, ended_by=place, by=actor_of(request), now=timezone.now())
        except (LastLead, RoleRefused) as refusal:
            refused = str(refusal)
        else:
            messages.success(request, f"{member.name} ne fait plus partie de l'équipe.")
            return redirect("dashboard:today" if member == place else member)
    context = {"member": member, "refused": refused, "is_self": member == place, "structure": place.structure}
    return render(request, "structures/member_end.html", context, status=409 if refused else 200)


@require_POST
@route(Permission.MEMBERS_MANAGE)
def member_restore(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Give somebody who left their place back."""
    place = place_of(request)
    member = _member(place, member_id)
    try:
        restore_member(member=member, restored_by=place, by=actor_of(request), now=timezone.now())
    except (NameReplaced, RoleRefused) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{member.name} fait de nouveau partie de l'équipe.")
    return redirect(member)


@require_POST
@route(Permission.MEMBERS_MANAGE)
def member_factor_lost(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Take away the second factor of somebody who lost it: their password opens, and a new one is asked for."""
    place = place_of(request)
    member = _member(place, member_id)
    try:
        take_factor_away(member=member, taken_by=place, by=actor_of(request), now=timezone.now())
    except FactorKept as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{member.name} peut se connecter avec son mot de passe, puis en choisir une autre.")
    return redirect(member)


def _search(request: HttpRequest, *, manages: bool) -> MemberSearch:
    """Return what is asked; who left, and who came last, is for those who manage the team."""
    asked = read_member_search(request.GET.dict())
    if manages:
        return asked
    return MemberSearch(asked.text, asked.status, asked.role, sort=asked.sort if asked.sort != "vu" else "nom")


def _member(place: Membership, member_id: UUID) -> Membership:
    members = Membership.objects.filter(structure=place.structure).select_related("user", "structure")
    return get_object_or_404(members, pk=member_id)


def _show(request: HttpRequest, member: Membership) -> HttpResponse:
    place = place_of(request)
    manages, is_self = can(place, Permission.MEMBERS_MANAGE), member == place
    enrols = can(place, Permission.PHONES_ENROL)
    sees_trainings = is_self or can(place, Permission.TRAININGS_READ)
    seen: datetime | None = getattr(member, "last_seen_at", None)
    context = {
        "member": member,
        "manages": manages,
        "is_self": is_self,
        # A lead may have let this phone in: it shows no address.
        "shows_private": manages or (is_self and not place.on_phone),
        "last_seen": timezone.localdate(seen) if seen else None,
        "enrols": enrols,
        "sees_trainings": sees_trainings,
        "trainings": trainings_of(member, timezone.localdate()) if sees_trainings else [],
        "devices": devices_of_member(member, now=timezone.now()) if enrols else [],
        "has_factor": manages and has_second_factor(member.user),
        "replaced_on": replaced_on(member, place.structure) if manages else None,
        "structure": place.structure,
    }
    return render(request, "structures/member_detail.html", context)
