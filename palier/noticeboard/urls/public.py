"""Addresses of the public page. Language and version are in the query: ?langue=ar, ?simple=1."""

from django.urls import path

from palier.noticeboard.views import public, visitors

urlpatterns = [
    path("panneau/<slug:board>/", public.board, name="board"),
    path("panneau/<slug:board>/liste/", public.board_list, name="board-list"),
    path("panneau/<slug:board>/atom/", public.board_feed, name="board-feed"),
    path("panneau/<slug:board>/affiche.pdf", public.board_poster, name="board-poster"),
    path("panneau/<slug:board>/idee/", visitors.idea_new, name="idea-new"),
    path("panneau/<slug:board>/suivi/", visitors.idea_follow, name="idea-follow"),
    path("panneau/<slug:board>/suivi/reprise/", visitors.idea_take_back, name="idea-take-back"),
    path("panneau/<slug:board>/signaler/", visitors.board_report, name="board-report"),
    path("panneau/<slug:board>/idees/<uuid:idea_id>/soutien/", visitors.idea_support, name="idea-support"),
    path("panneau/<slug:board>/idees/<uuid:idea_id>/participer/", visitors.idea_join, name="idea-join"),
]
