from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "palier.accounts"
    verbose_name = "Comptes"
