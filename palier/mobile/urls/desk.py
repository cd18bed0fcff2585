"""Addresses of the desk: what was set aside, the phones, the files brought by hand."""

from django.urls import path, re_path

from palier.mobile.views import asides, field_phones, phone_import

urlpatterns = [
    path("carnet/mis-de-cote/", asides.aside_list, name="aside-list"),
    re_path(r"^carnet/mis-de-cote/export\.(?P<file_format>json|csv|xlsx)$", asides.aside_export, name="aside-export"),
    path("carnet/mis-de-cote/<uuid:aside_id>/", asides.aside_detail, name="aside-detail"),
    path("carnet/mis-de-cote/<uuid:aside_id>/application/", asides.aside_apply, name="aside-apply"),
    path("carnet/mis-de-cote/<uuid:aside_id>/abandon/", asides.aside_dismiss, name="aside-dismiss"),
    path("carnet/telephones/", field_phones.field_phones, name="field-phones"),
    path("carnet/telephones/alerte/", field_phones.field_alert, name="field-alert"),
    path("carnet/telephones/fichier/", phone_import.phone_import, name="phone-import"),
    path("carnet/telephones/fichier/enregistrement/", phone_import.phone_import_confirm, name="phone-import-confirm"),
]
