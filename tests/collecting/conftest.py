"""An officer, recommending units with their places, a collection of projects, a file that is a list."""

from datetime import date

import pytest
from django.core.cache import cache
from django.core.files.base import File

from bureau.collecting import workflow
from bureau.collecting.models import Duty
from bureau.files import EXCEL
from bureau.lists import runs
from tests.lists.good import GOOD, KEY
from tests.registration.conftest import fresh as fresh
from tests.registration.conftest import member as member
from tests.registration.conftest import recommender as recommender
from tests.registration.conftest import somebody as somebody
from tests.registration.conftest import unit as unit

PERIOD = {"period_from": date(2026, 7, 1), "period_to": date(2026, 9, 30), "due_on": date(2026, 10, 15)}


def projects(*counties: str) -> list[list]:
    """A list of projects, one in each county."""
    row = GOOD["projects"] | {"县（市、区）": ""}
    rows = [row | KEY["projects"] | {"项目编号": f"P{n}", "县（市、区）": county} for n, county in enumerate(counties)]
    return [list(row), *(list(one.values()) for one in rows)]


@pytest.fixture
def list_file(workbook):
    """A checked upload: ``list_file(rows)``."""

    def make(rows):
        from_disk = workbook(rows).open("rb")
        file = File(from_disk, name="清单.xlsx")
        file.kind = EXCEL
        return file

    return make


@pytest.fixture
def scene(person, recommender):
    """(officer, who recommends in 章贡区, the duty of that unit) of an open collection of projects."""
    cache.clear()  # A run of another test may have had the same number, and have been asked to stop.
    officer, clerk = person("officer"), recommender("章贡区")
    other = recommender("赣县区")
    units = [m.organisation for user in (clerk, other) for m in user.memberships.all()]
    workflow.open_collection(by=officer, units=units, title="三季度立项项目", kind="projects", **PERIOD)
    duty = Duty.objects.get(unit=units[0])
    return officer, clerk, duty


def read(duty: Duty) -> None:
    """What the worker does after an upload."""
    duty.refresh_from_db()
    runs.preview(duty.run)
    duty.refresh_from_db()
