from django.apps import AppConfig


class NoticeboardConfig(AppConfig):
    name = "palier.noticeboard"
    verbose_name = "Panneau"
