"""Who is to be called back: a list without names, one person whose name is opened, an export."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe

from palier.documents.downloads import table_download
from palier.residents.actions.openings import open_for_export, open_named
from palier.residents.consent_texts import text_read
from palier.residents.enums import CallState
from palier.residents.exports.people import COLUMNS, TITLE, PersonRow
from palier.residents.forms.people import CallForm, PeopleFilterForm
from palier.residents.models import Call, Resident
from palier.residents.queries.people import (
    PAGE_SIZE,
    anybody_ever,
    calls_of,
    consents_of,
    language_name,
    people_found,
    waiting_count,
    waiting_words,
)
from palier.residents.queries.retention import kept_until
from palier.residents.sealing import UnopenableError
from palier.structures.enums import Permission
from palier.structures.models import Membership
from palier.structures.permissions import actor_of, membership_of
from palier.structures.routes import route


@require_safe
@route(Permission.RESIDENTS_CALL)
def resident_list(request: HttpRequest) -> HttpResponse:
    """Show who waits for a call, without any name; right after a call, offer to undo it."""
    filters = PeopleFilterForm(request.GET)
    search = filters.search()
    page = Paginator(people_found(search), PAGE_SIZE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    context = {
        "page": page,
        "rows": [(person, language_name(person.language), waiting_words(person, today)) for person in page],
        "filters": filters,
        "search": search,
        "none_yet": not page and not search.is_narrowed and not anybody_ever(),
        "undo": _call_to_undo(request),
    }
    return render(request, "residents/resident_list.html", context)


@require_safe
@route(Permission.RESIDENTS_CALL)
def resident_waiting(request: HttpRequest) -> HttpResponse:
    """Show what the home page says of it: a part of a page, a plain link when nobody waits."""
    return render(request, "residents/resident_waiting.html", {"people": waiting_count()})


@require_GET
@route(Permission.RESIDENTS_CALL, named=True)
@never_cache
def resident_detail(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """Open the name of somebody to call; the audit says who read it."""
    return show_person(request, person_to_call(resident_id), CallForm())


@require_safe
@route(Permission.RESIDENTS_CALL, named_export=True)
@never_cache
def resident_export(request: HttpRequest, file_format: str) -> HttpResponseBase:
    """Give the people of the list, with their names, as CSV or XLSX."""
    people = list(people_found(PeopleFilterForm(request.GET).search()))
    now = timezone.now()
    named = open_for_export(
        residents=people,
        file_format=file_format,
        by=actor_of(request),
        now=now,
        structure_id=member_of(request).structure_id,
    )
    rows = [PersonRow(person, named.get(person.pk)) for person in people]
    day = timezone.localdate(now)
    return table_download(COLUMNS, rows, file_format=file_format, title=TITLE, name="rappels", day=day)


def show_person(request: HttpRequest, resident: Resident, form: CallForm) -> HttpResponse:
    """Draw the page of somebody, and open the name: the audit says so each time."""
    structure = member_of(request).structure
    consents = consents_of(resident)
    context = {
        "resident": resident,
        "spoken": language_name(resident.language),
        "waits": waiting_words(resident, timezone.localdate()),
        "calls": calls_of(resident),
        "consents": [(it, text_read(it.text_version, it.language, structure)) for it in consents],
        "kept_until": kept_until(resident, structure, consents),
        "may_call": resident.state != CallState.RETIRE,
        "form": form,
        **_opened(request, resident),
    }
    return render(request, "residents/resident_detail.html", context, status=422 if form.is_bound else 200)


def person_to_call(resident_id: UUID) -> Resident:
    """Return somebody to call whose line stands. Raises Http404."""
    people = Resident.objects.filter(withdrawn_at=None).select_related("outing__place", "made_by")
    return get_object_or_404(people, pk=resident_id)


def member_of(request: HttpRequest) -> Membership:
    """Return the place that a request acts from; its route has checked that there is one."""
    membership = membership_of(request)
    assert membership is not None
    return membership


def _opened(request: HttpRequest, resident: Resident) -> dict[str, Any]:
    if not resident.is_named:
        return {"named": None}
    try:
        named = open_named(resident=resident, by=actor_of(request), now=timezone.now())
    except UnopenableError as closed:
        return {"named": None, "closed": str(closed)}
    return {"named": named}


def _call_to_undo(request: HttpRequest) -> Call | None:
    """Return the call that the address names, of this member alone."""
    try:
        key = UUID(request.GET.get("appel", ""))
    except ValueError:
        return None
    found: Call | None = Call.objects.filter(pk=key, made_by=member_of(request)).first()
    return found
