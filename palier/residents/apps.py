from django.apps import AppConfig


class ResidentsConfig(AppConfig):
    name = "palier.residents"
    verbose_name = "Habitant·es"
