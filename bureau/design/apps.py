"""The design as an app: its template tags are found through it."""

from django.apps import AppConfig


class DesignConfig(AppConfig):
    """No tables; templates, tags and middleware."""

    name = "bureau.design"
    label = "design"
    verbose_name = "界面"
