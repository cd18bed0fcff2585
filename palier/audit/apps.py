from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "palier.audit"
    verbose_name = "Journal des accès"
