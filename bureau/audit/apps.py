from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "bureau.audit"
    verbose_name = "审计"
