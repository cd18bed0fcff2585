"""The contacts of a partner: written with their consent, erased for good."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from palier.structures.actions.partners import ContactNameTaken, add_contact, change_contact, erase_contact
from palier.structures.enums import Permission
from palier.structures.forms.partners import ContactForm
from palier.structures.models import Partner, PartnerContact
from palier.structures.permissions import actor_of
from palier.structures.routes import route


@require_http_methods(["GET", "HEAD", "POST"])
@route(Permission.PARTNERS_EDIT)
def contact_new(request: HttpRequest, partner_id: UUID) -> HttpResponse:
    """Write a new contact of a partner."""
    partner = get_object_or_404(Partner.objects, pk=partner_id)
    form = ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            contact = add_contact(partner=partner, fields=form.cleaned_data, by=actor_of(request), now=timezone.now())
        except ContactNameTaken as taken:
            form.add_error("name", str(taken))
        else:
            messages.success(request, f"{contact} est parmi les contacts.")
            return redirect(partner)
    return _form_page(request, form, partner, None)


@require_http_methods(["GET", "HEAD", "POST"])
@route(Permission.PARTNERS_EDIT)
def contact_edit(request: HttpRequest, partner_id: UUID, contact_id: UUID) -> HttpResponse:
    """Correct a contact."""
    contact = _contact(partner_id, contact_id)
    form = ContactForm(request.POST or None, initial={name: getattr(contact, name) for name in ContactForm.Meta.fields})
    if request.method == "POST" and form.is_valid():
        try:
            change_contact(contact=contact, fields=form.cleaned_data, by=actor_of(request), now=timezone.now())
        except ContactNameTaken as taken:
            form.add_error("name", str(taken))
        else:
            messages.success(request, "Le contact est enregistré.")
            return redirect(contact.partner)
    return _form_page(request, form, contact.partner, contact)


@require_POST
@route(Permission.PARTNERS_EDIT)
def contact_erase(request: HttpRequest, partner_id: UUID, contact_id: UUID) -> HttpResponse:
    """Erase a contact, once its page has asked for confirmation."""
    contact = _contact(partner_id, contact_id)
    erase_contact(contact=contact, by=actor_of(request), now=timezone.now())
    messages.success(request, "Le contact est effacé. Son nom n'est plus gardé.")
    return redirect(contact.partner)


def _contact(partner_id: UUID, contact_id: UUID) -> PartnerContact:
    contacts = PartnerContact.objects.select_related("partner")
    contact: PartnerContact = get_object_or_404(contacts, pk=contact_id, partner_id=partner_id)
    return contact


def _form_page(
    request: HttpRequest, form: ContactForm, partner: Partner, contact: PartnerContact | None
) -> HttpResponse:
    context = {"form": form, "partner": partner, "contact": contact}
    status = 422 if request.method == "POST" else 200
    return render(request, "structures/partner_contact_form.html", context, status=status)
