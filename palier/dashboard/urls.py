"""Addresses of the home page and of the guide."""

from django.urls import path

from palier.dashboard import views

app_name = "dashboard"

urlpatterns = [
    path("", views.today, name="today"),
    path("aide/", views.guide_page, {"name": "index"}, name="help"),
    path("aide/accessibilite/", views.guide_page, {"name": "accessibilite"}, name="accessibility"),
    path("aide/code-source/", views.source, name="source"),
    path("aide/images/<slug:name>.png", views.guide_picture, name="guide-picture"),
    path("aide/<slug:name>/", views.guide_page, name="guide-page"),
]
