from django.apps import AppConfig


class FieldlogConfig(AppConfig):
    name = "palier.fieldlog"
    verbose_name = "Carnet de bord"
