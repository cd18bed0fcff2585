"""Addresses of words, needs, relays and answers, one file a subject."""

from palier.voices.urls import lines

app_name = "voices"

urlpatterns = [
    *lines.urlpatterns,
]
