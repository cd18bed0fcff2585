from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    name = "palier.territory"
    verbose_name = "Territoire"
