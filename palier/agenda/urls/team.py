"""Addresses: teams, « Mes sorties », confirmations, who goes out how often."""

from django.urls import path, re_path

from palier.agenda.views import team, team_confirm, team_fairness, team_leads

urlpatterns = [
    path("mes-sorties/", team.my_outings_page, name="my-outings"),
    path("sorties/confirmation/", team_confirm.outings_confirm, name="outings-confirm"),
    path("sorties/equilibre/", team_fairness.fairness, name="fairness"),
    re_path(
        r"^sorties/equilibre/export\.(?P<file_format>csv|xlsx)$", team_fairness.fairness_export, name="fairness-export"
    ),
    path("sorties/<uuid:outing_id>/inscription/", team.outing_join, name="outing-join"),
    path("sorties/<uuid:outing_id>/desistement/", team.outing_leave, name="outing-leave"),
    path("sorties/<uuid:outing_id>/remplacement/", team.outing_replace, name="outing-replace"),
    path("sorties/<uuid:outing_id>/equipe/ajout/", team_leads.team_add, name="team-add"),
    path("sorties/<uuid:outing_id>/equipe/appel/", team_leads.team_call, name="team-call"),
    path("sorties/<uuid:outing_id>/confirmation/", team_confirm.outing_confirm, name="outing-confirm"),
    path("sorties/<uuid:outing_id>/brouillon/", team_confirm.outing_reopen, name="outing-reopen"),
    path("participations/<uuid:participation_id>/retrait/", team_leads.team_remove, name="team-remove"),
    path("participations/<uuid:participation_id>/place/", team_leads.team_place, name="team-place"),
]
