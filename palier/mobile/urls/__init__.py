"""Addresses of the phones, one file a subject."""

from palier.mobile.urls import desk, shell

app_name = "mobile"

urlpatterns = [*shell.urlpatterns, *desk.urlpatterns]
