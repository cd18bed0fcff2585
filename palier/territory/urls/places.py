"""Addresses: places."""

from django.urls import path, re_path

from palier.territory.views import place_import, places

urlpatterns = [
    path("territoire/lieux/", places.place_list, name="place-list"),
    path("territoire/lieux/nouveau/", places.place_new, name="place-new"),
    path("territoire/lieux/importer/", place_import.place_import, name="place-import"),
    path("territoire/lieux/importer/validation/", place_import.place_import_confirm, name="place-import-confirm"),
    path("territoire/lieux/importer/refus/", place_import.place_import_refused, name="place-import-refused"),
    re_path(
        r"^territoire/lieux/modele\.(?P<file_format>csv|xlsx)$", place_import.place_template, name="place-template"
    ),
    re_path(r"^territoire/lieux/export\.(?P<file_format>csv|xlsx)$", places.place_export, name="place-export"),
    path("territoire/lieux/<uuid:place_id>/", places.place_detail, name="place-detail"),
    path("territoire/lieux/<uuid:place_id>/modifier/", places.place_edit, name="place-edit"),
    path("territoire/lieux/<uuid:place_id>/photo/", places.place_photo, name="place-photo"),
    path("territoire/lieux/<uuid:place_id>/archive/", places.place_archive, name="place-archive"),
    path("territoire/lieux/<uuid:place_id>/reprise/", places.place_restore, name="place-restore"),
]
