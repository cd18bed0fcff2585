"""Addresses of the structures and of their people, one file a subject."""

from palier.structures.urls import audit, federation, members, partners, phones, settings, trainings

app_name = "structures"

urlpatterns = [
    *settings.urlpatterns,
    *members.urlpatterns,
    *phones.urlpatterns,
    *partners.urlpatterns,
    *trainings.urlpatterns,
    *audit.urlpatterns,
    *federation.urlpatterns,
]
