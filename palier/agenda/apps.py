from django.apps import AppConfig


class AgendaConfig(AppConfig):
    name = "palier.agenda"
    verbose_name = "Agenda des sorties"
