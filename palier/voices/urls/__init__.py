"""Addresses of words, needs, relays and answers, one file a subject."""

from palier.voices.urls import digest, figures, inbox, lines, needs, relays, told

app_name = "voices"

urlpatterns = [
    *digest.urlpatterns,
    *figures.urlpatterns,
    *inbox.urlpatterns,
    *lines.urlpatterns,
    *needs.urlpatterns,
    *relays.urlpatterns,
    *told.urlpatterns,
]
