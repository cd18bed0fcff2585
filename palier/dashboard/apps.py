from django.apps import AppConfig


class DashboardConfig(AppConfig):
    name = "palier.dashboard"
    verbose_name = "Accueil"
