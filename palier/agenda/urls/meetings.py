"""Addresses: meetings."""

from django.urls import path

from palier.agenda.views import attendances, meeting_minutes, meeting_signing, meetings

ONE = "reunions/<uuid:meeting_id>/"

urlpatterns = [
    path("reunions/", meetings.meeting_list, name="meeting-list"),
    path("reunions/nouvelle/", meetings.meeting_new, name="meeting-new"),
    path(ONE, meetings.meeting_detail, name="meeting-detail"),
    path(f"{ONE}modifier/", meetings.meeting_edit, name="meeting-edit"),
    path(f"{ONE}suivante/", meetings.meeting_next, name="meeting-next"),
    path(f"{ONE}annulation/", meetings.meeting_cancel, name="meeting-cancel"),
    path(f"{ONE}retablissement/", meetings.meeting_restore, name="meeting-restore"),
    path(f"{ONE}compte-rendu/", meeting_minutes.meeting_minutes, name="meeting-minutes"),
    path(f"{ONE}compte-rendu/brouillon/", meeting_minutes.meeting_draft, name="meeting-draft"),
    path(f"{ONE}presences/", attendances.attendance_mark, name="attendance-mark"),
    path(f"{ONE}presences/ajout/", attendances.attendance_add, name="attendance-add"),
    path(f"{ONE}presences/<uuid:attendance_id>/retrait/", attendances.attendance_remove, name="attendance-remove"),
    path(f"{ONE}feuille.pdf", attendances.meeting_sheet, {"kind": "pdf"}, name="meeting-sheet-pdf"),
    path(f"{ONE}feuille.odt", attendances.meeting_sheet, {"kind": "odt"}, name="meeting-sheet-odt"),
    path(f"{ONE}presences.<str:file_format>", attendances.attendance_export, name="attendance-export"),
    path(f"{ONE}code/", meeting_signing.meeting_code, name="meeting-code"),
    path(f"{ONE}code/ouverture/", meeting_signing.meeting_code_open, name="meeting-code-open"),
    path(f"{ONE}code/fermeture/", meeting_signing.meeting_code_close, name="meeting-code-close"),
    path("presence/<str:token>/", meeting_signing.meeting_sign, name="meeting-sign"),
]
