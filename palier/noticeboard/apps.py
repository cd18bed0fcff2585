from django.apps import AppConfig


class NoticeboardConfig(AppConfig):
    name = "palier.noticeboard"
    verbose_name = "Panneau"

    def ready(self) -> None:
        from palier.noticeboard.actions.ideas import let_idea_go  # noqa: PLC0415 (needs the models)
        from palier.voices.actions.erasing import also_erases  # noqa: PLC0415

        also_erases(let_idea_go)
