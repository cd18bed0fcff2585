"""Addresses of the library."""

from django.urls import path, re_path

from palier.library.views import deleting, editing, importing, listing, public, reading

app_name = "library"

urlpatterns = [
    path("fiches/", listing.sheet_list, name="sheet-list"),
    re_path(r"^fiches/export\.(?P<file_format>csv|xlsx|json)$", listing.sheet_export, name="sheet-export"),
    path("fiches/flux.atom", public.feed, name="sheet-feed"),
    path("sitemap.xml", public.sitemap_xml, name="sitemap"),
    path("robots.txt", public.robots_txt, name="robots"),
    path("fiches/importer/", importing.import_new, name="import-new"),
    path("fiches/imports/<uuid:run_id>/", importing.import_detail, name="import-detail"),
    path("fiches/imports/<uuid:run_id>/rapport.json", importing.import_report, name="import-report"),
    path("fiches/recherches-sans-resultat/", editing.miss_list, name="miss-list"),
    path("fiches/recherches-sans-resultat/<uuid:miss_id>/retrait/", editing.miss_clear, name="miss-clear"),
    path("fiches/nouvelle/", editing.sheet_new, name="sheet-new"),
    path("fiches/retablissement/", deleting.sheet_restore, name="sheet-restore"),
    path("fiches/<slug:slug>/", reading.sheet_detail, name="sheet-detail"),
    path("fiches/<slug:slug>/modifier/", editing.sheet_edit, name="sheet-edit"),
    path("fiches/<slug:slug>/suppression/", deleting.sheet_delete, name="sheet-delete"),
    re_path(r"^fiches/(?P<slug>[-\w]+)/(?P<form>carte|complete)\.pdf$", reading.sheet_pdf, name="sheet-pdf"),
    path("fiches/<slug:slug>/fiche.odt", reading.sheet_odt, name="sheet-odt"),
    path("fiches/<slug:slug>/fiche.json", reading.sheet_json, name="sheet-json"),
]
