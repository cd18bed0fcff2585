"""Addresses of the people to call back."""

from django.urls import path, re_path

from palier.residents.views import calls, desk, people

app_name = "residents"

urlpatterns = [
    path("rappels/", people.resident_list, name="resident-list"),
    path("rappels/attente/", people.resident_waiting, name="resident-waiting"),
    re_path(r"^rappels/export\.(?P<file_format>csv|xlsx)$", people.resident_export, name="resident-export"),
    path("carnet/<uuid:outing_id>/rappel/", desk.resident_new, name="resident-new"),
    path("carnet/rappels/<uuid:resident_id>/retrait/", desk.resident_withdraw, name="resident-withdraw"),
    path("rappels/<uuid:resident_id>/", people.resident_detail, name="resident-detail"),
    path("rappels/<uuid:resident_id>/appel/", calls.resident_call, name="resident-call"),
    path("rappels/<uuid:resident_id>/appel/annulation/", calls.resident_call_undo, name="resident-call-undo"),
    path("rappels/<uuid:resident_id>/retrait/", calls.resident_revoke, name="resident-revoke"),
]
