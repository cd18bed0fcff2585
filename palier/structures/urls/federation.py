"""Addresses: a federation and its structures."""

from django.urls import path

from palier.structures.views import federation, structure_import

urlpatterns = [
    path("federation/", federation.federation_home, name="federation-home"),
    path("federation/structures.csv", federation.federation_export, name="federation-export"),
    path("federation/import/", structure_import.structure_import, name="structure-import"),
    path("federation/import/refusees.csv", structure_import.structure_import_refused, name="structure-import-refused"),
    path("federation/structures/nouvelle/", federation.federation_structure_new, name="federation-structure-new"),
    path("federation/structures/<uuid:structure_id>/", federation.federation_structure, name="federation-structure"),
    path(
        "federation/structures/<uuid:structure_id>/direction/",
        federation.federation_direction_new,
        name="federation-direction-new",
    ),
    path(
        "federation/structures/<uuid:structure_id>/detachement/",
        federation.federation_structure_detach,
        name="federation-structure-detach",
    ),
]
