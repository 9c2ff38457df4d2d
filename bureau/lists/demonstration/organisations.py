"""Units and persons that do not exist: enterprises by number, each with one name, code, place and trade for ever.

Enterprises are computed from their number, never stored, so that a hundred thousand of them cost nothing. Their
codes carry right check characters in PDY00001–PDY99999, the zone of GB 11714 for a unit's own use; beyond it in PX.
"""

import random
from datetime import date
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from bureau.accounts.choices import DivisionKind
from bureau.accounts.divisions import SERIES, Series
from bureau.codes import credit_code_check

from . import vocabulary as words

_WEIGHTS = {
    "章贡区": 14,
    "南康区": 13,
    "赣州经开区": 11,
    "赣县区": 6,
    "信丰县": 6,
    "于都县": 6,
    "龙南市": 5.5,
    "兴国县": 5,
    "宁都县": 4.5,
    "大余县": 4,
    "会昌县": 4,
    "瑞金市": 4,
    "赣州高新区": 4,
    "蓉江新区": 1.5,
    "瑞金经开区": 2,
    "石城县": 2.2,
}
_OTHER_WEIGHT = 3
_LAST_SELF_DEFINED = 99_999
_CITY_CODE = "360700"


class Place(NamedTuple):
    """A county or zone as it was called in the year of the lists. ``code`` is empty for a zone."""

    name: str
    code: str
    office: str
    long_names: tuple[str, ...]

    @property
    def short(self) -> str:
        """The name as units carry it: 信丰, 赣县."""
        return self.name if len(self.name) == 2 else self.name.rstrip("县市区")


class Enterprise(NamedTuple):
    """A made-up company."""

    name: str
    code: str
    place: Place
    theme: words.Theme
    trade: str
    address: str


def places_of(year: int) -> list[Place]:
    """Every division and zone under the name and code it had on the last day of ``year``."""
    day = date(year, 12, 31)
    codes = {series.code: _held(series, day)[1] for series in SERIES}
    return [_place(series, day, codes.get(series.within, "")) for series in SERIES]


def _held(series: Series, day: date) -> tuple[str, str]:
    ended = [former for former in series.former if former.until and day < former.until]
    return (ended[0].name, ended[0].code) if ended else (series.name, series.code)


def _place(series: Series, day: date, within: str) -> Place:
    name, code = _held(series, day)
    long_names = tuple(former.name for former in series.former) if series.kind == DivisionKind.ZONE else ()
    return Place(name, code, code or within or _CITY_CODE, long_names)


class World:
    """All units of one set of lists. ``enterprises`` is how many companies there are."""

    def __init__(self, year: int, seed: int, enterprises: int):
        self.year, self.seed, self.enterprises = year, seed, enterprises
        self.places = places_of(year)
        self.edges = list(accumulate(_WEIGHTS.get(series.name, _OTHER_WEIGHT) for series in SERIES))
        self.enterprise = lru_cache(maxsize=20_000)(self._enterprise)
        brands = [a + b for a in words.TRADE_FIRST for b in words.TRADE_SECOND]
        self._brands = random.Random(f"brands {seed}").sample(brands, len(brands))  # noqa: S311

    def place(self, rng: random.Random) -> Place:
        """A place, the larger ones more often."""
        return rng.choices(self.places, cum_weights=self.edges)[0]

    def _enterprise(self, number: int) -> Enterprise:
        rng = random.Random(f"{self.seed} enterprise {number}")  # noqa: S311
        theme = words.THEMES[number % len(words.THEMES)]
        place = self.place(rng)
        trade = rng.choice(theme.trades)
        prefix = rng.choices(("赣州市", "赣州", place.short if place.code else "赣州", "江西"), (1, 5, 3, 1))[0]
        name = f"{prefix}{self._brand(number)}{trade}有限公司"
        return Enterprise(name, credit_code(place.office, number + 1), place, theme, trade, address(rng, place))

    def _brand(self, number: int) -> str:
        # Companies of one theme share no brand, whatever their place and trade: two names never meet.
        turn, count = number // len(words.THEMES), len(self._brands)
        again, index = divmod(turn, count)
        brand = self._brands[(index + number * 7) % count]
        return brand + (words.TRADE_SECOND[again % len(words.TRADE_SECOND)] if again else "")


def subject_code(number: int) -> str:
    """The 9 characters of a unit (GB 11714) with their check character, for a number from 1 up."""
    body = f"PDY{number:05d}" if number <= _LAST_SELF_DEFINED else f"PX{number:06d}"
    values = (int(sign, 36) for sign in body)
    check = 11 - sum(value * weight for value, weight in zip(values, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
    return body + {10: "X", 11: "0"}.get(check, str(check))


def credit_code(office: str, number: int) -> str:
    """A company's 统一社会信用代码, registered at ``office`` (a division's code)."""
    first17 = f"91{office}{subject_code(number)}"
    return first17 + credit_code_check(first17)


def address(rng: random.Random, place: Place) -> str:
    """A street and a number in the place."""
    return f"江西省赣州市{place.name}{rng.choice(words.ROADS)}{rng.choice(('路', '大道'))}{rng.randint(1, 398)}号"


def person(rng: random.Random) -> str:
    """A common surname and a common given name."""
    return rng.choice(words.SURNAMES) + rng.choice(words.GIVEN)


def phone(rng: random.Random) -> str:
    """A number that is nobody's: 1390000xxxx."""
    return f"1390000{rng.randint(0, 9999):04d}"
