"""The partners of a structure: list, page, writing, archive, export.

The contacts are professionals who agreed to be kept here, for work: reading a page of them writes nothing in the audit,
as no one reads a directory of numbers in secret. What leaves (exports) and what is erased is audited.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from palier.documents.downloads import table_download
from palier.structures.actions.partner_exports import note_partner_export
from palier.structures.actions.partners import (
    PartnerNameTaken,
    archive_partner,
    change_partner,
    create_partner,
    restore_partner,
)
from palier.structures.enums import Permission, Theme
from palier.structures.exports.partners import COLUMNS_OUT, TITLE, export_rows
from palier.structures.forms.partners import PartnerFilterForm, PartnerForm
from palier.structures.models import Partner
from palier.structures.permissions import actor_of, can, membership_of
from palier.structures.queries.partners import PAGE_SIZE, contacts_by_partner, contacts_of, partners_found
from palier.structures.routes import route


@require_safe
@route(Permission.PARTNERS_READ)
def partner_list(request: HttpRequest) -> HttpResponse:
    """Show the partners that answer the filters of the address."""
    filters = PartnerFilterForm(request.GET)
    search = filters.search()
    page = Paginator(partners_found(search), PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [(partner, theme_labels(partner)) for partner in page]
    context = {
        "page": page,
        "rows": rows,
        "filters": filters,
        "search": search,
        "none_yet": not rows and not search.is_narrowed and not search.archived,
        **_rights(request),
    }
    return render(request, "structures/partner_list.html", context)


@require_safe
@route(Permission.PARTNERS_READ)
def partner_detail(request: HttpRequest, partner_id: UUID) -> HttpResponse:
    """Show one partner and its contacts."""
    partner = get_object_or_404(Partner.objects, pk=partner_id)
    context = {
        "partner": partner,
        "themes": theme_labels(partner),
        "contacts": contacts_of(partner),
        **_rights(request),
    }
    return render(request, "structures/partner_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@route(Permission.PARTNERS_EDIT)
def partner_new(request: HttpRequest) -> HttpResponse:
    """Write a new partner."""
    membership = membership_of(request)
    assert membership is not None
    form = PartnerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            partner = create_partner(
                structure=membership.structure, fields=form.cleaned_data, by=actor_of(request), now=timezone.now()
            )
        except PartnerNameTaken as taken:
            form.add_error("name", str(taken))
        else:
            messages.success(request, f"« {partner} » est parmi vos partenaires. Vous pouvez y ajouter un contact.")
            return redirect(partner)
    return _form_page(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@route(Permission.PARTNERS_EDIT)
def partner_edit(request: HttpRequest, partner_id: UUID) -> HttpResponse:
    """Correct a partner."""
    partner = get_object_or_404(Partner.objects, pk=partner_id)
    form = PartnerForm(request.POST or None, initial={name: getattr(partner, name) for name in PartnerForm.Meta.fields})
    if request.method == "POST" and form.is_valid():
        try:
            change_partner(partner=partner, fields=form.cleaned_data, by=actor_of(request), now=timezone.now())
        except PartnerNameTaken as taken:
            form.add_error("name", str(taken))
        else:
            messages.success(request, "Le partenaire est enregistré.")
            return redirect(partner)
    return _form_page(request, form, partner)


@require_POST
@route(Permission.PARTNERS_EDIT)
def partner_archive(request: HttpRequest, partner_id: UUID) -> HttpResponse:
    """Put a partner aside."""
    partner = get_object_or_404(Partner.objects, pk=partner_id)
    archive_partner(partner=partner, by=actor_of(request), now=timezone.now())
    messages.success(request, f"« {partner} » est archivé. Rien n'est perdu : vous pouvez le reprendre.")
    return redirect(partner)


@require_POST
@route(Permission.PARTNERS_EDIT)
def partner_restore(request: HttpRequest, partner_id: UUID) -> HttpResponse:
    """Bring a partner back."""
    partner = get_object_or_404(Partner.objects, pk=partner_id)
    restore_partner(partner=partner, by=actor_of(request), now=timezone.now())
    messages.success(request, f"« {partner} » est de nouveau parmi vos partenaires.")
    return redirect(partner)


@require_safe
@route(Permission.PARTNERS_EXPORT, named_export=True)
def partner_export(request: HttpRequest, file_format: str) -> HttpResponseBase:
    """Give the partners that answer the filters, each with its contacts, as CSV or XLSX: an import reads them back."""
    partners = list(partners_found(PartnerFilterForm(request.GET).search()))
    contacts = contacts_by_partner()
    rows = export_rows(partners, contacts)
    people = sum(row.contact is not None for row in rows)
    note_partner_export(
        partners=len(partners), contacts=people, file_format=file_format, by=actor_of(request), now=timezone.now()
    )
    day = timezone.localdate()
    return table_download(COLUMNS_OUT, rows, file_format=file_format, title=TITLE, name="partenaires", day=day)


def theme_labels(partner: Partner) -> list[str]:
    """Return the words of the themes of a partner."""
    return [Theme(slug).label for slug in partner.themes]


def _rights(request: HttpRequest) -> dict[str, Any]:
    membership = membership_of(request)
    return {
        "can_edit": can(membership, Permission.PARTNERS_EDIT),
        "can_export": can(membership, Permission.PARTNERS_EXPORT),
    }


def _form_page(request: HttpRequest, form: PartnerForm, partner: Partner | None) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return render(request, "structures/partner_form.html", {"form": form, "partner": partner}, status=status)
