"""Addresses of words, needs, relays and answers, one file a subject."""

from palier.voices.urls import figures, inbox, lines, needs, relays

app_name = "voices"

urlpatterns = [
    *figures.urlpatterns,
    *inbox.urlpatterns,
    *lines.urlpatterns,
    *needs.urlpatterns,
    *relays.urlpatterns,
]
