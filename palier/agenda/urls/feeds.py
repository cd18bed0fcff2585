"""Addresses: feeds."""

from django.urls import path

from palier.agenda.views import feeds

urlpatterns = [
    path("agendas/<str:token>.ics", feeds.feed_file, name="feed-file"),
    path("agenda/partage/", feeds.feed_list, name="feed-list"),
    path("agenda/partage/ouverture/", feeds.feed_open, name="feed-open"),
    path("agenda/partage/fermeture/", feeds.feed_close, name="feed-close"),
]
