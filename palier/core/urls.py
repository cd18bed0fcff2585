"""Addresses of the base: the gallery of components."""

from django.urls import path

from palier.core import gallery

app_name = "core"

urlpatterns = [path("composants/", gallery.gallery, name="gallery")]
