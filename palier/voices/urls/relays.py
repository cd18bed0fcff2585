"""Addresses of relays, on both sides."""

from django.urls import path

from palier.voices.views import partner_page, relay_acts, relays

urlpatterns = [
    path("besoins/<uuid:need_id>/relayer/", relays.relay_new, name="relay-new"),
    path("relais/", relays.relay_list, name="relay-list"),
    path("relais/<uuid:relay_id>/", relays.relay_detail, name="relay-detail"),
    path("relais/<uuid:relay_id>/relance/", relay_acts.relay_remind, name="relay-remind"),
    path("relais/<uuid:relay_id>/lien/", relay_acts.relay_link_new, name="relay-link-new"),
    path("relais/<uuid:relay_id>/lien/retrait/", relay_acts.relay_revoke, name="relay-revoke"),
    path("relais/<uuid:relay_id>/reponse/", relay_acts.relay_answer, name="relay-answer"),
    path("relais/<uuid:relay_id>/precision/", relay_acts.relay_message, name="relay-message"),
    path("relais/<uuid:relay_id>/courrier.pdf", relay_acts.relay_letter_file, {"kind": "pdf"}, name="relay-letter-pdf"),
    path("relais/<uuid:relay_id>/courrier.odt", relay_acts.relay_letter_file, {"kind": "odt"}, name="relay-letter-odt"),
    path("r/<str:token>/", partner_page.partner_relay, name="partner-relay"),
    path("r/<str:token>/reponse/", partner_page.partner_answer, name="partner-answer"),
    path("r/<str:token>/question/", partner_page.partner_question, name="partner-question"),
    path("r/<str:token>/transmettre/", partner_page.partner_forward, name="partner-forward"),
    path("r/<str:token>/merci/", partner_page.partner_thanks, name="partner-thanks"),
]
