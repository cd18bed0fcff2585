"""Addresses of the field log, one file a subject."""

from palier.fieldlog.urls import entries, log

app_name = "fieldlog"

urlpatterns = [*log.urlpatterns, *entries.urlpatterns]
