"""Addresses of the words of an outing."""

from django.urls import path

from palier.voices.views import residents, voices

urlpatterns = [
    path("carnet/<uuid:outing_id>/parole/", voices.voice_new, name="voice-new"),
    path("rappels/<uuid:resident_id>/paroles/", residents.resident_words, name="resident-words"),
    path("carnet/paroles/<uuid:voice_id>/", voices.voice_edit, name="voice-edit"),
    path("carnet/paroles/<uuid:voice_id>/retrait/", voices.voice_withdraw, name="voice-withdraw"),
    path("carnet/paroles/<uuid:voice_id>/reprise/", voices.voice_restore, name="voice-restore"),
]
