"""Addresses: the trainings of the team, and one's own."""

from django.urls import path, re_path

from palier.structures.views import trainings

urlpatterns = [
    path("reglages/formations/", trainings.training_list, name="training-list"),
    path("reglages/formations/nouvelle/", trainings.training_new, name="training-new"),
    path("reglages/formations/<uuid:training_id>/", trainings.training_edit, name="training-edit"),
    path("reglages/formations/<uuid:training_id>/effacement/", trainings.training_delete, name="training-delete"),
    re_path(
        r"^reglages/formations/export\.(?P<file_format>csv|xlsx)$", trainings.training_export, name="training-export"
    ),
    path("reglages/mes-formations/", trainings.training_mine, name="training-mine"),
]
