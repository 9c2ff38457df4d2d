"""The units that a list names: found by credit code, by name, by former name, or put on a work list.

Only a valid credit code makes a new unit. What lists say ends the same in whatever order they are loaded:

- A known code under another name keeps both names: the one with the later evidence is the unit's name, the other a
  former name.
- A unit's place is the one with the latest evidence, of one day the first in the city's order; what a registration or an
  officer said of the place is not moved by a list.
- A row without a code belongs to the unit that an officer decided its name is; else to the only one that bears the name;
  else to the only one that bore it. A name of several units decides nothing, also for rows that were linked before
  the second unit became known: they go on the work list.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db import connection

from bureau.accounts.choices import OrganisationKind
from bureau.accounts.models import Organisation, OrganisationFormerName
from bureau.text import bigrams, name_key, searchable

from .bulk import in_bulk
from .choices import NameStatus
from .kinds import Kind, Party, all_kinds
from .models import NAME_LENGTH, UnmatchedName

NAMES_AT_ONCE = 5000

_KINDS = {
    "11": OrganisationKind.GOVERNMENT,
    "12": OrganisationKind.PUBLIC,
    "51": OrganisationKind.SOCIAL,
    "52": OrganisationKind.SOCIAL,
    "53": OrganisationKind.SOCIAL,
    "91": OrganisationKind.ENTERPRISE,
    "92": OrganisationKind.ENTERPRISE,
    "93": OrganisationKind.ENTERPRISE,
}


def key_of(name: str) -> str:
    """``name_key`` as far as the registers keep it."""
    return name_key(name)[:NAME_LENGTH]


@dataclass(slots=True)
class Named:
    """What a list says of the unit with one credit code."""

    names: dict[str, str] = field(default_factory=dict)  # name → latest evidence (ISO date, or "")
    place: tuple[date, int] | None = None  # The latest evidence of it, and the division's number below zero.

    def saw(self, name: str, on: str, division_id: int | None) -> None:
        """Take in one row."""
        self.names[name] = max(on, self.names.get(name, ""))
        if division_id is not None:
            seen = (date.fromisoformat(on) if on else date.min, -division_id)
            self.place = max(seen, self.place or seen)


@dataclass(slots=True)
class Matches:
    """Which unit each code and each name key is, after a list's codes are known."""

    by_code: dict[str, int] = field(default_factory=dict)
    by_key: dict[str, int] = field(default_factory=dict)
    fresh_keys: set[str] = field(default_factory=set)  # Names learnt from this list: older rows may bear them.
    created: int = 0

    def find(self, code: str | None, key: str | None) -> int | None:
        """The unit's id, or None."""
        return self.by_code.get(code) or self.by_key.get(key)


def learn(codes: dict[str, Named], keys: set[str]) -> Matches:
    """Make or rename units for valid ``codes``, and match ``keys`` (see ``name_key``). Call inside a transaction."""
    matches = Matches()
    if codes:
        _learn_codes(codes, matches)
    matches.by_key = bearers(claims_of(keys))
    return matches


@dataclass(slots=True)
class Claims:
    """The units that bear a name, those that bore it, and the one that an officer decided it is."""

    present: set[int] = field(default_factory=set)
    former: set[int] = field(default_factory=set)
    decided: int | None = None

    @property
    def bearer(self) -> int | None:
        """The unit of a row that says the name and no code."""
        claiming = self.present or self.former
        return self.decided or (next(iter(claiming)) if len(claiming) == 1 else None)

    @property
    def is_contested(self) -> bool:
        """Whether rows may have been linked while the name was somebody else's."""
        return len(self.present | self.former) > 1


def claims_of(keys: Iterable[str]) -> dict[str, Claims]:
    """Who claims each name; names that nobody claims are left out."""
    keys, found = list(keys), defaultdict(Claims)
    with connection.cursor() as cursor:
        cursor.execute(_CLAIMS, [keys, keys, keys, NameStatus.LINKED.value])
        for key, unit, how in cursor.fetchall():
            if how == "decided":
                found[key].decided = unit
            else:
                getattr(found[key], how).add(unit)
    return found


_CLAIMS = """
SELECT name_key, id, 'present' FROM accounts_organisation WHERE name_key = ANY(%s)
UNION ALL SELECT name_key, organisation_id, 'former' FROM accounts_organisationformername WHERE name_key = ANY(%s)
UNION ALL SELECT name_key, organisation_id, 'decided' FROM lists_unmatchedname WHERE name_key = ANY(%s) AND status = %s
"""


def bearers(claims: dict[str, Claims]) -> dict[str, int]:
    """The unit of each name that decides one."""
    return {key: claim.bearer for key, claim in claims.items() if claim.bearer}


def _learn_codes(codes: dict[str, Named], matches: Matches) -> None:
    known = {
        o.credit_code: o for o in Organisation.objects.filter(credit_code__in=codes).select_for_update(no_key=True)
    }
    new = [_make(code, named) for code, named in sorted(codes.items()) if code not in known]
    if new:
        Organisation.objects.bulk_create(new, ignore_conflicts=True, batch_size=2000)
        added = Organisation.objects.filter(credit_code__in=[o.credit_code for o in new])
        known |= {o.credit_code: o for o in added}
        matches.created = len(new)
    renamed, former = [], []
    for code, named in codes.items():
        unit = known[code]
        if _names_of(unit, named, former) | _place_of(unit, named):
            renamed.append(unit)
    Organisation.objects.bulk_update(
        renamed, ["name", "name_key", "named_on", "division", "placed_on", "search"], batch_size=1000
    )
    OrganisationFormerName.objects.bulk_create(former, ignore_conflicts=True, batch_size=2000)
    matches.by_code = {code: unit.pk for code, unit in known.items()}
    matches.fresh_keys = {row.name_key for row in (*new, *former, *renamed)}


