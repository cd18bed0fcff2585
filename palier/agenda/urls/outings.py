"""Addresses: the agenda, one outing, the vehicles."""

from django.urls import path, re_path

from palier.agenda.views import (
    outings,
    outings_agenda,
    outings_changes,
    outings_improvised,
    outings_list,
    outings_poster,
    vehicles,
)

urlpatterns = [
    path("agenda/", outings_agenda.agenda, name="agenda"),
    path("agenda/semaine/", outings_agenda.week, name="week"),
    path("agenda/affiche/", outings_poster.poster, name="poster"),
    path("agenda/affiche/prenoms/", outings_poster.poster_named, name="poster-named"),
    path("agenda/liste/", outings_list.outing_list, name="outing-list"),
    re_path(r"^agenda/liste/export\.(?P<file_format>csv|xlsx)$", outings_list.outing_export, name="outing-export"),
    path("agenda/vehicules/", vehicles.vehicle_list, name="vehicle-list"),
    path("agenda/vehicules/<uuid:vehicle_id>/", vehicles.vehicle_edit, name="vehicle-edit"),
    path("agenda/vehicules/<uuid:vehicle_id>/archive/", vehicles.vehicle_archive, name="vehicle-archive"),
    path("agenda/vehicules/<uuid:vehicle_id>/reprise/", vehicles.vehicle_restore, name="vehicle-restore"),
    path("sorties/nouvelle/", outings.outing_new, name="outing-new"),
    path("sorties/improvisee/", outings_improvised.outing_improvise, name="outing-improvise"),
    path("sorties/<uuid:outing_id>/", outings.outing_detail, name="outing-detail"),
    path("sorties/<uuid:outing_id>/modifier/", outings.outing_edit, name="outing-edit"),
    path("sorties/<uuid:outing_id>/copie/", outings.outing_duplicate, name="outing-duplicate"),
    path("sorties/<uuid:outing_id>/suppression/", outings.outing_delete, name="outing-delete"),
    path("sorties/<uuid:outing_id>/deplacement/", outings_changes.outing_move, name="outing-move"),
    path("sorties/<uuid:outing_id>/deplacement/annulation/", outings_changes.outing_move_undo, name="outing-move-undo"),
    path("sorties/<uuid:outing_id>/annulation/", outings_changes.outing_cancel, name="outing-cancel"),
    path("sorties/<uuid:outing_id>/retablissement/", outings_changes.outing_restore, name="outing-restore"),
]
