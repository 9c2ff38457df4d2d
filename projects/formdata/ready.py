"""Forms ready to use, shipped as data beside this module."""

import json
from functools import cache
from pathlib import Path

from .schema import Form, read_form

FOLDER = Path(__file__).parent / "ready"
NAMES = {"plan": "城市科技计划项目申报书", "subsidy": "后补助申请表"}


@cache
def ready_form(code: str) -> Form:
    """A form that is shipped. Raises KeyError for another name."""
    NAMES[code]
    return read_form(json.loads((FOLDER / f"{code}.json").read_text(encoding="utf-8")))
