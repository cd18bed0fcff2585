"""Addresses of the field log: the list, its files, the figures."""

from django.urls import path, re_path

from palier.fieldlog.views import exports, figures, log_list

FORMAT = r"(?P<file_format>csv|xlsx)$"

urlpatterns = [
    path("carnet/", log_list.log_list, name="log-list"),
    re_path(rf"^carnet/export/sorties\.{FORMAT}", exports.outings_export, name="outings-export"),
    re_path(rf"^carnet/export/contacts\.{FORMAT}", exports.contacts_export, name="contacts-export"),
    re_path(rf"^carnet/export/lignes\.{FORMAT}", exports.lines_export, name="lines-export"),
    path("carnet/chiffres/", figures.figures_page, name="figures"),
    re_path(rf"^carnet/chiffres/export\.{FORMAT}", figures.figures_export, name="figures-export"),
]
