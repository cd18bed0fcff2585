"""Addresses: members and invitations."""

from django.urls import path, re_path

from palier.structures.views import invitations, members

urlpatterns = [
    path("reglages/equipe/", members.member_list, name="member-list"),
    re_path(r"^reglages/equipe/export\.(?P<file_format>csv|xlsx)$", members.member_export, name="member-export"),
    path("reglages/equipe/moi/", members.member_me, name="member-me"),
    path("reglages/equipe/inviter/", invitations.invitation_new, name="invitation-new"),
    path("reglages/equipe/invitations/", invitations.invitation_list, name="invitation-list"),
    path(
        "reglages/equipe/invitations/<uuid:invitation_id>/renvoi/",
        invitations.invitation_resend,
        name="invitation-resend",
    ),
    path(
        "reglages/equipe/invitations/<uuid:invitation_id>/retrait/",
        invitations.invitation_withdraw,
        name="invitation-withdraw",
    ),
    path("reglages/equipe/<uuid:member_id>/", members.member_detail, name="member-detail"),
    path("reglages/equipe/<uuid:member_id>/modifier/", members.member_edit, name="member-edit"),
    path("reglages/equipe/<uuid:member_id>/depart/", members.member_end, name="member-end"),
    path("reglages/equipe/<uuid:member_id>/retour/", members.member_restore, name="member-restore"),
    path("reglages/equipe/<uuid:member_id>/cle-perdue/", members.member_factor_lost, name="member-factor-lost"),
    path("invitation/<str:token>/", invitations.invitation_accept, name="invitation-accept"),
]
