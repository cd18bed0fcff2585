"""Addresses of the agenda, one file a subject."""

from palier.agenda.urls import feeds, meetings, outings, regularity, safety, series, team

app_name = "agenda"

urlpatterns = [
    *series.urlpatterns,
    *outings.urlpatterns,
    *team.urlpatterns,
    *safety.urlpatterns,
    *feeds.urlpatterns,
    *meetings.urlpatterns,
    *regularity.urlpatterns,
]
