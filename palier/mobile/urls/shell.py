"""Addresses of the phone's page."""

from django.urls import path

from palier.mobile.views import shell

urlpatterns = [
    path("terrain/", shell.shell, name="terrain"),
    path("terrain/ecrans/", shell.screens, name="terrain-screens"),
    path("terrain/sw.js", shell.worker, name="terrain-worker"),
    path("terrain/manifest.webmanifest", shell.manifest, name="terrain-manifest"),
]
