"""Addresses: series."""

from django.urls import path

from palier.agenda.views import series, series_dates, series_writing

urlpatterns = [
    path("series/", series.series_list, name="series-list"),
    path("series/nouvelle/", series_writing.series_new, name="series-new"),
    path("series/apercu/", series_writing.series_preview, name="series-preview"),
    path("series/<uuid:series_id>/", series.series_detail, name="series-detail"),
    path("series/<uuid:series_id>/modifier/", series_writing.series_edit, name="series-edit"),
    path("series/<uuid:series_id>/dates/sautees/", series_dates.series_date_skip, name="series-date-skip"),
    path("series/<uuid:series_id>/dates/ajoutees/", series_dates.series_date_add, name="series-date-add"),
    path("series/<uuid:series_id>/fin/", series_dates.series_end, name="series-end"),
]
