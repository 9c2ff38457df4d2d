"""The county-level divisions of the city and its functional zones, each as one series through its names and codes.

Sources: GB/T 2260 as published for 2015 and today; 国函〔2016〕156号 (赣县 becomes 赣县区, 2016-10); 南康市 became 南康区
in 2013-10 and 龙南县 became 龙南市 in 2020. Another bureau replaces this table, and nothing else, by its own.
"""

from datetime import date
from typing import NamedTuple

from .choices import DivisionKind


class Former(NamedTuple):
    """A name and code that held until (not including) the day; other names in use have no day."""

    name: str
    code: str = ""
    until: date | None = None


class Series(NamedTuple):
    """One place through time. ``within`` is the code of the county a zone lies in, where it lies in one."""

    name: str
    code: str
    kind: DivisionKind
    former: tuple[Former, ...] = ()
    within: str = ""


_COUNTY, _DISTRICT, _CITY, _ZONE = (
    DivisionKind.COUNTY,
    DivisionKind.DISTRICT,
    DivisionKind.COUNTY_CITY,
    DivisionKind.ZONE,
)

SERIES: tuple[Series, ...] = (
    Series("章贡区", "360702", _DISTRICT),
    Series("南康区", "360703", _DISTRICT, (Former("南康市", "360782", date(2013, 11, 1)),)),
    Series("赣县区", "360704", _DISTRICT, (Former("赣县", "360721", date(2016, 10, 20)),)),
    Series("信丰县", "360722", _COUNTY),
    Series("大余县", "360723", _COUNTY),
    Series("上犹县", "360724", _COUNTY),
    Series("崇义县", "360725", _COUNTY),
    Series("安远县", "360726", _COUNTY),
    Series("龙南市", "360783", _CITY, (Former("龙南县", "360727", date(2020, 6, 23)),)),
    Series("定南县", "360728", _COUNTY),
    Series("全南县", "360729", _COUNTY),
    Series("宁都县", "360730", _COUNTY),
    Series("于都县", "360731", _COUNTY),
    Series("兴国县", "360732", _COUNTY),
    Series("会昌县", "360733", _COUNTY),
    Series("寻乌县", "360734", _COUNTY),
    Series("石城县", "360735", _COUNTY),
    Series("瑞金市", "360781", _CITY),
    Series("赣州经开区", "", _ZONE, (Former("赣州经济技术开发区"),)),
    Series("赣州高新区", "", _ZONE, (Former("赣州高新技术产业开发区"),), within="360704"),
    Series("蓉江新区", "", _ZONE),
    Series("龙南经开区", "", _ZONE, (Former("龙南经济技术开发区"),), within="360783"),
    Series("瑞金经开区", "", _ZONE, (Former("瑞金经济技术开发区"),), within="360781"),
)
