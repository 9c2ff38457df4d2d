"""The public search over achievements and demands: what is asked, what is found and in which order, by what it narrows.

Words go through the index that matching reads; what has none is browsed in the database. A row that a list brought says
its field and stage in words of its own, which count as the chosen ones where they are the same.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet

from bureau.accounts.models import Division

from . import synonyms
from .choices import FIELD_CHOICES, Cooperation, Maturity, Side
from .matching.explaining import marked
from .matching.profiles import kind_of
from .matching.ranking import found
from .matching.terms import normalise
from .models import Achievement, Demand
from .profiles import Profile

MODELS: dict[str, type[Profile]] = {Side.ACHIEVEMENT.value: Achievement, Side.DEMAND.value: Demand}
LONGEST, AT_MOST, PER_PAGE, AROUND = 60, 300, 20, 60
BY_FIT, BY_DATE = "fit", "date"
SORTS = {BY_FIT: "按匹配程度", BY_DATE: "按发布日期"}
_FIELDS, _MATURITIES, _WAYS = dict(FIELD_CHOICES), dict(Maturity.choices), dict(Cooperation.choices)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a visitor asks: words, the noun, and what narrows it. Empty is anything."""

    kind: str = Side.ACHIEVEMENT.value
    q: str = ""
    field: str = ""
    maturity: str = ""
    cooperation: str = ""
    place: int | None = None
    sort: str = ""

    @classmethod
    def of(cls, typed: Mapping[str, str]) -> "Asked":
        """What of an address means something; the rest is left out."""
        place = typed.get("place", "")
        return cls(
            kind=typed.get("kind") if typed.get("kind") in MODELS else Side.ACHIEVEMENT.value,
            q=" ".join(typed.get("q", "").split())[:LONGEST],
            field=_known(typed.get("field"), _FIELDS),
            maturity=_known(typed.get("maturity"), _MATURITIES),
            cooperation=_known(typed.get("cooperation"), _WAYS),
            place=int(place) if place.isdecimal() and len(place) < 10 else None,
            sort=_known(typed.get("sort"), SORTS),
        )

    @property
    def model(self) -> type[Profile]:
        """The noun that is looked for."""
        return MODELS[self.kind]

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the noun is asked."""
        return bool(self.q or self.conditions)

    @property
    def conditions(self) -> dict[str, Q]:
        """What narrows, by facet."""
        return {name: _condition(name, value, self.model) for name in FACETS if (value := getattr(self, name))}

    @property
    def words(self) -> str:
        """What is asked, as a person reads it."""
        told = [self.model._meta.verbose_name, f"“{self.q}”" if self.q else ""]
        told += [_FIELDS.get(self.field, ""), _MATURITIES.get(self.maturity, ""), _WAYS.get(self.cooperation, "")]
        place = Division.objects.filter(pk=self.place).first() if self.place else None
        return "，".join(str(word) for word in [*told, place or ""] if word)

    @property
    def typed(self) -> dict[str, str]:
        """The same as an address holds it."""
        return {one.name: str(value) for one in fields(self) if (value := getattr(self, one.name))}


FACETS = ("field", "maturity", "cooperation", "place")


def _known(value: str | None, choices: Mapping[str, str]) -> str:
    return value if value in choices else ""


def _condition(facet: str, value, model: type[Profile]) -> Q:
    if facet == "place":
        return Q(division=value)
    if facet == "cooperation":
        return Q(cooperation__contains=[value])
    if facet == "field":
        return Q(field=value) | Q(field="", technology_field=_FIELDS[value])
    return Q(maturity=value) | (Q(maturity="", stage=_MATURITIES[value]) if model is Achievement else Q())


@dataclass(slots=True)
class Found:
    """One page of what was found, how many there are in all, and how many each choice of a facet would give."""

    page: object
    total: int
    facets: dict[str, list[tuple[object, str, int]]] = field(default_factory=dict)  # (value, words, count)


def find(asked: Asked, number: str | int | None = 1, within: QuerySet | None = None) -> Found:
    """What the visitor gets to see; ``number`` of the page. Public rows alone, without what tells whom to call.

    ``within``: only these of them, as an event's.
    """
    public = asked.model.objects.published() if within is None else within
    fitting = _fitting(asked) if asked.q else None
    rows = public if fitting is None else public.filter(pk__in=fitting)
    facets = _facets(asked, rows)
    for condition in asked.conditions.values():
        rows = rows.filter(condition)
    if fitting is None or asked.sort == BY_DATE:
        page = Paginator(_shown(rows).order_by("-collected_on", "-pk"), PER_PAGE).get_page(number)
    else:
        left = set(rows.values_list("pk", flat=True))
        page = Paginator([pk for pk in fitting if pk in left], PER_PAGE).get_page(number)
        by_key = _shown(public).in_bulk(list(page.object_list))
        page.object_list = [by_key[pk] for pk in page.object_list if pk in by_key]
    return Found(page, page.paginator.count, facets)


def quickly(kind: str, text: str, limit: int) -> list[Profile]:
    """Public rows that the words find, the best first, without facets or synonyms: for a search of the whole site."""
    model = MODELS[kind]
    numbers = found(kind_of(model), text, limit)
    by_key = _shown(model.objects.published()).in_bulk(numbers) if numbers else {}
    return [by_key[pk] for pk in numbers if pk in by_key]


def _shown(rows: QuerySet) -> QuerySet:
    return rows.select_related("division").defer("search", "contact_person", "contact_phone")


def _fitting(asked: Asked) -> list[int]:
    """The keys of all that the words find, the best first; then those whose name or unit says them."""
    also = synonyms.meant(asked.q, synonyms.pairs())
    numbers = found(kind_of(asked.model), asked.q, AT_MOST, also=also)
    named = asked.model.objects.published().named(asked.q).order_by("-collected_on", "-pk").values_list("pk", flat=True)
    return list(dict.fromkeys([*numbers, *named[:AT_MOST]]))


def total(asked: Asked, within: QuerySet | None = None) -> int:
    """How many rows the question finds: what the tab of the other noun says."""
    rows = asked.model.objects.published() if within is None else within
    if asked.q:
        rows = rows.filter(pk__in=_fitting(asked))
    for condition in asked.conditions.values():
        rows = rows.filter(condition)
    return rows.count()


def _facets(asked: Asked, rows: QuerySet) -> dict[str, list[tuple[object, str, int]]]:
    """For each choice of each facet how many rows it would leave, under what the other facets ask; one statement."""
    places = [(place.pk, place.name) for place in Division.objects.order_by("position")]
    choices = {
        "field": list(_FIELDS.items()), "maturity": list(_MATURITIES.items()), "cooperation": list(_WAYS.items()),
        "place": places,
    }  # fmt: skip
    counts = {}
    for facet, values in choices.items():
        others = Q()
        for name, condition in asked.conditions.items():
            others &= condition if name != facet else Q()
        for value, _words in values:
            counts[f"{facet}_{value}"] = Count("pk", filter=others & _condition(facet, value, asked.model))
    found = Counter(rows.aggregate(**counts))
    return {
        facet: [(value, str(words), found[f"{facet}_{value}"]) for value, words in values]
        for facet, values in choices.items()
    }


def held(asked: str, text: str) -> list[str]:
    """The longest pieces of what was asked, two characters or more, that ``text`` holds: what a page marks."""
    there, pieces = normalise(text), set()
    for word in normalise(asked).split():
        start = 0
        while start < len(word):
            end = start
            while end < len(word) and word[start : end + 1] in there:
                end += 1
            if end - start >= 2 or (end - start == len(word)):
                pieces.add(word[start:end])
            start = max(end, start + 1)
    return sorted(pieces, key=lambda piece: (-len(piece), piece))


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the page, with the words of the question marked."""

    profile: Profile
    title: list[tuple[str, bool]]
    excerpt: list[tuple[str, bool]]


def lines(rows: Iterable[Profile], asked: Asked) -> list[Line]:
    """The rows as the page shows them."""
    told = []
    for row in rows:
        words = held(asked.q, f"{row.title} {row.public_body}")
        told.append(Line(row, marked(row.title, words), marked(_excerpt(row.public_body, words), words)))
    return told


def _excerpt(text: str, words: list[str]) -> str:
    flat = " ".join(text.split())
    lower = flat.lower()
    at = next((place for word in words if (place := lower.find(word)) >= 0), 0)
    start = max(0, at - AROUND)
    return ("…" if start else "") + flat[start : start + 3 * AROUND] + ("…" if start + 3 * AROUND < len(flat) else "")


def newly_public(asked: Asked, since, today: date | None = None) -> QuerySet:
    """What answers the question and became public after ``since``: by an officer's verb, or with a list."""
    rows = asked.model.objects.published(today)
    rows = rows.filter(Q(decided_at__gt=since) | Q(written_at=None, source__finished_at__gt=since))
    for condition in asked.conditions.values():
        rows = rows.filter(condition)
    if asked.q:
        rows = rows.filter(pk__in=_fitting(asked))
    return _shown(rows).order_by("-collected_on", "-pk")
