from django.apps import AppConfig


class MobileConfig(AppConfig):
    name = "palier.mobile"
    verbose_name = "Terrain"

    def ready(self) -> None:
        from palier.mobile.actions.erasing import empty_asides  # noqa: PLC0415 (needs the models)
        from palier.voices.actions.erasing import also_erases  # noqa: PLC0415

        also_erases(empty_asides)
