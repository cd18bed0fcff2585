"""Addresses of the noticeboard: the public page, and what leads do with it."""

from palier.noticeboard.urls import desk, public

app_name = "noticeboard"

urlpatterns = [*public.urlpatterns, *desk.urlpatterns]
