"""Patents, their counts, and the views of them that people keep."""

from .counts import COUNTS, ClassCount, CoreCount, PlaceCount, UnitCount
from .patent import Patent
from .views import PivotView

__all__ = ["COUNTS", "ClassCount", "CoreCount", "Patent", "PivotView", "PlaceCount", "UnitCount"]
