"""Addresses of the agenda, one file a subject."""

from palier.agenda.urls import series, outings, team, safety, feeds, meetings, regularity

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
