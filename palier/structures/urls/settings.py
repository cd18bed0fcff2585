"""Addresses: the settings' home, the card of the structure, who may see what."""

from django.urls import path

from palier.structures.views import card, settings

urlpatterns = [
    path("reglages/", settings.settings_home, name="settings-home"),
    path("reglages/droits/", settings.rights, name="rights"),
    path("reglages/structure/", card.structure_edit, name="structure-edit"),
    path("communes/", card.commune_suggestions, name="commune-suggestions"),
    path("structures/<uuid:structure_id>/logo/", card.structure_logo, name="structure-logo"),
    path("structures/<uuid:structure_id>/choix/", settings.structure_choose, name="structure-choose"),
]
