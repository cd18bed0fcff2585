from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "palier.core"
    verbose_name = "Socle"

    def ready(self) -> None:
        from palier.core import checks  # noqa: F401, PLC0415 (registering needs the settings to be read)
