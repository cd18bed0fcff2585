from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "palier.library"
    verbose_name = "Fiches d'action"
