"""Addresses: zones."""

from django.urls import path

from palier.territory.views import population, zone_import, zones

urlpatterns = [
    path("territoire/zones/", zones.zone_list, name="zone-list"),
    path("territoire/zones/dessiner/", zones.zone_draw, name="zone-draw"),
    path("territoire/zones/importer/", zone_import.zone_import, name="zone-import"),
    path("territoire/zones/importer/validation/", zone_import.zone_import_confirm, name="zone-import-confirm"),
    path("territoire/zones/habitants/", population.population_import, name="population-import"),
    path(
        "territoire/zones/habitants/validation/", population.population_import_confirm, name="population-import-confirm"
    ),
    path("territoire/zones/<uuid:zone_id>/", zones.zone_detail, name="zone-detail"),
    path("territoire/zones/<uuid:zone_id>/modifier/", zones.zone_edit, name="zone-edit"),
    path("territoire/zones/<uuid:zone_id>/suppression/", zones.zone_delete, name="zone-delete"),
]
