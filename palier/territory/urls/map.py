"""Addresses: the map."""

from django.urls import path

from palier.territory.views import map

urlpatterns = [
    path("territoire/", map.map_page, name="map"),
    path("territoire/carte.json", map.map_data, name="map-data"),
]
