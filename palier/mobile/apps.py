from django.apps import AppConfig


class MobileConfig(AppConfig):
    name = "palier.mobile"
    verbose_name = "Terrain"
