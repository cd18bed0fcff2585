"""Addresses of the board at the leads' desk."""

from django.urls import path

from palier.noticeboard.views import desk, desk_ideas, desk_needs

urlpatterns = [
    path("reglages/panneau/", desk.board_edit, name="board-edit"),
    path("moderation/", desk.board_desk, name="board-desk"),
    path("moderation/attente/", desk.board_waiting, name="board-waiting"),
    path("moderation/signalements/<uuid:report_id>/", desk.report_handle, name="report-handle"),
    path("moderation/participer/", desk.joining_list, name="joining-list"),
    path("moderation/participer/<uuid:joining_id>/", desk.joining_note, name="joining-note"),
    path("moderation/ensemble/", desk_ideas.ideas_refuse, name="ideas-refuse"),
    path("moderation/idees/<uuid:idea_id>/", desk_ideas.idea_detail, name="idea-detail"),
    path("moderation/idees/<uuid:idea_id>/refus/", desk_ideas.idea_refuse, name="idea-refuse"),
    path("moderation/idees/<uuid:idea_id>/retrait/", desk_ideas.idea_take_off, name="idea-take-off"),
    path("moderation/besoins/", desk_needs.need_board, name="need-board"),
    path("moderation/besoins/<uuid:need_id>/", desk_needs.need_show, name="need-show"),
    path("moderation/besoins/<uuid:need_id>/retrait/", desk_needs.need_hide, name="need-hide"),
]
