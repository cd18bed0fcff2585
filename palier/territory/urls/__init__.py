"""Addresses of the territory, one file a subject."""

from palier.territory.urls import map, places, zones

app_name = "territory"

urlpatterns = [
    *map.urlpatterns,
    *places.urlpatterns,
    *zones.urlpatterns,
]
