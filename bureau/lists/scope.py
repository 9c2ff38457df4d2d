"""For whom whoever hands a list in may speak: rows of other places and other units are rejected."""

from collections.abc import Iterator
from dataclasses import dataclass

from bureau.accounts.models import Organisation

from .kinds import CountyReader
from .organisations import key_of
from .parsing import Parsed


@dataclass(frozen=True, slots=True)
class Scope:
    """Places by name; single units by credit code and by the keys of their names, present and former."""

    places: tuple[str, ...] = ()
    codes: frozenset[str] = frozenset()
    keys: frozenset[str] = frozenset()

    @classmethod
    def of(cls, places: list[str], unit_ids: list[int]) -> "Scope":
        """The scope of these places and units, as the units are called now."""
        units = list(Organisation.objects.filter(pk__in=unit_ids).prefetch_related("former_names"))
        names = [name.name_key for unit in units for name in (unit, *unit.former_names.all())]
        return cls(tuple(places), frozenset(unit.credit_code for unit in units if unit.credit_code), frozenset(names))

    @property
    def words(self) -> str:
        """What it covers, for a sentence."""
        units = "指定的所属单位" if self.keys else ""
        return "、".join([*self.places, units] if units else self.places)


def keep_within(parsed: Parsed, scope: Scope) -> None:
    """Reject each row that names another place, unless it names one of the units; with units alone, one is demanded."""
    columns = [
        column for _place, column, _reader in parsed.table.columns.values() if isinstance(column.read, CountyReader)
    ]
    own = set(_rows_of_units(parsed, scope)) if scope.keys or scope.codes else set()
    if not columns and scope.places:
        parsed.notes.append("文件中没有县（市、区）列，属地没有核对。")
        return
    for column in columns if scope.places else ():
        for index, name in enumerate(parsed.values[column.field]):
            if name is not None and name not in scope.places and index not in own:
                parsed.reject_cell(
                    index, column.heading, f"“{name}”不在本单位负责的范围（{scope.words}）内，请由所在地报送"
                )
    if not scope.places:
        heading = _unit_heading(parsed)
        for index in range(len(parsed.table)):
            if index not in own and index not in parsed.bad:
                parsed.reject_cell(index, heading, "该行的单位不是本单位负责的所属单位，请由其主管部门或所在地报送")


def _rows_of_units(parsed: Parsed, scope: Scope) -> Iterator[int]:
    """Positions of the readable rows whose unit, as code or name tell it, is in the scope."""
    good = [index for index in range(len(parsed.table)) if index not in parsed.bad]
    values = {name: [cells[index] for index in good] for name, cells in parsed.values.items()}
    if parsed.kind.derive:
        values |= parsed.kind.derive(values)
    for party in parsed.kind.parties:
        names = values.get(party.name) or [None] * len(good)
        codes = values.get(party.code) or [None] * len(good)
        known = {name: key_of(name) in scope.keys for name in set(names) if name}
        for index, name, code in zip(good, names, codes, strict=True):
            if code in scope.codes if code else known.get(name, False):
                yield index


def _unit_heading(parsed: Parsed) -> str:
    told_by = {name for party in parsed.kind.parties for name in party.told_by}
    headings = [column.heading for field, (_n, column, _r) in parsed.table.columns.items() if field in told_by]
    return headings[0] if headings else "单位"
