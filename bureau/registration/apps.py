from django.apps import AppConfig


class RegistrationConfig(AppConfig):
    name = "bureau.registration"
    verbose_name = "单位注册与成员"
