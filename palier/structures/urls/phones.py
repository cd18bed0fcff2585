"""Addresses: phones, codes, devices."""

from django.urls import path

from palier.structures.views import devices, phone_entrance, phones

urlpatterns = [
    path("reglages/telephones/", phones.phone_list, name="phone-list"),
    path("reglages/telephones/code/", phones.phone_code_new, name="phone-code-new"),
    path("reglages/telephones/code/<uuid:code_id>/", phones.phone_code, name="phone-code"),
    path("reglages/telephones/code/<uuid:code_id>/annuler/", phones.phone_code_cancel, name="phone-code-cancel"),
    path("reglages/telephones/<uuid:phone_id>/debloquer/", phones.phone_release, name="phone-release"),
    path(
        "reglages/equipe/<uuid:member_id>/appareils/<uuid:device_id>/fermer/",
        phones.member_device_close,
        name="member-device-close",
    ),
    path("entrer/<uuid:structure_id>/<str:token>/", phone_entrance.phone_enter, name="phone-enter"),
    path("code/", phone_entrance.phone_unlock, name="phone-unlock"),
    path("telephone/bienvenue/", phone_entrance.phone_welcome, name="phone-welcome"),
    path("telephone/sortir/", phone_entrance.phone_leave, name="phone-leave"),
    path("reglages/appareils/", devices.device_list, name="device-list"),
    path("reglages/appareils/fermer-les-autres/", devices.device_close_others, name="device-close-others"),
    path("reglages/appareils/<uuid:device_id>/fermer/", devices.device_close, name="device-close"),
    path("appareil-ferme/", devices.device_closed, name="device-closed"),
]
