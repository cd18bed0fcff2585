"""Addresses of the team digest."""

from django.urls import path

from palier.voices.views import digest

urlpatterns = [
    path("paroles/synthese/", digest.digest_page, name="digest"),
    path("paroles/synthese/projection/", digest.digest_projector, name="digest-projector"),
    path("paroles/synthese/point-equipe.pdf", digest.digest_pdf, name="digest-pdf"),
]
