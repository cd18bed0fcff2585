"""Addresses of the figures of words, needs, relays and answers."""

from django.urls import path, re_path

from palier.voices.views import figures

urlpatterns = [
    path("paroles/chiffres/", figures.figures_page, name="figures"),
    path("paroles/chiffres/lignes/", figures.figures_rows, name="figures-rows"),
    re_path(r"^paroles/chiffres/export\.(?P<file_format>csv|xlsx)$", figures.figures_export, name="figures-export"),
]
