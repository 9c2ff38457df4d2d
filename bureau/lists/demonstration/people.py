"""Made-up units and persons, with codes that prove themselves and phones that nobody has."""

import random
from dataclasses import dataclass

from bureau.accounts.divisions import SERIES
from bureau.codes import CREDIT_ALPHABET, credit_code_check

from . import vocabulary as words


@dataclass(frozen=True, slots=True)
class Unit:
    """An enterprise of the demonstration."""

    name: str
    code: str
    county: str


def credit_code(number: int, division_code: str) -> str:
    """A valid code in the zone that GB 11714 leaves for one's own definitions (PDY00001 to PDY99999), and beyond it."""
    body = f"PDY{number:05d}" if number <= 99_999 else "Q" + _base31(number, 7)
    first17 = f"91{division_code or '360700'}{body}{_body_check(body)}"
    return first17 + credit_code_check(first17)


def _base31(number: int, width: int) -> str:
    signs = ""
    for _ in range(width):
        number, rest = divmod(number, 31)
        signs = CREDIT_ALPHABET[rest] + signs
    return signs


def _body_check(body: str) -> str:
    values = [int(sign, 36) for sign in body]
    rest = 11 - sum(v * w for v, w in zip(values, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))


def counties(year: int) -> list[tuple[str, str, int]]:
    """(name in force in the year, code then, weight) of every county and zone."""
    found = []
    for series in SERIES:
        name, code = series.name, series.code
        for former in series.former:
            if former.until and year < former.until.year:
                name, code = former.name, former.code
        found.append((name, code, words.WEIGHTS.get(series.name, 1)))
    return found


class People:
    """Units and persons of one demonstration."""

    def __init__(self, rng: random.Random, year: int, units: int):
        self.rng = rng
        self.places = counties(year)
        self.weights = [weight for _name, _code, weight in self.places]
        self.codes = {name: code for name, code, _weight in self.places}
        self.units = self._make(units)

    def county(self) -> str:
        """A place, the bigger the likelier."""
        return self.rng.choices(self.places, self.weights)[0][0]

    def _make(self, count: int) -> list[Unit]:
        rng, seen, units = self.rng, set(), []
        for number in range(1, count + 1):
            county = self.county()
            front = rng.choice((*words.PLACES, county))
            brands = "".join(rng.sample(words.BRANDS, 1 if number < 1500 and rng.random() < 0.5 else 2))
            name = f"{front}{brands}{rng.choice(words.INDUSTRIES)}有限公司"
            if name in seen:
                name = name.replace("有限公司", f"（{rng.choice(words.BRANDS)}）{len(seen)}号有限公司")
            seen.add(name)
            units.append(
                Unit(
                    name,
                    credit_code(70_000 + number if number < 29_000 else 100_000 + number, self.codes[county]),
                    county,
                )
            )
        return units

    def person(self) -> str:
        """A common name."""
        return self.rng.choice(words.SURNAMES) + self.rng.choice(words.GIVEN)

    def phone(self) -> str:
        """A number of a range that no carrier gives out."""
        return f"1390000{self.rng.randrange(10_000):04d}"
