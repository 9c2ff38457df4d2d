"""The addresses of the public's patent data."""

from django.urls import path, register_converter

from . import views


class DataFormat:
    """csv or json."""

    regex = "csv|json"

    def to_python(self, value: str) -> str:
        """As written."""
        return value

    to_url = to_python


register_converter(DataFormat, "patents_format")
app_name = "patents"
urlpatterns = [
    path("", views.data, name="data"),
    path("data.<patents_format:what>", views.data_file, name="data-file"),
]