def _make(code: str, named: Named) -> Organisation:
    on, name = max((on, name) for name, on in named.names.items())
    unit = Organisation(
        name=name,
        name_key=name_key(name),
        named_on=on or None,
        credit_code=code,
        kind=_KINDS.get(code[:2], OrganisationKind.OTHER),
    )
    _place_of(unit, named)
    return unit


def _place_of(unit: Organisation, named: Named) -> bool:
    """Take in the latest place of the list, unless a person said where the unit is; whether it changed."""
    is_persons = unit.division_id is not None and unit.placed_on is None
    if named.place is None or is_persons or (unit.placed_on and named.place <= (unit.placed_on, -unit.division_id)):
        return False
    unit.placed_on, unit.division_id = named.place[0], -named.place[1]
    return True


def _names_of(unit: Organisation, named: Named, former: list) -> bool:
    """Take in the names under which the list knows ``unit``; whether its present name changed."""
    changed = False
    for name, on in named.names.items():
        key, current = (
            name_key(name),
            unit.named_on.isoformat() if hasattr(unit.named_on, "isoformat") else unit.named_on,
        )
        if key == unit.name_key:
            if (on, name) > (current or "", unit.name):
                unit.name, unit.named_on, changed = name, on or None, True
                unit.search = sorted(bigrams(searchable(name)))
            continue
        if (on, name) > (current or "", unit.name):
            former.append(_former(unit, unit.name, current))
            unit.name, unit.name_key, unit.named_on, changed = name, key, on or None, True
            unit.search = sorted(bigrams(searchable(name)))
        else:
            former.append(_former(unit, name, on))
    return changed


def _former(unit: Organisation, name: str, on) -> OrganisationFormerName:
    return OrganisationFormerName(organisation=unit, name=name, name_key=name_key(name), named_on=on or None)


def relink(keys: Iterable[str], run_id: int | None = None) -> int:
    """Give rows of every register that bear these names, which some unit got just now, the unit they now decide.

    Returns how many rows found one.
    """
    claims = claims_of(keys)
    units = bearers(claims)
    if not claims:
        return 0
    linked = 0
    contested = {key: units.get(key) for key, claim in claims.items() if claim.is_contested}
    for kind in all_kinds():
        for party in kind.parties:
            if party.key:
                linked += _link_rows(kind, party, units)
                linked += _move_rows(kind, party, contested, run_id) if contested else 0
    UnmatchedName.objects.filter(name_key__in=units, status=NameStatus.OPEN).delete()
    return linked


def _link_rows(kind: Kind, party: Party, units: dict[str, int]) -> int:
    """Through the index of the rows that have no unit."""
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{kind.model._meta.db_table}" t SET "{party.link}" = f.unit '
            f"FROM unnest(%s::text[], %s::bigint[]) AS f(key, unit) "
            f'WHERE t."{party.link}" IS NULL AND t."{party.key}" = f.key',
            [list(units), list(units.values())],
        )
        return cursor.rowcount


def _move_rows(kind: Kind, party: Party, contested: dict[str, int | None], run_id: int | None) -> int:
    """Rows that say a name of several units and no code follow the rule too, whatever was known when they came."""
    no_code = f"AND coalesce(t.\"{party.code}\", '') = '' " if party.code else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{kind.model._meta.db_table}" t SET "{party.link}" = f.unit '
            f"FROM unnest(%s::text[], %s::bigint[]) AS f(key, unit) "
            f'WHERE t."{party.key}" = f.key {no_code}AND t."{party.link}" IS DISTINCT FROM f.unit '
            f"RETURNING t.id, f.unit",
            [list(contested), list(contested.values())],
        )
        moved = cursor.fetchall()
    lost = [pk for pk, unit in moved if unit is None]
    rows = kind.model._base_manager.filter(pk__in=lost)
    put_on_work_list(kind.code, [party.name_in(row) for row in rows], run_id)
    return len(moved) - len(lost)


def put_on_work_list(kind_code: str, names: Iterable[str], run_id: int | None) -> int:
    """Keep the names that no unit bears for somebody to decide. Returns how many distinct names."""
    counts: Counter[str] = Counter()
    spelled: dict[str, str] = {}
    for name, count in Counter(name for name in names if len(name) <= NAME_LENGTH).items():
        key = key_of(name)
        counts[key] += count
        spelled[key] = min(name, spelled.get(key, name))
    if not counts:
        return 0
    ordered = sorted(counts)  # Two loads that meet the same names must not wait for each other.
    with in_bulk("lists_unmatchedname", len(ordered)), connection.cursor() as cursor:
        for start in range(0, len(ordered), NAMES_AT_ONCE):
            keys = ordered[start : start + NAMES_AT_ONCE]
            names = [spelled[key] for key in keys]
            terms = [str(sorted(bigrams(searchable(name)))) for name in names]
            cursor.execute(
                "INSERT INTO lists_unmatchedname (name, name_key, kinds, rows, first_run_id, search, status) "
                "SELECT name, key, ARRAY[%s::varchar], count, %s, translate(terms, '[]', '{}')::integer[], 'open' "
                "FROM unnest(%s::text[], %s::text[], %s::integer[], %s::text[]) AS lost(name, key, count, terms) "
                "ON CONFLICT (name_key) DO UPDATE SET rows = lists_unmatchedname.rows + EXCLUDED.rows, "
                "kinds = (SELECT array_agg(DISTINCT k) FROM unnest(lists_unmatchedname.kinds || EXCLUDED.kinds) k)",
                [kind_code, run_id, names, keys, [counts[key] for key in keys], terms],
            )
    return len(counts)
