from django.apps import AppConfig


class VoicesConfig(AppConfig):
    name = "palier.voices"
    verbose_name = "Paroles"

    def ready(self) -> None:
        from palier.structures.actions.forgetting import also_forgets  # noqa: PLC0415 (needs the models)
        from palier.voices.actions.forgetting import forget_contact  # noqa: PLC0415

        also_forgets(forget_contact)
