"""« Mis de côté » : what phones sent and that could not be written, for the leads to decide."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_POST, require_safe

from palier.agenda.models import Outing
from palier.documents.downloads import table_download
from palier.documents.names import content_disposition
from palier.mobile.actions.applying import NotApplied
from palier.mobile.actions.judging import apply_aside, dismiss_aside, note_aside_export
from palier.mobile.enums import ReceiptStatus, Verdict
from palier.mobile.exports.asides import COLUMNS, TITLE, asides_json
from palier.mobile.forms.asides import ApplyForm, AsideFilterForm, DismissForm
from palier.mobile.models import SetAside
from palier.mobile.queries.aside_contents import content_words, logged_words, short_words
from palier.mobile.queries.asides import aside_sheet, asides_found, authors_of, outings_around, outings_of
from palier.structures.enums import Permission
from palier.structures.models import Membership
from palier.structures.permissions import actor_of, membership_of
from palier.structures.routes import route

PAGE_SIZE = 30
MOST_EXPORTED = 5000


@dataclass(frozen=True, slots=True)
class AsideLine:
    """One operation as the list shows it; ``author`` "" and ``outing`` None when the centre does not know them."""

    aside: SetAside
    author: str
    outing: Outing | None

    @property
    def words(self) -> str:
        """What it says, in one line."""
        return short_words(self.aside)


@require_safe
@route(Permission.FIELDLOG_EDIT)
def aside_list(request: HttpRequest) -> HttpResponse:
    """Show what waits for a decision, or what the address asks for."""
    form = AsideFilterForm(request.GET)
    page = Paginator(asides_found(form.search()), PAGE_SIZE).get_page(request.GET.get("page"))
    authors, outings = authors_of(list(page)), outings_of(list(page))
    lines = [AsideLine(one, authors.get(one.written_by, ""), outings.get(one.outing_id)) for one in page]
    context = {"form": form, "page": page, "lines": lines, "is_narrowed": any(form.cleaned_data.values())}
    return render(request, "mobile/aside_list.html", context)


@require_safe
@route(Permission.FIELDLOG_EDIT)
def aside_detail(request: HttpRequest, aside_id: UUID) -> HttpResponse:
    """Show one operation, what it says, and what can be done of it."""
    return _page(request, get_object_or_404(SetAside, pk=aside_id))


@require_POST
@route(Permission.FIELDLOG_EDIT)
def aside_apply(request: HttpRequest, aside_id: UUID) -> HttpResponse:
    """Write it, under the name of who wrote it, in its outing or in another one."""
    aside = get_object_or_404(SetAside, pk=aside_id)
    form = _apply_form(aside, request.POST)
    if not form.is_valid():
        return _page(request, aside, apply_form=form)
    wanted = form.cleaned_data["outing"]
    outing = get_object_or_404(Outing.objects.select_related("place"), pk=wanted) if wanted else None
    try:
        apply_aside(
            aside=aside,
            judged_by=_member(request),
            by=actor_of(request),
            now=timezone.now(),
            outing=outing,
            keep=form.kept(),
        )
    except NotApplied as refusal:
        form.add_error(None, str(refusal))
        return _page(request, aside, apply_form=form)
    messages.success(request, _written(outing.pk if outing else aside.outing_id))
    return redirect("mobile:aside-list")


@require_POST
@route(Permission.FIELDLOG_EDIT)
def aside_dismiss(request: HttpRequest, aside_id: UUID) -> HttpResponse:
    """Leave it aside, with the reason."""
    aside = get_object_or_404(SetAside, pk=aside_id)
    form = DismissForm(request.POST)
    if not form.is_valid():
        return _page(request, aside, dismiss_form=form)
    try:
        dismiss_aside(
            aside=aside,
            reason=form.cleaned_data["reason"],
            judged_by=_member(request),
            by=actor_of(request),
            now=timezone.now(),
        )
    except NotApplied as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Elle est laissée de côté, et reste gardée ici.")
    return redirect("mobile:aside-list")


@require_safe
@route(Permission.FIELDLOG_EDIT, named_export=True)
def aside_export(request: HttpRequest, file_format: str) -> HttpResponseBase:
    """Give what the list shows as JSON, whole, or as a table; the audit says so."""
    now = timezone.now()
    rows = list(asides_found(AsideFilterForm(request.GET).search())[:MOST_EXPORTED])
    note_aside_export(count=len(rows), file_format=file_format, by=actor_of(request), now=now)
    day = timezone.localdate(now)
    if file_format != "json":
        return table_download(COLUMNS, rows, file_format=file_format, title=TITLE, name="mis-de-cote", day=day)
    response = JsonResponse(asides_json(rows, now), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response.headers["Content-Disposition"] = content_disposition(f"mis-de-cote-{day:%Y-%m-%d}.json")
    return response


def _page(
    request: HttpRequest,
    aside: SetAside,
    *,
    apply_form: ApplyForm | None = None,
    dismiss_form: DismissForm | None = None,
) -> HttpResponse:
    is_open = aside.verdict == Verdict.OPEN
    context = {
        "sheet": aside_sheet(aside),
        "words": content_words(aside),
        "logged": logged_words(aside) if aside.status == ReceiptStatus.CONFLICT else [],
        "is_open": is_open,
        "in_conflict": aside.status == ReceiptStatus.CONFLICT,
        "apply_form": (apply_form or _apply_form(aside)) if is_open else None,
        "dismiss_form": (dismiss_form or DismissForm()) if is_open else None,
    }
    return render(request, "mobile/aside_detail.html", context, status=422 if apply_form or dismiss_form else 200)


def _apply_form(aside: SetAside, typed: object = None) -> ApplyForm:
    return ApplyForm(
        typed,
        outings=outings_around(aside.made_at),
        own=aside.outing_id is not None,
        in_conflict=aside.status == ReceiptStatus.CONFLICT,
    )


def _written(outing_id: UUID | None) -> str:
    """Say that it is written, with the way to read it."""
    if outing_id is None:
        return "C'est écrit dans le carnet."
    return format_html(
        'C\'est écrit : <a href="{}">ouvrir le carnet de la sortie</a>.',
        reverse("dashboard:outing-log", args=[outing_id]),
    )


def _member(request: HttpRequest) -> Membership:
    membership = membership_of(request)
    assert membership is not None  # the route lets nobody else in
    return membership
