"""Addresses of the territory, one file a subject."""

from palier.territory.urls import places, zones

app_name = "territory"

urlpatterns = [
    *places.urlpatterns,
    *zones.urlpatterns,
]
