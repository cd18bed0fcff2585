"""Addresses of the answers to tell."""

from django.urls import path

from palier.voices.views import told

urlpatterns = [
    path("paroles/retours/", told.restitution_list, name="restitution-list"),
    path("paroles/retours/<uuid:restitution_id>/", told.restitution_tell, name="restitution-tell"),
    path("paroles/retours/<uuid:restitution_id>/impossible/", told.restitution_cannot, name="restitution-cannot"),
    path("paroles/retours/<uuid:restitution_id>/annulation/", told.restitution_undo, name="restitution-undo"),
    path("paroles/retours/<uuid:restitution_id>/affiche.pdf", told.restitution_poster, name="restitution-poster"),
]
