"""Every firm of a year assessed at once: in chunks, each a task of its own, with the progress where a page can read it."""

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction

from django.core.cache import cache
from django.db.models import Count, F, Sum, prefetch_related_objects

from . import assessing
from .assessment import engine
from .assessment.engine import Unreadable
from .assessment.rulesets import RULE_SETS, in_force
from .choices import HANDED_IN
from .models import Recognition, StaffMonth, YearlyData

CHUNK = 500
KEPT_SECONDS = 7 * 24 * 3600


def waiting(year: int) -> list[int]:
    """The handed-in data of a year, by key."""
    rows = YearlyData.objects.filter(year=year, status__in=HANDED_IN)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def assess_chunk(pks: Iterable[int]) -> int:
    """Assess these data under the rule set of their year, in a constant number of queries; how many could be."""
    latest = list(YearlyData.objects.filter(pk__in=pks).select_related("organisation__enterprise", "judgement"))
    if not latest:
        return 0
    years = {data.year for data in latest}
    firms = {data.organisation_id for data in latest}
    rows = YearlyData.objects.filter(organisation__in=firms, year__gt=min(years) - 3, year__lte=max(years))
    history = defaultdict(list)
    known = {data.pk: data for data in latest}
    for row in rows.order_by("year"):
        history[row.organisation_id].append(known.get(row.pk, row))
    prefetch_related_objects(latest, "rights", "products")
    _note_means(known)
    prefetch_related_objects([row for rows in history.values() for row in rows], "conversions")
    certified = {
        (year, organisation)
        for year in years
        for organisation in Recognition.objects.high_tech()
        .valid_on(assessing.application_day(year))
        .filter(organisation__in=firms)
        .values_list("organisation", flat=True)
    }
    answers = []
    for data in latest:
        day = assessing.application_day(data.year)
        read = [row for row in history[data.organisation_id] if data.year - 3 < row.year <= data.year]
        try:
            firm = assessing.firm_of(read, day=day, certified=(data.year, data.organisation_id) in certified)
        except Unreadable:
            continue
        answers.append(assessing.kept(data, firm, engine.assess(firm, in_force(day) or RULE_SETS["2008"])))
    assessing.keep(answers)
    return len(answers)


def _note_means(known: dict[int, YearlyData]) -> None:
    """The means of all whose twelve months are there, added up by the database."""
    for data in known.values():
        data.full_year_means = {}
    counts = StaffMonth.objects.filter(data__in=known).order_by().values_list("data", "kind")
    for pk, kind, persons, months in counts.annotate(persons=Sum(F("at_start") + F("at_end")), months=Count("pk")):
        if months == 12:
            known[pk].full_year_means[kind] = Fraction(persons, 24)


def key(year: int) -> str:
    """Where the progress of a year's run stands."""
    return f"enterprises:assess:{year}"


def note_start(year: int, total: int) -> None:
    """A run over so many firms begins."""
    cache.set(f"{key(year)}:total", total, KEPT_SECONDS)
    cache.set(f"{key(year)}:done", 0, KEPT_SECONDS)


def note_done(year: int, count: int) -> None:
    """So many more were looked at."""
    cache.incr(f"{key(year)}:done", count)


def progress(year: int) -> tuple[int, int] | None:
    """(done, total) of the last run; None when there was none in the last week."""
    found = cache.get_many([f"{key(year)}:total", f"{key(year)}:done"])
    total = found.get(f"{key(year)}:total")
    return None if total is None else (min(found.get(f"{key(year)}:done", 0), total), total)
