"""Addresses: regularity."""

from django.urls import path, re_path

from palier.agenda.views import regularity

urlpatterns = [
    path("agenda/regularite/", regularity.regularity_page, name="regularity"),
    re_path(
        r"^agenda/regularite/export\.(?P<file_format>csv|xlsx)$", regularity.regularity_export, name="regularity-export"
    ),
]
