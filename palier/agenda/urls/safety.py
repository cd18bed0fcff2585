"""Addresses: departures, returns, help, the centre's screen."""

from django.urls import path

from palier.agenda.views import safety, safety_watch

urlpatterns = [
    path("sorties/<uuid:outing_id>/securite/", safety.outing_safety, name="outing-safety"),
    path("sorties/<uuid:outing_id>/depart/", safety.outing_start, name="outing-start"),
    path("sorties/<uuid:outing_id>/retour/", safety.outing_end, name="outing-end"),
    path("sorties/<uuid:outing_id>/erreur/", safety.outing_undo, name="outing-undo"),
    path("sorties/<uuid:outing_id>/plus-tard/", safety.outing_extend, name="outing-extend"),
    path("sorties/<uuid:outing_id>/a-eu-lieu/", safety.outing_held, name="outing-held"),
    path("sorties/<uuid:outing_id>/aide/", safety.outing_help, name="outing-help"),
    path("sorties/<uuid:outing_id>/tout-va-bien/", safety.outing_all_well, name="outing-all-well"),
    path("agenda/veille/", safety_watch.watch_screen, name="watch"),
    path("agenda/alertes/", safety_watch.alert_banner, name="alert-banner"),
]
