"""Addresses: the partners and their contacts."""

from django.urls import path, re_path

from palier.structures.views import partner_contacts, partner_import, partners

urlpatterns = [
    path("reglages/partenaires/", partners.partner_list, name="partner-list"),
    path("reglages/partenaires/nouveau/", partners.partner_new, name="partner-new"),
    path("reglages/partenaires/importer/", partner_import.partner_import, name="partner-import"),
    path(
        "reglages/partenaires/importer/validation/",
        partner_import.partner_import_confirm,
        name="partner-import-confirm",
    ),
    path("reglages/partenaires/importer/refus/", partner_import.partner_import_refused, name="partner-import-refused"),
    re_path(
        r"^reglages/partenaires/modele\.(?P<file_format>csv|xlsx)$",
        partner_import.partner_template,
        name="partner-template",
    ),
    re_path(
        r"^reglages/partenaires/export\.(?P<file_format>csv|xlsx)$", partners.partner_export, name="partner-export"
    ),
    path("reglages/partenaires/<uuid:partner_id>/", partners.partner_detail, name="partner-detail"),
    path("reglages/partenaires/<uuid:partner_id>/modifier/", partners.partner_edit, name="partner-edit"),
    path("reglages/partenaires/<uuid:partner_id>/archive/", partners.partner_archive, name="partner-archive"),
    path("reglages/partenaires/<uuid:partner_id>/reprise/", partners.partner_restore, name="partner-restore"),
    path("reglages/partenaires/<uuid:partner_id>/contacts/nouveau/", partner_contacts.contact_new, name="contact-new"),
    path(
        "reglages/partenaires/<uuid:partner_id>/contacts/<uuid:contact_id>/",
        partner_contacts.contact_edit,
        name="contact-edit",
    ),
    path(
        "reglages/partenaires/<uuid:partner_id>/contacts/<uuid:contact_id>/effacement/",
        partner_contacts.contact_erase,
        name="contact-erase",
    ),
]
