from django.apps import AppConfig


class StructuresConfig(AppConfig):
    name = "palier.structures"
    verbose_name = "Structures"
