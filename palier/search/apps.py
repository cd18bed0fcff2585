from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "palier.search"
    verbose_name = "Recherche"
