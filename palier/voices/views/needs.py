"""« Besoins »: the list of the shared needs, the page of one, the file of all."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from palier.documents.downloads import table_download
from palier.structures.enums import Permission
from palier.structures.permissions import actor_of, can, membership_of
from palier.structures.routes import route
from palier.voices.actions.need_trail import note_export, threshold_of
from palier.voices.exports.needs import COLUMNS
from palier.voices.forms.needs import CloseForm, NeedFilterForm
from palier.voices.models import SharedNeed
from palier.voices.queries.due import restitutions_of
from palier.voices.queries.need_page import WORDS_SHOWN, attachments_of, history_of
from palier.voices.queries.needs import PAGE_SIZE, alerts, needs_found, row_of, rows_of
from palier.voices.queries.proposals import words_for
from palier.voices.queries.waiting import waiting_words

# What the last change of a page lets one undo, kept in the session: words and the need they left.
UNDO = "need_undo"
ALERTS_SHOWN = 5


@require_safe
@route(Permission.VOICES_READ)
def need_list(request: HttpRequest) -> HttpResponse:
    """Show the shared needs that answer the filters of the address, what waits first."""
    membership, now = membership_of(request), timezone.now()
    assert membership is not None
    filters = NeedFilterForm(request.GET)
    found = needs_found(filters.search, today=timezone.localdate(now))
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": rows_of(page.object_list, now=now),
        "filters": filters,
        "search": filters.search,
        "can_edit": can(membership, Permission.VOICES_EDIT),
        "threshold": threshold_of(membership.structure_id),
    }
    return render(request, "voices/need_list.html", context)


@require_safe
@route(Permission.VOICES_READ)
def need_detail(request: HttpRequest, need_id: UUID) -> HttpResponse:
    """Show a need: its words, its history, its relays. One that was merged leads to the one it became."""
    need = get_object_or_404(SharedNeed.objects.select_related("zone", "made_by"), pk=need_id)
    if need.merged_into_id is not None:
        return redirect("voices:need-detail", need.merged_into_id)
    return render_need(request, need)


def render_need(
    request: HttpRequest, need: SharedNeed, *, close_form: CloseForm | None = None, status: int = 200
) -> HttpResponse:
    """Return the page of a need; ``close_form`` is one that did not pass."""
    membership = membership_of(request)
    words = Paginator(attachments_of(need), WORDS_SHOWN).get_page(request.GET.get("page"))
    row = row_of(need, now=timezone.now())
    undo = request.session.pop(UNDO, None)
    can_edit = can(membership, Permission.VOICES_EDIT)
    context = {
        "need": need,
        "row": row,
        "proposals": words_for(need) if can_edit else [],
        "can_send": can(membership, Permission.RELAYS_SEND),
        "page": words,
        "history": history_of(need),
        "told": restitutions_of(need),
        "can_edit": can_edit,
        "close_form": close_form or CloseForm(),
        "undo": undo if undo and undo["need"] == str(need.pk) else None,
    }
    return render(request, "voices/need_detail.html", context, status=status)


@require_safe
@route(Permission.VOICES_EDIT)
def need_export(request: HttpRequest, file_format: str) -> HttpResponseBase:
    """Give the needs that the filters found, a row each, as CSV or XLSX."""
    membership, now = membership_of(request), timezone.now()
    assert membership is not None
    day = timezone.localdate(now)
    rows = rows_of(needs_found(NeedFilterForm(request.GET).search, today=day), now=now)
    note_export(membership.structure_id, len(rows), file_format, by=actor_of(request), now=now)
    return table_download(COLUMNS, rows, file_format=file_format, title="Besoins partagés", name="besoins", day=day)


@require_safe
@route(Permission.VOICES_EDIT)
def need_alerts(request: HttpRequest) -> HttpResponse:
    """Show, inside the home page, what waits for a person, and the needs that nobody was asked to meet."""
    context = {"alerts": alerts(ALERTS_SHOWN), "waiting": waiting_words(timezone.localdate())}
    return render(request, "voices/need_alerts.html", context)
