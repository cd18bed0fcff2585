"""Addresses of the home page, of the guide, and of the pages that gather what several apps hold."""

from django.urls import path

from palier.dashboard.views import home, outing_log

app_name = "dashboard"

urlpatterns = [
    path("", home.today, name="today"),
    path("aide/", home.guide_page, {"name": "index"}, name="help"),
    path("aide/accessibilite/", home.guide_page, {"name": "accessibilite"}, name="accessibility"),
    path("aide/code-source/", home.source, name="source"),
    path("aide/images/<slug:name>.png", home.guide_picture, name="guide-picture"),
    path("aide/<slug:name>/", home.guide_page, name="guide-page"),
    path("carnet/<uuid:outing_id>/", outing_log.outing_log, name="outing-log"),
    path("carnet/<uuid:outing_id>/deplacement/", outing_log.outing_log_move, name="outing-log-move"),
]
