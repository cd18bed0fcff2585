"""Addresses: the audit."""

from django.urls import path, re_path

from palier.structures.views import audit

urlpatterns = [
    path("reglages/journal/", audit.audit_list, name="audit-list"),
    re_path(r"^reglages/journal/export\.(?P<file_format>csv|xlsx)$", audit.audit_export, name="audit-export"),
]
