"""The addresses of the public's patent data, and of a unit's own patents."""

from django.urls import path, register_converter

from .views import data, own


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
    path("data/patents/", data.data, name="data"),
    path("data/patents/data.<patents_format:what>", data.data_file, name="data-file"),
    path("workspace/patents/", own.patent_list, name="patent-list"),
    path("workspace/patents/workbook/", own.patent_workbook, name="patent-workbook"),
]
