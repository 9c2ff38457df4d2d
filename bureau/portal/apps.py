from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "bureau.portal"
    verbose_name = "门户"
