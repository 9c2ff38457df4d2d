from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "bureau.accounts"
    verbose_name = "账号与单位"
