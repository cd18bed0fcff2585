from django.apps import AppConfig


class VoicesConfig(AppConfig):
    name = "palier.voices"
    verbose_name = "Paroles"
