"""Addresses: the settings' home, the card of the structure, who may see what."""

from django.urls import path

from palier.structures.views import settings

urlpatterns = [
    path("reglages/", settings.settings_home, name="settings-home"),
    path("reglages/droits/", settings.rights, name="rights"),
    path("structures/<uuid:structure_id>/choix/", settings.structure_choose, name="structure-choose"),
]
