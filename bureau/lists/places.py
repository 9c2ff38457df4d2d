"""County cells to places, for one load."""

from django.conf import settings

from bureau.accounts.models import Division
from bureau.text import fold, name_key

from .cells import TOTALS, Fault, shown


class Places:
    """Every name and code of the city's divisions and zones, read once."""

    def __init__(self):
        self.by_name = Division.objects.by_any_name()
        self.ids = {division.name: division.pk for division in set(self.by_name.values())}

    def reader(self, *, strict: bool, whole: str = "", max_length: int = 200):
        """A cell reader: the series' present name, ``whole`` for the city, or, unless ``strict``, what was written. Raises Fault."""

        def read(cell):
            written = fold(shown(cell))
            if not written:
                return None
            division = self.by_name.get(name_key(written))
            if division is not None:
                return division.name
            if whole and "".join(written.split()) in {whole, settings.SITE_CITY, *TOTALS}:
                return whole
            if strict:
                raise Fault(f"“{written}”不是本市的县（市、区）或功能区")
            if len(written) > max_length:
                raise Fault(f"内容过长：{len(written)} 字，最多 {max_length} 字")
            return written

        return read

    def is_known(self, county: str | None) -> bool:
        """Whether a value that the reader gave is one of the places."""
        return county in self.ids
