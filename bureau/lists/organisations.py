"""The units that a list names: found by credit code, by name, by former name, or put on a work list.

Only a valid credit code makes a new unit. A known code under another name keeps both names: the one with the later
evidence is the unit's name, the other a former name, so that the order of loading does not matter.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import connection

from bureau.accounts.choices import OrganisationKind
from bureau.accounts.models import Organisation, OrganisationFormerName
from bureau.text import bigrams, name_key, searchable

from .choices import NameStatus
from .kinds import all_kinds
from .models import NAME_LENGTH, UnmatchedName

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
    division_id: int | None = None


@dataclass(slots=True)
class Matches:
    """Which unit each code and each name key is, after a list's codes are known."""

    by_code: dict[str, int] = field(default_factory=dict)
    by_key: dict[str, int] = field(default_factory=dict)
    fresh_keys: dict[str, int] = field(default_factory=dict)  # Names learnt from this list: older rows may bear them.
    created: int = 0

    def find(self, code: str | None, key: str | None) -> int | None:
        """The unit's id, or None."""
        return self.by_code.get(code) or self.by_key.get(key)


def learn(codes: dict[str, Named], keys: set[str]) -> Matches:
    """Make or rename units for valid ``codes``, and match ``keys`` (see ``name_key``). Call inside a transaction."""
    matches = Matches()
    if codes:
        _learn_codes(codes, matches)
    for rows in (OrganisationFormerName.objects, Organisation.objects):
        column = "organisation_id" if rows.model is OrganisationFormerName else "pk"
        found = rows.filter(name_key__in=keys).values_list("name_key", column)
        units: dict[str, set[int]] = {}
        for key, pk in found:
            units.setdefault(key, set()).add(pk)
        # A name that several units bear decides nothing; a present name goes before a former one.
        matches.by_key |= {key: pks.pop() for key, pks in units.items() if len(pks) == 1}
        for key in [key for key, pks in units.items() if len(pks) > 1]:
            matches.by_key.pop(key, None)
    return matches


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
        if _names_of(unit, named, former):
            renamed.append(unit)
        if unit.division_id is None and named.division_id is not None:
            unit.division_id = named.division_id
            renamed.append(unit)
    Organisation.objects.bulk_update(
        list({unit.pk: unit for unit in renamed}.values()),
        ["name", "name_key", "named_on", "division", "search"],
        batch_size=1000,
    )
    OrganisationFormerName.objects.bulk_create(former, ignore_conflicts=True, batch_size=2000)
    matches.by_code = {code: unit.pk for code, unit in known.items()}
    matches.fresh_keys = {o.name_key: known[o.credit_code].pk for o in new} | {
        f.name_key: f.organisation_id for f in former
    }
    matches.fresh_keys |= {unit.name_key: unit.pk for unit in renamed}


def _make(code: str, named: Named) -> Organisation:
    on, name = max((on, name) for name, on in named.names.items())
    return Organisation(
        name=name,
        name_key=name_key(name),
        named_on=on or None,
        credit_code=code,
        kind=_KINDS.get(code[:2], OrganisationKind.OTHER),
        division_id=named.division_id,
    )


def _names_of(unit: Organisation, named: Named, former: list) -> bool:
    """Take in the names under which the list knows ``unit``; whether its present name changed."""
    changed = False
    for name, on in named.names.items():
        key, current = (
            name_key(name),
            unit.named_on.isoformat() if hasattr(unit.named_on, "isoformat") else unit.named_on,
        )
        if key == unit.name_key:
            if on > (current or ""):
                unit.named_on, changed = on, True
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


def relink(fresh_keys: dict[str, int]) -> int:
    """Give rows of every register that bear a name learnt just now their unit. Returns how many rows."""
    if not fresh_keys:
        return 0
    linked = 0
    keys, units = list(fresh_keys), list(fresh_keys.values())
    with connection.cursor() as cursor:
        for kind in all_kinds():
            for party in kind.parties:
                if not party.key:
                    continue
                cursor.execute(
                    f'UPDATE "{kind.model._meta.db_table}" t SET "{party.link}" = f.unit '
                    f"FROM unnest(%s::text[], %s::bigint[]) AS f(key, unit) "
                    f'WHERE t."{party.link}" IS NULL AND t."{party.key}" = f.key',
                    [keys, units],
                )
                linked += cursor.rowcount
    UnmatchedName.objects.filter(name_key__in=keys, status=NameStatus.OPEN).delete()
    return linked


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
    terms = [str(sorted(bigrams(searchable(spelled[key])))) for key in ordered]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO lists_unmatchedname (name, name_key, kinds, rows, first_run_id, search, status) "
            "SELECT name, key, ARRAY[%s::varchar], count, %s, translate(terms, '[]', '{}')::integer[], 'open' "
            "FROM unnest(%s::text[], %s::text[], %s::integer[], %s::text[]) AS lost(name, key, count, terms) "
            "ON CONFLICT (name_key) DO UPDATE SET rows = lists_unmatchedname.rows + EXCLUDED.rows, "
            "kinds = (SELECT array_agg(DISTINCT k) FROM unnest(lists_unmatchedname.kinds || EXCLUDED.kinds) k)",
            [
                kind_code,
                run_id,
                [spelled[key] for key in ordered],
                ordered,
                [counts[key] for key in ordered],
                terms,
            ],
        )
    return len(counts)
