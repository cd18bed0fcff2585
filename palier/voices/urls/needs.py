"""Addresses of the shared needs."""

from django.urls import path, re_path

from palier.voices.views import need_changes, need_proposals, need_regrouping, needs

urlpatterns = [
    path("besoins/", needs.need_list, name="need-list"),
    path("besoins/nouveau/", need_changes.need_new, name="need-new"),
    path("besoins/signales/", needs.need_alerts, name="need-alerts"),
    path("besoins/seuil/", need_changes.need_threshold, name="need-threshold"),
    path("besoins/propositions/", need_proposals.need_proposals, name="need-proposals"),
    path("besoins/propositions/refus/", need_proposals.proposal_refuse, name="proposal-refuse"),
    re_path(r"^besoins/export\.(?P<file_format>csv|xlsx)$", needs.need_export, name="need-export"),
    path("besoins/<uuid:need_id>/", needs.need_detail, name="need-detail"),
    path("besoins/<uuid:need_id>/modifier/", need_changes.need_edit, name="need-edit"),
    path("besoins/<uuid:need_id>/paroles/", need_changes.need_attach, name="need-attach"),
    path("besoins/<uuid:need_id>/paroles/retrait/", need_changes.need_detach, name="need-detach"),
    path("besoins/<uuid:need_id>/paroles/refus/", need_changes.need_refuse, name="need-refuse"),
    path("besoins/<uuid:need_id>/cloture/", need_changes.need_close, name="need-close"),
    path("besoins/<uuid:need_id>/reouverture/", need_changes.need_reopen, name="need-reopen"),
    path("besoins/<uuid:need_id>/scission/", need_regrouping.need_split, name="need-split"),
    path("besoins/<uuid:need_id>/fusion/", need_regrouping.need_merge, name="need-merge"),
]
